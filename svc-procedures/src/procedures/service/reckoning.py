"""What the steps of a dossier and the rules in force come to: its course and its deadline. Nothing is written here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.workdays.calendar import BeyondCalendar, Calendar
from procedures.errors import NoTermKnown, PastTheCalendar
from procedures.models import DossierChange, Procedure, RuleValue
from procedures.queries import reference
from procedures.rules.course import Course, Step, course_of
from procedures.rules.terms import Term, day_of, difference_days, due_of
from procedures.service.calendar import calendar_of
from procedures.states import Basis, Status

_RULES, _TERMS = "procedures_rules", "procedures_terms"


@dataclass(frozen=True)
class Due:
    at: datetime
    basis: Basis
    rule: str
    difference_days: int | None
    calendar_version: str


@dataclass(frozen=True)
class Reckoning:
    course: Course
    due: Due | None
    """None before acceptance."""


async def rules_on(session: AsyncSession, day: date) -> dict[str, str]:
    """The rules in force on `day`; the table is read once in a transaction."""
    if _RULES not in session.info:
        session.info[_RULES] = await reference.every_rule(session)
    return reference.in_force(cast("Sequence[RuleValue]", session.info[_RULES]), day)


async def rules_now(session: AsyncSession) -> dict[str, str]:
    return await rules_on(session, day_of(now()))


async def versions_of(session: AsyncSession, code: str) -> Sequence[Procedure]:
    kept = cast("dict[str, Sequence[Procedure]]", session.info.setdefault(_TERMS, {}))
    if code not in kept:
        kept[code] = await reference.terms_of(session, [code])
    return kept[code]


async def procedure_on(session: AsyncSession, code: str, day: date) -> Procedure | None:
    """The procedure as it stood on `day`."""
    found = await versions_of(session, code)
    return next((row for row in found if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)), None)


def step_of(line: DossierChange) -> Step:
    assert line.status is not None  # noqa: S101 - only lines with a status are steps
    return Step(line.at, line.status, str(line.id))


async def reckon(
    session: AsyncSession,
    steps: Iterable[Step],
    procedure_code: str,
    source_due_at: datetime | None,
    calendar: Calendar | None = None,
) -> Reckoning:
    """Raises `IllegalStep`, `NoTermKnown`, `PastTheCalendar`."""
    told = list(steps)
    rules = await rules_on(session, day_of(min(step.at for step in told)))
    pausing = frozenset(Status(name) for name in rules.get("pausing-statuses", "").split())
    course = course_of(told, pausing)
    if course.accepted_at is None:
        return Reckoning(course, None)
    procedure = await procedure_on(session, procedure_code, day_of(course.accepted_at))
    return Reckoning(course, _due(calendar or await calendar_of(session), course, procedure, source_due_at))


def _due(calendar: Calendar, course: Course, procedure: Procedure | None, source_due_at: datetime | None) -> Due:
    assert course.accepted_at is not None  # noqa: S101 - asked before
    if procedure is None and source_due_at is None:
        raise NoTermKnown
    if procedure is None:
        assert source_due_at is not None  # noqa: S101 - asked in the line above
        return Due(source_due_at, Basis.SOURCE, "NgayHenTra", None, calendar.version)
    try:
        at = due_of(calendar, course.accepted_at, Term(procedure.amount, procedure.unit), course.pauses)
        apart = difference_days(calendar, at, source_due_at) if source_due_at else None
    except BeyondCalendar as error:
        raise PastTheCalendar from error
    rule = f"{procedure.amount} {procedure.unit.value} · {procedure.source}"
    return Due(at, Basis.TERM, rule, apart, calendar.version)
