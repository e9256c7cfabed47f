"""The clock of enquiries: terms in force, deadlines, what happens when they pass or the calendar changes."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.workdays.calendar import Calendar, Unit
from procedures.errors import NoTermInForce
from procedures.models import Enquiry, EnquiryChange, EnquiryDeadline
from procedures.queries import enquiries, reference, sources
from procedures.states import EnquiryAction

ANSWER_DAYS = "enquiry-answer-working-days"
CALENDAR = "calendar"
AT_ONCE = 100


class Terms(NamedTuple):
    """The rules of enquiries in force on a day."""

    answer_days: int
    keep_days: int
    most_a_contact: int
    most_an_address: int
    most_a_project: int
    most: int
    answer_source: str
    """Where the term for the answer comes from."""


async def terms_on(session: AsyncSession, moment: datetime) -> Terms:
    """Raises `NoTermInForce`."""
    day = moment.astimezone(VIETNAM).date()
    values = await reference.rule_values(session, day)
    try:
        return Terms(
            answer_days=int(values[ANSWER_DAYS]),
            keep_days=int(values["enquiry-keep-days"]),
            most_a_contact=int(values["enquiries-a-contact-a-day"]),
            most_an_address=int(values["enquiries-an-address-an-hour"]),
            most_a_project=int(values["enquiries-a-project-an-hour"]),
            most=int(values["enquiries-an-hour"]),
            answer_source=await sources.source_of(session, ANSWER_DAYS, day),
        )
    except KeyError as error:
        raise NoTermInForce from error


def due_of(calendar: Calendar, received_at: datetime, days: int) -> datetime:
    return calendar.due(received_at, days, Unit.WORKING_DAY).astimezone(UTC)


def deadline_of(row: Enquiry, calendar: Calendar, days: int) -> EnquiryDeadline:
    due_at = due_of(calendar, row.received_at, days)
    return EnquiryDeadline(subject_id=row.id, due_at=due_at, calendar_version=calendar.version, days=days)


async def recompute_open_enquiries(session: AsyncSession, calendar: Calendar) -> int:
    """Deadlines of open enquiries by a new version of the calendar, some at a time; each that moves has its line.

    Returns how many were looked at; 0: every one is of this version.
    """
    rows = await enquiries.open_under_another_calendar(session, calendar.version, AT_ONCE)
    for row in rows:
        before, after = row.deadline.due_at, due_of(calendar, row.received_at, row.deadline.days)
        row.deadline.due_at, row.deadline.calendar_version = after, calendar.version
        if before != after:
            row.overdue_at = row.overdue_at if after < now() else None
            note = f"{before.isoformat()} -> {after.isoformat()}"
            change = EnquiryChange(id=uuid7(), enquiry_id=row.id, action=EnquiryAction.RECOMPUTE, at=now(), note=note)
            change.actor = CALENDAR
            session.add(change)
    await session.flush()
    return len(rows)
