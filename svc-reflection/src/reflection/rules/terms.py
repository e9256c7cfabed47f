"""How long each step may take: dated rules, and the moment a term ends by the working calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import BeyondCalendar, Calendar, Unit
from reflection.errors import NoSuchRule, PastTheCalendar
from reflection.states import Priority

END_OF_DAY = time(23, 59, 59)
"""A deadline that is only a date lasts to the end of that day (domain reference C.5)."""


class Term(StrEnum):
    """The codes of the process rules."""

    TIMED = "timed"
    URGENT = "urgent"
    ACKNOWLEDGE = "acknowledge"
    CLASSIFY_TARGET = "classify_target"
    CLASSIFY = "classify"
    INFORMATION = "information"
    TRANSFER_REQUEST = "transfer_request"
    TRANSFER_DECISION = "transfer_decision"
    EXTENSION = "extension"
    REVIEW = "review"
    RATING = "rating"
    REOPEN_WITHIN = "reopen_within"
    REOPENED = "reopened"
    APPEAL_WITHIN = "appeal_within"
    ASK_AGAIN = "ask_again"
    RECURRENCE_WITHIN = "recurrence_within"
    RECURRENCE_RADIUS = "recurrence_radius"
    NIGHT_UNTIL = "night_until"


class Length(StrEnum):
    """The unit of a rule's value."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    METRE = "metre"


_CLOCK = frozenset({Length.MINUTE, Length.HOUR, Length.DAY})
_TIME = _CLOCK | {Length.WORKING_HOUR, Length.WORKING_DAY}
UNITS_OF: dict[Term, frozenset[Length]] = dict.fromkeys(Term, _TIME) | {
    Term.CLASSIFY_TARGET: _CLOCK,
    Term.CLASSIFY: _CLOCK,
    Term.RECURRENCE_WITHIN: _CLOCK,
    Term.RECURRENCE_RADIUS: frozenset({Length.METRE}),
    Term.NIGHT_UNTIL: frozenset({Length.MINUTE}),
    Term.EXTENSION: frozenset({Length.WORKING_DAY}),
}
"""In which units a term may be given: some are looked for backwards by the clock, one is a distance."""
MOST: dict[Length, int] = {
    Length.MINUTE: 527_040,
    Length.HOUR: 8_784,
    Length.DAY: 366,
    Length.WORKING_HOUR: 2_000,
    Length.WORKING_DAY: 250,
    Length.METRE: 5_000,
}
"""A year, as no step of the process takes longer and the working days beyond are not known; five kilometres."""
MOST_OF: dict[Term, int] = {Term.NIGHT_UNTIL: 1_439, Term.EXTENSION: 60}
"""Before midnight; what a unit may ask for at most."""


def most(term: Term, unit: Length) -> int:
    return min(MOST[unit], MOST_OF.get(term, MOST[unit]))


class Rule(NamedTuple):
    """One rule as it stands from a date on."""

    code: Term
    value: int
    unit: Length
    valid_from: date

    @property
    def version(self) -> str:
        return f"{self.code.value}@{self.valid_from.isoformat()}"


@dataclass(frozen=True)
class Due:
    """When a term ends, and by which rule and calendar."""

    at: datetime
    is_date_only: bool
    rule_version: str
    calendar_version: str


@dataclass(frozen=True)
class Terms:
    """The rules in force at one moment, with the calendar."""

    rules: Mapping[Term, Rule]
    calendar: Calendar

    @classmethod
    def of(cls, rules: Iterable[Rule], calendar: Calendar) -> "Terms":
        return cls({rule.code: rule for rule in rules}, calendar)

    def rule(self, term: Term) -> Rule:
        """Raises `NoSuchRule` when none is in force."""
        if term not in self.rules:
            raise NoSuchRule(extra={"rule": term.value})
        return self.rules[term]

    def due(self, term: Term, start: datetime) -> Due:
        """Raises `PastTheCalendar` when the working days of that year are not known."""
        rule = self.rule(term)
        try:
            at = ends(self.calendar, rule, start)
        except BeyondCalendar as error:
            raise PastTheCalendar from error
        return Due(at.astimezone(UTC), rule.unit is Length.WORKING_DAY, rule.version, self.calendar.version)

    def begins(self, moment: datetime, priority: Priority) -> datetime:
        """When a matter that comes at `moment` is taken up: at once, or in the morning when it comes at night.

        Decision 30/2022: between 00:00 and 07:30 only what needs instant handling is handled.
        """
        return moment if priority is Priority.URGENT else max(moment, self._morning(moment))

    def arrived_before(self, term: Term, moment: datetime, priority: Priority = Priority.NORMAL) -> datetime:
        """Matters that arrived before this moment have used up `term` (minutes or hours) at `moment`."""
        rule = self.rule(term)
        start = moment - _wall(rule)
        if priority is not Priority.URGENT and start < self._morning(start):
            return datetime.combine(start.astimezone(VIETNAM).date(), time.min, VIETNAM)
        return start

    def _morning(self, moment: datetime) -> datetime:
        midnight = datetime.combine(moment.astimezone(VIETNAM).date(), time.min, VIETNAM)
        return midnight + timedelta(minutes=self.rule(Term.NIGHT_UNTIL).value)


def ends(calendar: Calendar, rule: Rule, start: datetime) -> datetime:
    """The end of a term that begins at `start` (aware).

    Working days are counted after the working day on which the term begins: what is assigned on a Saturday is as if
    assigned on Monday (the three datable cases of C.4).
    """
    if rule.unit is Length.WORKING_DAY:
        first = working_day_from(calendar, start.astimezone(VIETNAM).date())
        return end_of(calendar.add_working_days(first, rule.value))
    if rule.unit is Length.WORKING_HOUR:
        return calendar.due(start, rule.value, Unit.WORKING_HOUR)
    return start + _wall(rule)


def working_day_from(calendar: Calendar, day: date) -> date:
    return day if calendar.is_working(day) else calendar.add_working_days(day, 1)


def end_of(day: date) -> datetime:
    """The last second of a day of Hue, in UTC as every moment we keep and tell."""
    return datetime.combine(day, END_OF_DAY, VIETNAM).astimezone(UTC)


def _wall(rule: Rule) -> timedelta:
    match rule.unit:
        case Length.MINUTE:
            return timedelta(minutes=rule.value)
        case Length.HOUR:
            return timedelta(hours=rule.value)
        case Length.DAY:
            return timedelta(days=rule.value)
        case _:
            msg = f"{rule.code} is no length of time by the clock"
            raise ValueError(msg)
