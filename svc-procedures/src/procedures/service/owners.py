"""Whose dossier it is: sealed when it comes, opened only for a reason, found by keyed hashes."""

import json
from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.ids import uuid7
from hueioc.personal.keys import Erased
from hueioc.personal.vault import Vault
from procedures import schemas
from procedures.errors import UnknownDossier
from procedures.models import Dossier, Owner
from procedures.queries import dossiers
from procedures.rules.digits import endings_of
from procedures.service.keeping import add_later

FIELDS = ("name", "phone", "email", "citizen_id", "summary")


def person_of(caller: Principal) -> UUID:
    """The id under which a person's key is kept; other issuers' subjects need not be UUIDs."""
    try:
        return UUID(caller.subject)
    except ValueError:
        return uuid5(NAMESPACE_URL, caller.subject)


def person_token(vault: Vault, caller: Principal) -> bytes:
    return vault.token("subject", caller.subject)


def ending_token(vault: Vault, code: str, digits: str) -> bytes:
    """Of the last digits of a number, bound to the code: equal digits of two dossiers are not seen to be equal."""
    return vault.token("dossier-phone", f"{code}\0{digits}")


async def seal_owner(
    session: AsyncSession, vault: Vault, dossier: Dossier, given: Mapping[str, str], person: Principal | None = None
) -> None:
    """Seal whose new dossier it is, with the key of a person of ours, or with one drawn for this dossier alone."""
    row = Owner(
        dossier_id=dossier.id,
        person_id=person_of(person) if person else uuid7(),
        person_token=person_token(vault, person) if person else None,
        phone_tokens=_endings(vault, dossier, given),
    )
    row.sealed = await vault.seal(session, row.person_id, _content(given), f"owners.sealed.{dossier.id}")
    add_later(session, row)


async def keep_owner(session: AsyncSession, vault: Vault, dossier: Dossier, given: Mapping[str, str]) -> None:
    """What a portal says of the owner now, in place of what was known before."""
    row = await dossiers.owner(session, dossier.id)
    if row is None:
        return
    try:
        row.sealed = await vault.seal(session, row.person_id, _content(given), f"owners.sealed.{dossier.id}")
    except Erased:  # the person asked us to forget; what a portal sends later is not kept again
        return
    row.phone_tokens = _endings(vault, dossier, given)


def _content(given: Mapping[str, str]) -> bytes:
    return json.dumps({name: given.get(name, "") for name in FIELDS}, ensure_ascii=False).encode()


def _endings(vault: Vault, dossier: Dossier, given: Mapping[str, str]) -> list[bytes]:
    return [ending_token(vault, dossier.code, each) for each in endings_of(given.get("phone", ""))]


async def show_owner(
    session: AsyncSession, vault: Vault, dossier_id: UUID, caller: Principal, reason: str
) -> schemas.Owner:
    """Open it for staff; the look and its reason stay in the audit. Raises `Erased`."""
    row = await dossiers.owner(session, dossier_id)
    if row is None:
        raise UnknownDossier
    await record(session, caller.subject, "dossier.owner.seen", str(dossier_id), {"reason": reason})
    opened = await vault.open(session, row.person_id, row.sealed, f"owners.sealed.{dossier_id}")
    return schemas.Owner(**json.loads(opened))
