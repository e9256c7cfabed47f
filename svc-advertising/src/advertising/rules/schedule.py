"""What a screen should show at a moment: of the schedules whose part of the day it is, that of the highest priority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from hueioc.clock import VIETNAM

ALL_WEEK = 0b1111111
EMERGENCY = 100
"""The priority of a public warning; it takes the place of everything else."""


@dataclass(frozen=True)
class Slot:
    creative_id: UUID
    seconds: int


@dataclass(frozen=True)
class Plan:
    """One schedule of a screen. `weekdays`: bit 0 Monday. From `begins` (kept) to `ends` (left out), local time."""

    id: UUID
    slots: tuple[Slot, ...]
    begins: time
    ends: time
    weekdays: int
    valid_from: date
    valid_to: date | None
    priority: int
    is_anchored: bool
    """The loop begins at `begins` each day; without it only the set of creatives is known, not their moments."""


def is_within(begins: time, ends: time, moment: datetime) -> bool:
    """Parts of a day may pass midnight (18:00 to 01:00); equal ends mean the whole day."""
    clock = moment.astimezone(VIETNAM).time()
    if begins == ends:
        return True
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def began_at(begins: time, moment: datetime) -> datetime:
    """When the part of the day that holds `moment` began."""
    local = moment.astimezone(VIETNAM)
    start = datetime.combine(local.date(), begins, VIETNAM)
    return start if start <= local else start - timedelta(days=1)


def holds(plan: Plan, moment: datetime) -> bool:
    day = began_at(plan.begins, moment).date()
    in_force = plan.valid_from <= day and (plan.valid_to is None or day < plan.valid_to)
    return in_force and bool(plan.weekdays >> day.weekday() & 1) and is_within(plan.begins, plan.ends, moment)


def scheduled(plans: Sequence[Plan], moment: datetime, tolerance_s: float) -> frozenset[UUID]:
    """The creatives that may be on the screen at `moment`, the player's clock being off by up to `tolerance_s`."""
    holding = [plan for plan in plans if holds(plan, moment)]
    highest = max((plan.priority for plan in holding), default=None)
    return frozenset().union(*(_of(plan, moment, tolerance_s) for plan in holding if plan.priority == highest))


def _of(plan: Plan, moment: datetime, tolerance_s: float) -> frozenset[UUID]:
    if not plan.is_anchored:
        return frozenset(slot.creative_id for slot in plan.slots)
    length = sum(slot.seconds for slot in plan.slots)
    into = (moment - began_at(plan.begins, moment)).total_seconds()
    found: set[UUID] = set()
    for off in (-tolerance_s, 0.0, tolerance_s):
        place = (into + off) % length
        for slot in plan.slots:
            if place < slot.seconds:
                found.add(slot.creative_id)
                break
            place -= slot.seconds
    return frozenset(found)
