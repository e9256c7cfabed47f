"""What everybody may see and end of themselves."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from gateway.identity import answers, erasure, people, schemas, sessions
from gateway.identity.errors import UnknownPerson, UnknownSession
from gateway.identity.officers import OfficerDesk
from gateway.identity.ports import runtime_parts
from gateway.models import Person
from gateway.models import Session as SessionRow
from hueioc import audit
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import STAFF, Principal, Role
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.errors import Invalid, invalid_field
from hueioc.personal.sealed import normal_email
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/me", route_class=EdgeRoute, tags=["identity"])
passwords = APIRouter(prefix="/v1/me", tags=["identity"])
"""Without the edge's transaction: checking a password takes time, and a failure is counted."""
PEOPLE = allow(Role.CITIZEN, *sorted(STAFF))
OFFICERS = allow(*sorted(STAFF))


@router.get("", dependencies=[PEOPLE])
async def show_me(session: Session, caller: Caller, request: Request) -> schemas.Me:
    """The caller as the token and the records say; the phone masked."""
    vault = runtime_of(request).vault
    person = await session.get(Person, subject_id(caller))
    phone = await people.phone_of(session, vault, person) if person else ""
    return schemas.Me(
        subject=caller.subject,
        roles=sorted(caller.roles),
        agency_id=caller.agency_id,
        unit_id=caller.unit_id,
        wards=sorted(caller.wards),
        phone="•" * 7 + phone[-3:] if phone else "",
        email=await people.email_of(session, vault, person) if person else "",
    )


@router.put("/email", status_code=status.HTTP_204_NO_CONTENT, dependencies=[PEOPLE])
async def change_email(session: Session, caller: Caller, data: schemas.EmailUpdate, request: Request) -> None:
    """The address for notices."""
    try:
        email = normal_email(data.email) if data.email else ""
    except Invalid as error:
        raise invalid_field("/email", "Địa chỉ e-mail chưa đúng", "This is not an e-mail address") from error
    await people.set_email(session, runtime_of(request).vault, await demand_person(session, caller), email)
    await audit.record(session, caller.subject, "person.email-changed", caller.subject)


@passwords.put("/password", status_code=status.HTTP_204_NO_CONTENT, dependencies=[OFFICERS])
async def change_password(caller: Caller, data: schemas.PasswordUpdate, request: Request) -> None:
    """A new password of an officer's account; its other sessions end."""
    runtime, ports = runtime_parts(request)
    desk = OfficerDesk(runtime.database, runtime.vault, ports.passwords)
    await desk.change_password(caller, data.current_password, data.new_password)


@router.get("/sessions", dependencies=[PEOPLE])
async def list_sessions(session: Session, caller: Caller) -> schemas.SessionList:
    """Where the caller is signed in, newest first."""
    rows = await sessions.open_sessions(session, subject_id(caller))
    return schemas.SessionList(items=[_shown(row, caller) for row in rows])


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[PEOPLE])
@without_key
async def end_session(session: Session, caller: Caller, session_id: UUID, request: Request) -> None:
    """Sign out there; open streams of that session end within five seconds."""
    row = await session.get(SessionRow, session_id, with_for_update=True)
    if row is None or row.person_id != subject_id(caller):
        raise UnknownSession
    await sessions.revoke(session, row, "ended-by-owner", actor=caller.subject)
    runtime_of(request).verifier.revoked.add(str(row.id))


@router.post("/erasure", status_code=status.HTTP_202_ACCEPTED, dependencies=[allow(Role.CITIZEN)])
@without_key
async def erase_me(
    session: Session, caller: Caller, data: schemas.ErasureRequest, request: Request, response: Response
) -> schemas.ErasureShown:
    """Forget the caller everywhere, for good. Reports stay, without any trace of who sent them."""
    await demand_person(session, caller)
    row = await erasure.erase(session, runtime_of(request), subject_id(caller), asked_by="self", actor=caller.subject)
    answers.drop_cookie(request, response)
    return erasure.shown(row)


def subject_id(caller: Principal) -> UUID:
    """Raises `UnknownPerson` for subjects that are not people of ours (a development token by name)."""
    try:
        return UUID(caller.subject)
    except ValueError as error:
        raise UnknownPerson from error


async def demand_person(session: Session, caller: Principal) -> Person:
    person = await session.get(Person, subject_id(caller), with_for_update=True)
    if person is None or person.erased_at is not None:
        raise UnknownPerson
    return person


def _shown(row: SessionRow, caller: Principal) -> schemas.SessionShown:
    fields = {name: getattr(row, name) for name in schemas.SessionShown.model_fields if name != "is_current"}
    return schemas.SessionShown(**fields, is_current=str(row.id) == caller.session_id)
