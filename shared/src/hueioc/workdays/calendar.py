"""When a term ends (Civil Code 2015, articles 147 and 148).

The day of the event is not counted; a term in hours starts at once; a term whose last day is off ends with the next
working day; a term in months ends on the same date, or on the last day of a shorter month. All in Hue's time.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from hueioc.clock import VIETNAM
from hueioc.workdays.days import SATURDAY, DayTable, exceptions, published_days

FIRST_YEAR, LAST_YEAR = 2019, 2030


class Unit(StrEnum):
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


class OfficeHours(NamedTuple):
    """Morning and afternoon of every working day."""

    windows: tuple[tuple[time, time], ...] = ((time(7, 30), time(11, 30)), (time(13), time(17)))

    @property
    def closing(self) -> time:
        return self.windows[-1][1]


class BeyondCalendar(ValueError):
    """The term leaves the years for which the working days are known."""


class Calendar:
    """One version of the working calendar. Immutable; answers in microseconds, whatever the length of the term."""

    def __init__(self, table: DayTable, hours: OfficeHours | None = None) -> None:
        self.version = table.version
        self.hours = hours or OfficeHours()
        off, worked = exceptions(table.days)
        first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
        self._span = (first, last)
        self._working: Sequence[int] = [
            number
            for number in range(first, last + 1)
            if (day := date.fromordinal(number)) in worked or (day.weekday() < SATURDAY and day not in off)
        ]

    def is_working(self, day: date) -> bool:
        place = bisect_left(self._working, self._known(day))
        return place < len(self._working) and self._working[place] == day.toordinal()

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted. Raises `BeyondCalendar`."""
        place = bisect_right(self._working, self._known(day)) + count - 1
        if count < 1 or place >= len(self._working):
            raise BeyondCalendar(f"{count} working days after {day}")
        return date.fromordinal(self._working[place])

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`."""
        return bisect_right(self._working, self._known(end)) - bisect_right(self._working, self._known(start))

    def due(self, start: datetime, amount: int, unit: Unit) -> datetime:
        """The moment a term of `amount` units that begins at `start` (aware) ends. Raises `BeyondCalendar`."""
        local = start.astimezone(VIETNAM)
        match unit:
            case Unit.WORKING_HOUR:
                return self._add_hours(local, amount)
            case Unit.WORKING_DAY:
                return self._closing(self.add_working_days(local.date(), amount))
            case Unit.DAY:
                return self._closing(self._not_off(local.date() + timedelta(days=amount)))
            case Unit.MONTH:
                return self._closing(self._not_off(add_months(local.date(), amount)))

    def _closing(self, day: date) -> datetime:
        return datetime.combine(day, self.hours.closing, VIETNAM)

    def _not_off(self, day: date) -> date:
        """`day`, or the next working day when it is off (article 148.5)."""
        place = bisect_left(self._working, self._known(day))
        if place == len(self._working):
            raise BeyondCalendar(str(day))
        return date.fromordinal(self._working[place])

    def _add_hours(self, local: datetime, amount: int) -> datetime:
        left = timedelta(hours=amount)
        day = self._not_off(local.date())
        at = local.time() if day == local.date() else time.min
        while True:
            for opens, closes in self.hours.windows:
                begin = max(at.replace(tzinfo=None), opens)
                if begin >= closes:
                    continue
                open_for = datetime.combine(day, closes) - datetime.combine(day, begin)
                if left <= open_for:
                    return datetime.combine(day, begin, VIETNAM) + left
                left -= open_for
            day, at = self.add_working_days(day, 1), time.min

    def _known(self, day: date) -> int:
        number = day.toordinal()
        if not self._span[0] <= number <= self._span[1]:
            raise BeyondCalendar(str(day))
        return number


def add_months(day: date, months: int) -> date:
    """The same date `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def are_in_order(hours: OfficeHours) -> bool:
    """Whether the windows neither overlap nor run backwards."""
    ends = [moment for window in hours.windows for moment in window]
    return all(earlier < later for earlier, later in pairwise(ends))


@cache
def published_calendar() -> Calendar:
    return Calendar(published_days())
