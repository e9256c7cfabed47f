"""A citizen sends a report."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.lookup import Areas
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.files import uploads
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection import queries
from reflection.errors import InTheFuture, MediaMissing, ReportExists, UnknownCategory
from reflection.models import Change, Identity, Medium, Report
from reflection.rules.places import locate
from reflection.rules.texts import clean
from reflection.schemas import ReportCreate
from reflection.service.announce import tell
from reflection.states import RULES, Action, Source, State

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a phone's clock may be ahead."""


@dataclass(frozen=True)
class Intake:
    """What taking in a report needs besides the session."""

    areas: Areas
    vault: Vault


async def submit(
    session: AsyncSession, intake: Intake, caller: Principal, data: ReportCreate, source: Source = Source.APP
) -> Report:
    """Take the report in. The same id from the same person gives the same report; raises `ReportExists` otherwise."""
    person_token = intake.vault.token("subject", caller.subject)
    if existing := await queries.find_report(session, data.id):
        identity = await queries.identity_of(session, data.id)
        if identity is None or identity.person_token != person_token:
            raise ReportExists
        return existing
    moment = now()
    if data.taken_at and data.taken_at > moment + CLOCK_TOLERANCE:
        raise InTheFuture(fields=(FieldError("/taken_at", Text("Thời điểm ở tương lai", "Lies in the future")),))
    category = await queries.find_category(session, data.category, moment)
    if category is None:
        raise UnknownCategory(fields=(FieldError("/category", Text("Không có lĩnh vực này", "No such category")),))
    located = locate(intake.areas, data.place.lat, data.place.lon)
    await demand_uploaded(session, caller, data.media)
    report = Report(
        id=data.id,
        source=source,
        category=category,
        description=redact(clean(data.description)),
        address=redact(clean(data.place.address)),
        lat=data.place.lat,
        lon=data.place.lon,
        cell=located.cell,
        ward_code=located.area.ward.code,
        ward_name=located.area.ward.name_vi,
        taken_at=data.taken_at,
        state=State.RECEIVED,
        media=pictures(data.media, is_answer=False),
        history=[_first_line(data.id, caller)],
    )
    session.add(report)
    await session.flush()
    session.add(await _identity(session, intake.vault, caller, data, person_token))
    await session.refresh(report, ["number", "unit", "deadline", "answer", "rating"])
    return tell(session, report, Action.SUBMIT)


async def demand_uploaded(session: AsyncSession, caller: Principal, media: list[str]) -> None:
    """Every file must have been uploaded by this caller."""
    for number, sha256 in enumerate(media):
        if not await uploads.is_complete(session, owner=caller.subject, sha256=sha256):
            where = FieldError(f"/media/{number}", Text("Tệp này chưa được tải lên", "This file is not uploaded"))
            raise MediaMissing(fields=(where,))


def pictures(media: list[str], *, is_answer: bool) -> list[Medium]:
    return [
        Medium(id=uuid7(), is_answer=is_answer, position=number, sha256=sha256)
        for number, sha256 in enumerate(dict.fromkeys(media))
    ]


def person_of(caller: Principal) -> UUID:
    """The id under which the person's key is kept; other issuers' subjects need not be UUIDs."""
    try:
        return UUID(caller.subject)
    except ValueError:
        return uuid5(NAMESPACE_URL, caller.subject)


async def _identity(
    session: AsyncSession, vault: Vault, caller: Principal, data: ReportCreate, person_token: bytes
) -> Identity:
    person = person_of(caller)
    contact = data.contact.model_dump() if data.contact else {}
    original = {"description": data.description, "address": data.place.address}
    return Identity(
        report_id=data.id,
        person_id=person,
        person_token=person_token,
        sealed_contact=await vault.seal(session, person, json.dumps(contact).encode(), f"identities.contact.{data.id}"),
        sealed_original=await vault.seal(
            session, person, json.dumps(original).encode(), f"identities.original.{data.id}"
        ),
    )


def _first_line(report_id: UUID, caller: Principal) -> Change:
    """The reporter stays unnamed in the history that staff read."""
    return Change(
        id=uuid7(),
        report_id=report_id,
        action=Action.SUBMIT,
        source=None,
        target=State.RECEIVED,
        actor="reporter",
        actor_role=next(iter(sorted(caller.roles)), ""),
        note="",
        rule_version=RULES,
        version=1,
    )
