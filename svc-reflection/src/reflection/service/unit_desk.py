"""What the centre keeps for its work with the units: letters to begin with, and whom to call."""

import json
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import FieldError, NotFound, Text
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault
from reflection import schemas
from reflection.errors import NoSuchTemplate, UnknownCategory, UnknownUnit
from reflection.models import AnswerTemplate, UnitContact
from reflection.queries import desk, reports
from reflection.rules.texts import clean
from reflection.states import Outcome
from reflection.views import records

BY_HAND = "written by the operations centre"


def today() -> date:
    return now().astimezone(VIETNAM).date()


async def templates(session: AsyncSession, category: str | None, outcome: Outcome | None) -> schemas.Templates:
    rows = await desk.templates(session, today(), category, outcome)
    return schemas.Templates(items=[records.template(row) for row in rows])


async def add_template(session: AsyncSession, caller: Principal, data: schemas.TemplateCreate) -> schemas.Template:
    if data.category and await reports.find_category(session, data.category, now()) is None:
        raise UnknownCategory(fields=(FieldError("/category", Text("Không có lĩnh vực này", "No such category")),))
    row = AnswerTemplate(
        id=uuid7(),
        name=clean(data.name),
        category_code=data.category,
        outcome=data.outcome,
        text_vi=clean(data.text),
        valid_from=today(),
        valid_to=None,
        source=BY_HAND,
        changed_by=caller.subject,
        changed_at=now(),
    )
    session.add(row)
    await record(session, caller.subject, "template.added", str(row.id), {"name": row.name})
    return records.template(row)


async def change_template(
    session: AsyncSession, template_id: UUID, caller: Principal, data: schemas.TemplateCreate
) -> schemas.Template:
    await end_template(session, template_id, caller)
    return await add_template(session, caller, data)


async def end_template(session: AsyncSession, template_id: UUID, caller: Principal) -> None:
    row = await desk.template_of(session, template_id)
    if row is None or row.valid_to is not None:
        raise NoSuchTemplate
    row.valid_to, row.changed_by, row.changed_at = today(), caller.subject, now()
    await record(session, caller.subject, "template.ended", str(template_id), {})


def _context(contact_id: UUID) -> str:
    return f"unit_contacts.contact.{contact_id}"


async def contacts(session: AsyncSession, vault: Vault, unit_id: UUID, caller: Principal) -> schemas.UnitContacts:
    """Opened for the caller; the look is audited."""
    items: list[schemas.UnitContact] = []
    for row in await desk.contacts_of(session, unit_id, today()):
        opened = json.loads(await vault.open(session, row.id, row.sealed_contact, _context(row.id)))
        items.append(schemas.UnitContact(id=row.id, duty=row.duty, **opened))
    await record(session, caller.subject, "contacts.read", str(unit_id), {"count": len(items)})
    return schemas.UnitContacts(items=items)


async def add_contact(
    session: AsyncSession, vault: Vault, unit_id: UUID, caller: Principal, data: schemas.ContactCreate
) -> schemas.UnitContacts:
    if await reports.find_unit(session, unit_id) is None:
        raise UnknownUnit
    contact_id = uuid7()
    words = json.dumps({"name": clean(data.name), "phone": clean(data.phone), "email": clean(data.email)})
    session.add(
        UnitContact(
            id=contact_id,
            unit_id=unit_id,
            duty=clean(data.duty),
            sealed_contact=await vault.seal(session, contact_id, words.encode(), _context(contact_id)),
            valid_from=today(),
            valid_to=None,
            added_by=caller.subject,
            added_at=now(),
        )
    )
    await session.flush()
    return await contacts(session, vault, unit_id, caller)


async def end_contact(session: AsyncSession, vault: Vault, unit_id: UUID, contact_id: UUID, caller: Principal) -> None:
    """The row stays, its key does not: what it held opens no more."""
    row = await session.get(UnitContact, contact_id)
    if row is None or row.unit_id != unit_id or row.valid_to is not None:
        raise NotFound
    row.valid_to = today()
    await vault.erase(session, contact_id)
    await record(session, caller.subject, "contacts.ended", str(unit_id), {})
