"""Tests of quality of one reading (QARTOD's flags): status, gross range, negative, flat line."""

from typing import NamedTuple

from environment.states import Failed, Flag, Status


class Bounds(NamedTuple):
    """What of a parameter decides about quality. `flat_after` equal values in a row are suspect; 0: never."""

    low: float
    high: float
    flat_after: int
    may_be_negative: bool


class Verdict(NamedTuple):
    """Plain numbers: what is stored, and a driver would take an `IntFlag` for a list of its members."""

    flag: int
    failed: int


PASSED = Verdict(Flag.PASS.value, Failed.NONE.value)


def verdict(value: float, status: int, run: int, bounds: Bounds) -> Verdict:
    """`run` is how many values in a row, this one included, are equal."""
    is_negative = value < 0 and not bounds.may_be_negative
    is_within = bounds.low <= value <= bounds.high and not is_negative
    if status == Status.MEASURING and is_within and not _is_flat(run, bounds):
        return PASSED
    failed = Failed.NONE
    if status != Status.MEASURING:
        failed |= Failed.STATUS
    if is_negative:
        failed |= Failed.NEGATIVE
    if not bounds.low <= value <= bounds.high:
        failed |= Failed.RANGE
    if failed:
        return Verdict(Flag.FAIL.value, failed.value)
    return Verdict(Flag.SUSPECT.value, Failed.FLAT_LINE.value)


def _is_flat(run: int, bounds: Bounds) -> bool:
    return 0 < bounds.flat_after <= run
