"""People say that they are at a venue and how they feel; what they said of themselves is sealed for one day's row."""

import hmac
import json
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.errors import Invalid, invalid_field
from hueioc.ids import uuid7
from hueioc.personal.sealed import normal_phone
from hueioc.personal.vault import Vault
from procedures.errors import NoTermInForce, TooManyVisits, UnknownVenue, WrongDeskKey
from procedures.models import Campaign, Declaration, Guest, Symptom, Venue, Visit
from procedures.queries import epidemic, projects, reference
from procedures.rules.venues import erase_at, hash_of, normal_code
from procedures.schemas import epidemic as schemas
from procedures.service.campaigns import RETENTION, demand_open, today
from procedures.views import epidemic as views

MOST_VISITS = "epidemic-visits-a-day"
NO_ACCOUNT = b""


class Person(NamedTuple):
    """Who it is: as it was said, and the account that said it, if any."""

    name: str
    phone: str
    account: bytes


async def check_in(session: AsyncSession, vault: Vault, code: str, person: Person) -> schemas.VisitTaken:
    """The person is at the venue now. Raises `NoCampaign`, `UnknownVenue`, `TooManyVisits`."""
    campaign, place = await demand_open(session), await active_venue(session, code)
    rules = await reference.rule_values(session, today())
    most = rules.get(MOST_VISITS)
    if person.account and most and await epidemic.visits_of_account(session, today(), person.account) >= int(most):
        raise TooManyVisits
    row = await _guest(session, vault, campaign, person)
    return await _visit(session, row, place, is_by_desk=not person.account)


async def check_in_by_desk(
    session: AsyncSession, vault: Vault, code: str, key: str, data: schemas.DeskCheckIn
) -> schemas.VisitTaken:
    """The staff of the venue say who is there. Raises `WrongDeskKey`."""
    place = await active_venue(session, code)
    if not hmac.compare_digest(place.desk_hash, hash_of(key)):
        raise WrongDeskKey
    return await check_in(session, vault, code, Person(data.name, data.phone, NO_ACCOUNT))


async def declare(session: AsyncSession, vault: Vault, person: Person, symptoms: list[str]) -> schemas.DeclarationTaken:
    """How the person feels today; said again, the last word stands. Raises `NoCampaign`, `Invalid`."""
    campaign = await demand_open(session)
    known = await projects.in_force(session, Symptom, today())
    for number, code in enumerate(symptoms):
        if code not in known:
            raise invalid_field(f"/symptoms/{number}", "Không có triệu chứng này", "There is no such symptom")
    guest = await _guest(session, vault, campaign, person)
    row = await session.get(Declaration, guest.id)
    if row is None:
        row = Declaration(guest_id=guest.id, at=now(), symptoms=[])
        session.add(row)
    row.at, row.symptoms = now(), sorted(set(symptoms))
    row.guest = guest
    await session.flush()
    return views.declaration(row, known)


async def active_venue(session: AsyncSession, code: str) -> Venue:
    row = await epidemic.venue_by_code(session, normal_code(code))
    if row is None or not row.is_active:
        raise UnknownVenue
    return row


async def _visit(session: AsyncSession, guest: Guest, place: Venue, *, is_by_desk: bool) -> schemas.VisitTaken:
    row = Visit(id=uuid7(), guest_id=guest.id, venue_id=place.id, at=now(), is_by_desk=is_by_desk)
    session.add(row)
    await session.flush()
    return schemas.VisitTaken(id=row.id, venue=views.at_the_door(place), at=row.at, erase_at=guest.erase_at)


async def _guest(session: AsyncSession, vault: Vault, campaign: Campaign, person: Person) -> Guest:
    """The row of the person's day, made at the first word; the last name that was said stands."""
    phone, day = _phone(person.phone), today()
    token = vault.token("phone", phone)
    row = await epidemic.guest_of_day(session, day, token, person.account)
    if row is None:
        kept = (await reference.rule_values(session, day)).get(RETENTION)
        if kept is None:
            raise NoTermInForce
        # a random id: one that tells the time would tell it to whoever reads old keys
        row = Guest(id=uuid4(), campaign_id=campaign.id, day=day, phone_token=token, account_token=person.account)
        row.erase_at = erase_at(day, int(kept))
        row.sealed = await _sealed(session, vault, row, Person(person.name, phone, person.account))
        session.add(row)
    elif person.name:
        row.sealed = await _sealed(session, vault, row, Person(person.name, phone, person.account))
    await session.flush()
    return row


async def _sealed(session: AsyncSession, vault: Vault, row: Guest, person: Person) -> bytes:
    said = json.dumps({"name": person.name, "phone": person.phone}).encode()
    return await vault.seal(session, row.id, said, context_of(row))


def context_of(row: Guest) -> str:
    return f"guests.sealed.{row.id}"


def _phone(written: str) -> str:
    try:
        return normal_phone(written)
    except Invalid as error:
        words = error.fields[0].detail
        raise invalid_field("/phone", words.vi, words.en) from error
