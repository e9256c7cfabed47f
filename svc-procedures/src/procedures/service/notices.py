"""A notice changes the working calendar: a new version, and every service is told."""

from datetime import UTC
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import FieldError, Invalid, Text, invalid_field
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.workdays.calendar import FIRST_YEAR, LAST_YEAR, BeyondCalendar
from hueioc.workdays.kept import (
    CalendarDay,
    CalendarTold,
    current_calendar,
    current_told,
    keep_calendar,
    version_of,
)
from procedures.errors import NoticeKnown
from procedures.events.calendar import CalendarChanged
from procedures.models import CalendarNotice
from procedures.queries import calendar as queries
from procedures.rules.notices import Change, Refusal, changed, refusal_of
from procedures.schemas import calendar as schemas

BEYOND = Text(
    f"Lịch làm việc chỉ có từ {FIRST_YEAR} đến {LAST_YEAR}", f"The calendar runs from {FIRST_YEAR} to {LAST_YEAR}"
)
WHY: dict[Refusal, Text] = {
    Refusal.TWICE: Text("Ngày này đã nêu ở trên", "This day is named above already"),
    Refusal.BEYOND: BEYOND,
    Refusal.OFF_ALREADY: Text("Ngày này vốn đã nghỉ", "This day is off already"),
    Refusal.WORKED_ALREADY: Text(
        "Ngày này vốn đã làm việc; ngày lễ bỏ nghỉ thì chọn “như thường lệ”",
        "This day is worked already; a holiday that is no more becomes “usual”",
    ),
    Refusal.USUAL_ALREADY: Text("Ngày này vốn như thường lệ", "This day is as usual already"),
}


async def take_notice(session: AsyncSession, caller: Principal, data: schemas.NoticeCreate) -> CalendarNotice:
    """Raises `NoticeKnown`, and `Invalid` with the change that says nothing new."""
    await queries.take_turn(session)
    if await queries.notice_of(session, data.document):
        raise NoticeKnown
    if data.issued_on > now().astimezone(VIETNAM).date():
        raise invalid_field("/issued_on", "Ngày ban hành ở tương lai", "The date of issue lies in the future")
    before = await current_told(session)
    told = after(before, data)
    await keep_calendar(session, told)
    row = CalendarNotice(
        id=uuid7(),
        number=told.number,
        version=told.version,
        changes=[change.model_dump(mode="json") for change in data.changes],
        taken_by=caller.subject,
        taken_at=now(),
        **data.model_dump(exclude={"changes"}),
    )
    session.add(row)
    await record(session, caller.subject, "calendar.changed", data.document, {"version": told.version})
    publish(session, event_of(row, told), subject_id=row.id, version=row.number)
    return row


def after(before: CalendarTold, data: schemas.NoticeCreate) -> CalendarTold:
    """The calendar that the notice makes. Raises `Invalid`."""
    changes = [Change(change.date, change.becomes) for change in data.changes]
    if refused := refusal_of(before.days, changes):
        place, why = refused
        raise Invalid(fields=(FieldError(f"/changes/{place}/date", WHY[why]),))
    source = f"{data.document}, {data.issued_on.isoformat()}: {data.subject}"
    days = changed(before.days, changes, source)
    number = before.number + 1
    return CalendarTold(number=number, version=version_of(number, days), days=days)


def event_of(row: CalendarNotice, told: CalendarTold) -> CalendarChanged:
    return CalendarChanged(
        notice_id=row.id,
        document=row.document,
        title=row.subject,
        changed=[change["date"] for change in row.changes],
        at=row.taken_at,
        **told.model_dump(),
    )


async def calendar_of_year(session: AsyncSession, year: int) -> schemas.CalendarShown:
    told = await current_told(session)
    days = [_shown(day) for day in told.days if day.date.year == year]
    return schemas.CalendarShown(year=year, version=told.version, days=days)


async def term(session: AsyncSession, asked: schemas.TermFilter) -> schemas.TermShown:
    """When a term ends, by the newest calendar."""
    if asked.start.tzinfo is None:
        raise invalid_field("/start", "Thiếu múi giờ, ví dụ +07:00", "Its offset is missing, such as +07:00")
    calendar = await current_calendar(session)
    try:
        due_at = calendar.due(asked.start, asked.amount, asked.unit)
    except BeyondCalendar as error:
        raise Invalid(fields=(FieldError("/start", BEYOND),)) from error
    return schemas.TermShown(start=asked.start, due_at=due_at.astimezone(UTC), version=calendar.version)


def notice_shown(row: CalendarNotice) -> schemas.NoticeShown:
    facts: dict[str, Any] = {name: getattr(row, name) for name in schemas.NoticeShown.model_fields}
    return schemas.NoticeShown.model_validate(facts)


def _shown(day: CalendarDay) -> schemas.DayShown:
    return schemas.DayShown(date=day.date, kind=day.kind, source=day.source, is_verified=day.verified)
