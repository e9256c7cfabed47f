"""A citizen sends a report."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import FieldError, Text
from hueioc.files import uploads
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault
from reflection.errors import AccountLocked, MediaMissing, ReportExists, UnknownCategory
from reflection.models import Category, Change, Identity, Medium, Report
from reflection.queries import process, reports
from reflection.schemas import ReportCreate
from reflection.service.announce import tell
from reflection.service.drafting import Intake, draft
from reflection.states import RULES, Action, Source, State


@dataclass(frozen=True)
class Arrival:
    """How a report came: by which way, taken down by whom, with which answers already checked."""

    source: Source = Source.APP
    operator: Principal | None = None
    """The operator who sends it for the reporter; None: the reporter."""
    attributes: list[dict[str, str]] | None = None


async def submit(
    session: AsyncSession, intake: Intake, caller: Principal, data: ReportCreate, arrival: Arrival | None = None
) -> Report:
    """Take the report in. The same id from the same person gives the same report; raises `ReportExists` otherwise."""
    arrival = arrival or Arrival()
    person_token = intake.vault.token("subject", caller.subject)
    if existing := await reports.find_report(session, data.id):
        identity = await reports.identity_of(session, data.id)
        if identity is None or identity.person_token != person_token:
            raise ReportExists
        return existing
    await demand_unlocked(session, person_token)
    moment = now()
    category = await reports.find_category(session, data.category, moment)
    if category is None:
        raise UnknownCategory(fields=(FieldError("/category", Text("Không có lĩnh vực này", "No such category")),))
    report = drafted(intake, category, data, at=moment, attributes=arrival.attributes)
    report.source = arrival.source
    report.history.append(first_line(report.id, arrival.operator or caller, is_reporter=arrival.operator is None))
    await demand_uploaded(session, arrival.operator or caller, data.media)
    session.add(report)
    await session.flush()
    session.add(await _identity(session, intake.vault, caller, data, person_token))
    await session.refresh(report, ["number", "unit", "deadline", "answer", "rating"])
    return tell(session, report, Action.SUBMIT)


async def demand_unlocked(session: AsyncSession, person_token: bytes) -> None:
    """Raises `AccountLocked`."""
    if lock := await process.running_lock(session, person_token, now()):
        raise account_locked(lock.id, lock.reason, lock.locked_until)


def account_locked(lock_id: UUID, reason: str, until: datetime) -> AccountLocked:
    day = until.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    detail = Text(
        f"Đến {day}. Lý do: {reason}. Bạn có thể khiếu nại tại /v1/account-lock/appeal",
        f"Until {day}. Reason: {reason}. You can appeal at /v1/account-lock/appeal",
    )
    return AccountLocked(detail=detail, extra={"lock": str(lock_id), "until": until.isoformat()})


def drafted(
    intake: Intake,
    category: Category,
    data: ReportCreate,
    *,
    at: datetime,
    attributes: Sequence[dict[str, str]] | None = None,
) -> Report:
    """The row of a report as it comes. Raises what `draft` raises."""
    made = draft(intake, category, data, at=at, attributes=attributes)
    exact = made.exact._asdict() if made.exact else {}
    return Report(
        id=made.id,
        created_at=at,
        updated_at=at,
        source=Source.APP,
        priority=category.priority,
        category=category,
        category_code=category.code,
        category_from=category.valid_from,
        description=made.description,
        **made.public._asdict(),
        **{f"exact_{name}": value for name, value in exact.items()},
        cell=made.cell,
        ward_code=made.ward_code,
        ward_name=made.ward_name,
        taken_at=made.taken_at,
        assign_note="",
        moderation_note="",
        state=State.RECEIVED,
        state_since=at,
        attributes=list(made.attributes),
        media=[
            Medium(id=each.id, is_answer=False, position=number, sha256=each.sha256)
            for number, each in enumerate(made.media)
        ],
        **nothing_yet(),
    )


def nothing_yet() -> dict[str, Any]:
    """What a new report has none of, so that nobody asks the database for it."""
    lists = ("supporting", "extensions", "transfers", "plans", "sanctions")
    return {"transfer_count": 0, "reopen_count": 0, "merged_count": 0} | {name: [] for name in lists}


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


def first_line(report_id: UUID, caller: Principal, *, is_reporter: bool = True) -> Change:
    """The reporter stays unnamed in the history that staff read; an operator is named."""
    return Change(
        id=uuid7(),
        report_id=report_id,
        action=Action.SUBMIT,
        source=None,
        target=State.RECEIVED,
        actor="reporter" if is_reporter else caller.subject,
        actor_role=next(iter(sorted(caller.roles)), ""),
        note="",
        rule_version=RULES,
        version=1,
    )
