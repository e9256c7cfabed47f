"""Owners and skippers: sealed with a key of their own, shown to staff, every look written down."""

import json
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import schemas
from fishing.models import Vessel, VesselPerson
from fishing.queries import vessels
from fishing.schemas import PersonIn
from fishing.states import PersonRole
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.ids import uuid7
from hueioc.personal.keys import Erased
from hueioc.personal.sealed import SealBroken
from hueioc.personal.vault import Vault


async def write(session: AsyncSession, vault: Vault, vessel: Vessel, role: PersonRole, person: PersonIn) -> bool:
    """Whether anything has changed. Raises `Invalid` for what is no telephone number."""
    token = vault.token("phone", person.phone) if person.phone else None
    row = await vessels.person(session, vessel.id, role)
    wanted = {"name": person.name, "phone": person.phone}
    if row is not None:
        if await _open(session, vault, row) == wanted:
            return False
        await session.delete(row)
        await session.flush()
    # the same telephone is the same person, on whichever boat; so one erasure finds every boat
    person_id = UUID(bytes=token[:16], version=4) if token else uuid7()
    row = VesselPerson(id=uuid7(), vessel_id=vessel.id, role=role, person_id=person_id, phone_token=token)
    try:
        row.sealed = await vault.seal(session, person_id, json.dumps(wanted).encode(), _context(row))
    except Erased:  # somebody who was forgotten comes back as a new person
        row.person_id = uuid7()
        row.sealed = await vault.seal(session, row.person_id, json.dumps(wanted).encode(), _context(row))
    session.add(row)
    await session.flush()
    return True


async def show(session: AsyncSession, vault: Vault, vessel: Vessel, caller: Principal) -> schemas.People:
    rows = await vessels.people(session, vessel.id)
    found = [schemas.Person(role=row.role, **opened) for row in rows if (opened := await _open(session, vault, row))]
    await record(session, caller.subject, "vessel.people.read", str(vessel.id), {"number": len(found)})
    return schemas.People(items=found)


async def _open(session: AsyncSession, vault: Vault, row: VesselPerson) -> dict[str, str] | None:
    try:
        return json.loads(await vault.open(session, row.person_id, row.sealed, _context(row)))
    except (Erased, SealBroken):
        return None


def _context(row: VesselPerson) -> str:
    return f"vessel_people.sealed.{row.vessel_id}.{row.role.value}"
