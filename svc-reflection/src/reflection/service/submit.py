"""A citizen sends a report."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from reflection.errors import InTheFuture, MediaMissing, ReportExists, UnknownCategory
from reflection.models import Category, Change, Identity, Medium, Report
from reflection.queries import reports
from reflection.rules.places import locate
from reflection.rules.texts import clean
from reflection.schemas import ReportCreate
from reflection.service.announce import tell
from reflection.states import RULES, Action, Priority, Source, State

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
    if existing := await reports.find_report(session, data.id):
        identity = await reports.identity_of(session, data.id)
        if identity is None or identity.person_token != person_token:
            raise ReportExists
        return existing
    moment = now()
    category = await reports.find_category(session, data.category, moment)
    if category is None:
        raise UnknownCategory(fields=(FieldError("/category", Text("Không có lĩnh vực này", "No such category")),))
    report = drafted(intake, category, data, at=moment)
    report.source = source
    report.history.append(first_line(report.id, caller))
    await demand_uploaded(session, caller, data.media)
    session.add(report)
    await session.flush()
    session.add(await _identity(session, intake.vault, caller, data, person_token))
    await session.refresh(report, ["number", "unit", "deadline", "answer", "rating"])
    return tell(session, report, Action.SUBMIT)


def drafted(intake: Intake, category: Category, data: ReportCreate, *, at: datetime) -> Report:
    """The report as it is kept: redacted, cleaned, placed. Raises for a wrong place or moment."""
    if data.taken_at and data.taken_at > at + CLOCK_TOLERANCE:
        raise InTheFuture(fields=(FieldError("/taken_at", Text("Thời điểm ở tương lai", "Lies in the future")),))
    located = locate(intake.areas, data.place.lat, data.place.lon)
    return Report(
        id=data.id,
        created_at=at,
        updated_at=at,
        source=Source.APP,
        priority=Priority.NORMAL,
        category=category,
        category_code=category.code,
        description=redact(clean(data.description)),
        address=redact(clean(data.place.address)),
        lat=data.place.lat,
        lon=data.place.lon,
        cell=located.cell,
        ward_code=located.area.ward.code,
        ward_name=located.area.ward.name_vi,
        taken_at=data.taken_at,
        assign_note="",
        moderation_note="",
        state=State.RECEIVED,
        media=pictures(data.media, is_answer=False),
    )


async def demand_uploaded(session: AsyncSession, caller: Principal, media: list[str]) -> None:
    """Every file must have been uploaded by this caller."""
    missing = [
        number
        for number, sha256 in enumerate(media)
        if not await uploads.is_complete(session, owner=caller.subject, sha256=sha256)
    ]
    if missing:
        raise missing_media(missing)


def missing_media(places: Sequence[int]) -> MediaMissing:
    """The refusal that names each file, by its place in the list, that is not there."""
    why = Text("Tệp này chưa được tải lên", "This file is not uploaded")
    return MediaMissing(fields=tuple(FieldError(f"/media/{place}", why) for place in places))


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
    contact, original = personal_parts(data)
    return Identity(
        report_id=data.id,
        person_id=person,
        person_token=person_token,
        sealed_contact=await vault.seal(session, person, contact, f"identities.contact.{data.id}"),
        sealed_original=await vault.seal(session, person, original, f"identities.original.{data.id}"),
    )


def personal_parts(data: ReportCreate) -> tuple[bytes, bytes]:
    """The contact, and the text as it was written: the bytes that are sealed."""
    contact = data.contact.model_dump() if data.contact else {}
    original = {"description": data.description, "address": data.place.address}
    return json.dumps(contact).encode(), json.dumps(original).encode()


def first_line(report_id: UUID, caller: Principal) -> Change:
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
