"""The course of a dossier: what its steps come to, in the order of their moments, however they arrived. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from procedures.rules.terms import Pause
from procedures.states import ENDINGS, REACHABLE, Ending, Status

_FIRST, _LAST = (Status.NEW, Status.ACCEPTED), (Status.FINISHED, Status.RETURNED)


class Step(NamedTuple):
    """The dossier is in `status` from `at` on; `arrival` tells steps of one moment apart."""

    at: datetime
    status: Status
    arrival: str


class IllegalStep(ValueError):
    """A step leads where the one before it cannot."""

    def __init__(self, before: Status, after: Status) -> None:
        super().__init__(f"{before.value} → {after.value}")
        self.before, self.after = before, after


@dataclass(frozen=True)
class Course:
    began_at: datetime
    status: Status
    status_since: datetime
    accepted_at: datetime | None
    finished_at: datetime | None
    """When it was finished (9), else returned (10)."""
    returned_at: datetime | None
    ended_at: datetime | None
    ending: Ending | None
    supplements: int
    """How often the citizen was asked for more papers."""
    pauses: tuple[Pause, ...]

    @property
    def paused_at(self) -> datetime | None:
        return self.pauses[-1].began_at if self.pauses and self.pauses[-1].ended_at is None else None


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By moment; of one moment, 1 and 2 come first, 9 and 10 last, others as they arrived."""
    return sorted(steps, key=lambda step: (step.at, _rank(step.status), step.arrival))


def _rank(status: Status) -> int:
    if status in _FIRST:
        return _FIRST.index(status)
    return 3 + _LAST.index(status) if status in _LAST else 2


def distinct(steps: Iterable[Step]) -> list[Step]:
    """In order, without those that say only what was known. Raises `IllegalStep`."""
    found: list[Step] = []
    for step in in_order(steps):
        if found and step.status is found[-1].status:
            continue
        if found and step.status not in REACHABLE[found[-1].status]:
            raise IllegalStep(found[-1].status, step.status)
        found.append(step)
    return found


def course_of(steps: Iterable[Step], pausing: frozenset[Status]) -> Course:
    """What at least one step comes to; the clock stands in the statuses `pausing`. Raises `IllegalStep`."""
    told = distinct(steps)
    last = told[-1]
    ended = next((step for step in told if step.status in ENDINGS), None)
    accepted = next((step for step in told if step.status is Status.ACCEPTED), None)
    accepted = accepted or next((step for step in told if step.status in _INSIDE), None)
    finished = _first(told, Status.FINISHED) or _first(told, Status.RETURNED)
    return Course(
        began_at=told[0].at,
        status=last.status,
        status_since=last.at,
        accepted_at=accepted.at if accepted else None,
        finished_at=finished,
        returned_at=_first(told, Status.RETURNED),
        ended_at=ended.at if ended else None,
        ending=ENDINGS[ended.status] if ended else None,
        supplements=sum(step.status is Status.SUPPLEMENT for step in told),
        pauses=_pauses(told, pausing),
    )


_INSIDE = frozenset({Status.PROCESSING, Status.SUPPLEMENT, Status.PAYMENT, Status.FINISHED, Status.RETURNED})
"""A dossier found in one of these has been accepted, though nobody has said when."""


def _first(told: Sequence[Step], status: Status) -> datetime | None:
    return next((step.at for step in told if step.status is status), None)


def _pauses(told: Sequence[Step], pausing: frozenset[Status]) -> tuple[Pause, ...]:
    found: list[Pause] = []
    began: datetime | None = None
    for step in told:
        if step.status in pausing:
            began = began or step.at
        elif began is not None:
            found.append(Pause(began, step.at))
            began = None
    return (*found, Pause(began, None)) if began is not None else tuple(found)
