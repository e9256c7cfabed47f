"""The working calendar as this service knows it: the table of the suite, until a notice has brought a newer one.

A service that computes terms makes the table `working_calendars` in a migration of its own, hears of new calendars
by `calendar_consumer`, and reads `current_calendar` in each transaction that computes a term. Every version is kept:
a term is moved by comparing the calendar it was computed by with the newest.
"""

import hashlib
import time
from datetime import date
from weakref import WeakKeyDictionary

from pydantic import BaseModel
from sqlalchemy import BigInteger, Column, DateTime, MetaData, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.clock import now
from hueioc.db import Database
from hueioc.mechanism import NAMING
from hueioc.workdays.calendar import Calendar, published_calendar
from hueioc.workdays.days import Day, DayKind, DayTable, published_days

WORKDAYS = MetaData(naming_convention=NAMING)
"""Apart from the tables of every service: only services with terms have it."""
STREAM, CHANGED = "EVT_PROCEDURES", "evt.procedures.calendar.changed"

working_calendars = Table(
    "working_calendars",
    WORKDAYS,
    Column("number", BigInteger, primary_key=True),
    Column("version", Text, nullable=False, unique=True),
    Column("days", JSONB, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
)


class CalendarDay(BaseModel):
    """A day that is not what its weekday says, and the notice that made it so."""

    date: date
    kind: DayKind
    source: str
    verified: bool = True


class CalendarTold(BaseModel):
    """A whole calendar. `number` rises with each; the table of the suite is number 0.

    `version` names the content (`version_of`), so that one version is one calendar wherever it is read.
    """

    number: int
    version: str
    days: list[CalendarDay]


def version_of(number: int, days: list[CalendarDay]) -> str:
    content = "\n".join(day.model_dump_json() for day in sorted(days, key=lambda day: day.date))
    return f"{published_calendar().version}.{number}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def calendar_from(version: str, days: list[CalendarDay]) -> Calendar:
    return Calendar(DayTable(version, tuple(Day(**day.model_dump()) for day in days)))


def published_told() -> CalendarTold:
    """The table that comes with the suite, as a calendar that can be told."""
    days = [CalendarDay(**day._asdict()) for day in published_days().days]
    return CalendarTold(number=0, version=published_days().version, days=days)


def calendar_consumer(service: str) -> Consumer:
    """Hears of new calendars for `service`; its own job moves the terms that were computed by older ones."""
    return Consumer(name=f"{service}-calendar", stream=STREAM, subjects=(CHANGED,), handle=_on_calendar_changed)


async def _on_calendar_changed(session: AsyncSession, message: Received) -> None:
    await keep_calendar(session, message.read(CalendarTold))


async def keep_calendar(session: AsyncSession, told: CalendarTold) -> None:
    """Keep a version; one that is known already stays as it is."""
    row = told.model_dump(mode="json") | {"kept_at": now()}
    await session.execute(insert(working_calendars).values(row).on_conflict_do_nothing())


async def current_calendar(session: AsyncSession) -> Calendar:
    """The newest that this service has heard of."""
    newest = select(working_calendars.c.version).order_by(working_calendars.c.number.desc()).limit(1)
    return await calendar_named(session, (await session.scalar(newest)) or published_calendar().version)


async def calendar_named(session: AsyncSession, version: str) -> Calendar:
    """The calendar of that version. Raises `LookupError` when no such calendar was ever told here."""
    if version == published_calendar().version:
        return published_calendar()
    if version not in _built:
        days = await days_named(session, version)
        if len(_built) >= BUILT_AT_ONCE:
            _built.pop(next(iter(_built)))
        _built[version] = calendar_from(version, days)
    return _built[version]


async def current_told(session: AsyncSession) -> CalendarTold:
    """The newest calendar with all its days."""
    newest = select(working_calendars).order_by(working_calendars.c.number.desc()).limit(1)
    row = (await session.execute(newest)).one_or_none()
    return CalendarTold.model_validate(row, from_attributes=True) if row else published_told()


async def days_named(session: AsyncSession, version: str) -> list[CalendarDay]:
    """Raises `LookupError`."""
    days = await session.scalar(select(working_calendars.c.days).where(working_calendars.c.version == version))
    if days is None:
        raise LookupError(version)
    return [CalendarDay.model_validate(day) for day in days]


class Recounts:
    """Which databases have nothing left that was counted by an older calendar: so that nobody looks every second.

    It is looked again after a while, because a term may be written by a transaction that began before the notice.
    """

    AGAIN_S = 600.0

    def __init__(self) -> None:
        self._done: WeakKeyDictionary[Database, tuple[str, float]] = WeakKeyDictionary()

    def is_done(self, database: Database, version: str) -> bool:
        known, at = self._done.get(database, ("", 0.0))
        return known == version and time.monotonic() - at < self.AGAIN_S

    def finish(self, database: Database, version: str) -> None:
        self._done[database] = (version, time.monotonic())


BUILT_AT_ONCE = 8
_built: dict[str, Calendar] = {}
"""By version, which names the content."""
