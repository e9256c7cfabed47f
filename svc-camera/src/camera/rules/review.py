"""Two reviewers who do not know of each other, and a third when they differ (domain reference, C5)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from camera.states import CaseState, Decision

LEASE = timedelta(minutes=10)
BLIND_REVIEWERS = 2


class Given(NamedTuple):
    reviewer: str
    decision: Decision


def outcome(given: Sequence[Given]) -> CaseState:
    """The state after these decisions, in the order in which they came.

    The same person twice counts once; a third decision settles what two left open.
    """
    each: list[Given] = []
    for one in given:
        if one.reviewer not in {other.reviewer for other in each}:
            each.append(one)
    if len(each) < BLIND_REVIEWERS:
        return CaseState.QUEUED
    first, second = each[0].decision, each[1].decision
    if first is second and first is not Decision.UNCLEAR:
        return _settled(first)
    third = next((one.decision for one in each[BLIND_REVIEWERS:] if one.decision is not Decision.UNCLEAR), None)
    return CaseState.ADJUDICATION if third is None else _settled(third)


def _settled(decision: Decision) -> CaseState:
    return CaseState.CONFIRMED if decision is Decision.CONFIRM else CaseState.REJECTED
