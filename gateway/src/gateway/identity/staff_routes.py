"""What supervisors do: accounts of officers, clients, signing keys, erasures."""

from uuid import UUID

from fastapi import APIRouter, Request, status

from gateway.identity import clients, erasure, keys, officers, schemas
from gateway.identity.answers import issuer_of
from gateway.identity.errors import UnknownPerson
from gateway.identity.ports import runtime_parts
from gateway.models import Officer, Person
from gateway.settings import Settings
from hueioc import audit
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops", route_class=EdgeRoute, tags=["identity"])
SUPERVISORS = allow(Role.SUPERVISOR)
WATCHERS = allow(Role.SUPERVISOR, Role.AUDITOR)


@router.post("/officers/{officer_id}/account", status_code=status.HTTP_201_CREATED, dependencies=[SUPERVISORS])
@without_key
async def open_account(
    session: Session, caller: Caller, officer_id: UUID, data: schemas.AccountCreate, request: Request
) -> schemas.FirstPassword:
    """An account for an officer of the registry; the first password is shown once. 409 when there is one."""
    officer = await _officer(session, officer_id)
    return schemas.FirstPassword(password=await _desk(request).open_account(session, caller, officer, data.login))


@router.post("/officers/{officer_id}/account/reset", dependencies=[SUPERVISORS])
@without_key
async def reset_account(session: Session, caller: Caller, officer_id: UUID, request: Request) -> schemas.FirstPassword:
    """A new first password, the authenticator to be set up anew, every session ended."""
    officer = await _officer(session, officer_id)
    return schemas.FirstPassword(password=await _desk(request).reset(session, caller, officer.person_id))


@router.post("/people/{person_id}/erasure", status_code=status.HTTP_202_ACCEPTED, dependencies=[SUPERVISORS])
@without_key
async def erase_person(
    session: Session, caller: Caller, person_id: UUID, data: schemas.ErasureRequest, request: Request
) -> schemas.ErasureShown:
    """Forget a person everywhere, at their request by another way."""
    if await session.get(Person, person_id) is None:
        raise UnknownPerson
    row = await erasure.erase(session, runtime_of(request), person_id, asked_by="supervisor", actor=caller.subject)
    return erasure.shown(row)


@router.get("/erasures", dependencies=[WATCHERS])
async def list_erasures(session: Session) -> schemas.ErasureList:
    """Open ones first, with the services that have not answered."""
    return schemas.ErasureList(items=[erasure.shown(row) for row in await erasure.latest(session)])


@router.get("/clients", dependencies=[WATCHERS])
async def list_clients(session: Session) -> schemas.ClientList:
    return schemas.ClientList(items=[clients.shown(each) for each in await clients.all_clients(session)])


@router.post("/clients", status_code=status.HTTP_201_CREATED, dependencies=[SUPERVISORS])
@without_key
async def add_client(session: Session, caller: Caller, data: schemas.ClientCreate) -> schemas.ClientMade:
    """A new OAuth client; its secret is shown once."""
    client, secret = await clients.create(session, data)
    await audit.record(session, caller.subject, "client.created", client.client_id)
    return schemas.ClientMade(**clients.shown(client).model_dump(), client_secret=secret)


@router.post("/clients/{client_id}/secrets", status_code=status.HTTP_201_CREATED, dependencies=[SUPERVISORS])
@without_key
async def add_client_secret(session: Session, caller: Caller, client_id: str) -> schemas.ClientMade:
    """A new secret; the one before stays good until the next one is made."""
    client = await clients.demand(session, client_id)
    secret = clients.add_secret(client)
    await audit.record(session, caller.subject, "client.secret-added", client_id)
    return schemas.ClientMade(**clients.shown(client).model_dump(), client_secret=secret)


@router.delete("/clients/{client_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[SUPERVISORS])
@without_key
async def close_client(session: Session, caller: Caller, client_id: str) -> None:
    clients.close(await clients.demand(session, client_id))
    await audit.record(session, caller.subject, "client.closed", client_id)


@router.post("/signing-keys", status_code=status.HTTP_201_CREATED, dependencies=[SUPERVISORS])
@without_key
async def rotate_signing_key(session: Session, caller: Caller, request: Request) -> schemas.KeyRotated:
    """Announce a new signing key; it signs a minute later, the old one verifies for a day more."""
    settings = runtime_of(request).settings
    assert isinstance(settings, Settings)  # noqa: S101 - the gateway's own
    row = await keys.rotate(session, keys.sealing_key(settings))
    await audit.record(session, caller.subject, "signing-key.rotated", row.kid)
    issuer_of(request).reload_soon()
    return schemas.KeyRotated(kid=row.kid, signs_in_s=int(keys.ANNOUNCED_FOR.total_seconds()))


async def _officer(session: Session, officer_id: UUID) -> Officer:
    officer = await session.get(Officer, officer_id)
    if officer is None:
        raise UnknownPerson
    return officer


def _desk(request: Request) -> officers.OfficerDesk:
    runtime, ports = runtime_parts(request)
    return officers.OfficerDesk(runtime.database, runtime.vault, ports.passwords)
