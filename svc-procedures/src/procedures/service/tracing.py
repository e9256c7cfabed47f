"""What was kept of people: shown to themselves, to a health officer with a line in the audit, and erased in time."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.db import Database
from hueioc.errors import Invalid, invalid_field
from hueioc.personal.vault import Vault
from procedures.errors import UnknownVenue
from procedures.models import Symptom, Visit
from procedures.queries import epidemic, projects
from procedures.schemas import epidemic as schemas
from procedures.service.checking_in import context_of
from procedures.views import epidemic as views

MOST_SHOWN = 500
LONGEST_WINDOW = timedelta(days=3)
AT_ONCE = 200


async def kept_of(session: AsyncSession, account: bytes) -> schemas.Kept:
    """What an account has said, and until when it is kept."""
    known, moment = await projects.every(session, Symptom), now()
    return schemas.Kept(
        visits=[views.own_visit(row) for row in await epidemic.kept_visits(session, account, moment)],
        declarations=[
            views.declaration(row, known) for row in await epidemic.kept_declarations(session, account, moment)
        ],
    )


async def who_was_at(
    session: AsyncSession, vault: Vault, caller: Principal, venue_id: UUID, window: schemas.Window
) -> schemas.GuestList:
    """Everybody who was at a venue in a window of time; the look is in the audit. Raises `Invalid`."""
    if window.since.tzinfo is None or window.until.tzinfo is None:
        raise invalid_field("/since", "Cần múi giờ, ví dụ +07:00", "A time zone is needed, such as +07:00")
    if not timedelta(0) < window.until - window.since <= LONGEST_WINDOW:
        raise invalid_field("/until", "Khoảng thời gian tối đa 3 ngày", "The window is at most three days")
    if await epidemic.venue(session, venue_id) is None:
        raise UnknownVenue
    rows = await epidemic.visits_at(session, venue_id, window.since, window.until, MOST_SHOWN + 1)
    detail = {"since": window.since.isoformat(), "until": window.until.isoformat(), "found": len(rows)}
    await record(session, caller.subject, "epidemic.venue_read", str(venue_id), detail)
    return await _shown(session, vault, rows)


async def where_was(session: AsyncSession, vault: Vault, caller: Principal, phone: str) -> schemas.GuestList:
    """Where the person with a telephone was; found by the keyed hash. The look is in the audit, the number is not."""
    try:
        token = vault.token("phone", phone)
    except Invalid as error:
        words = error.fields[0].detail
        raise invalid_field("/phone", words.vi, words.en) from error
    rows = await epidemic.visits_by_phone(session, token, MOST_SHOWN + 1)
    await record(session, caller.subject, "epidemic.phone_read", "phone", {"found": len(rows)})
    return await _shown(session, vault, rows)


async def erase_expired(database: Database) -> bool:
    """Delete guests whose time is over, with their visits, declarations and keys. True: there may be more."""
    async with database.transaction() as session:
        found = await epidemic.expired(session, now(), AT_ONCE)
        if found:
            await epidemic.erase(session, found)
    return len(found) == AT_ONCE


async def forget_account(session: AsyncSession, vault: Vault, person_id: UUID) -> None:
    """A person is to be forgotten by every service: all that the account has said goes at once."""
    await epidemic.erase(session, await epidemic.of_account(session, account_token(vault, str(person_id))))


def account_token(vault: Vault, subject: str) -> bytes:
    return vault.token("subject", subject)


async def _shown(session: AsyncSession, vault: Vault, rows: Sequence[Visit]) -> schemas.GuestList:
    """Of those whose time is not over."""
    shown = [row for row in rows[:MOST_SHOWN] if row.guest.erase_at > now()]
    said = await epidemic.declared(session, [row.guest_id for row in shown])
    items: list[schemas.GuestFound] = []
    for row in shown:
        opened = json.loads(await vault.open(session, row.guest_id, row.guest.sealed, context_of(row.guest)))
        items.append(views.guest(row, opened, said.get(row.guest_id)))
    return schemas.GuestList(items=items, is_cut=len(rows) > MOST_SHOWN)
