"""Many new readings at once, judged as columns: the same verdicts as row by row (`rules.quality`), many times faster.

Only for the common case: every row is newer than what its datastream has, and no moment comes twice. What is late, sent
again or corrected goes row by row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from environment.queries.readings import Last, Newest, Stored
from environment.rules.quality import Bounds
from environment.states import Failed, Flag, Status

Array = Any  # numpy's own types tell no shapes
HOUR_S = 3600


@dataclass(frozen=True)
class Columns:
    """Ordered by datastream and time. `first` and `last`: where each datastream begins and ends."""

    numbers: Array
    seconds: Array
    values: Array
    statuses: Array
    first: Array
    last: Array


@dataclass(frozen=True)
class Judged:
    """`flags` and `failed` as stored; `runs` how many equal values stand in a row up to each."""

    flags: Array
    failed: Array
    runs: Array


def columns_of(
    numbers: Sequence[int],
    moments: Sequence[datetime],
    values: Sequence[float],
    statuses: Sequence[int],
    *,
    last: Mapping[int, Last],
) -> Columns | None:
    """None when a row is late, or a moment comes twice."""
    number = np.array(numbers, np.int32)
    second = np.array([moment.timestamp() for moment in moments], np.int64)
    order = np.lexsort((second, number))
    number, second = number[order], second[order]
    is_first = np.empty(len(numbers), bool)
    is_first[0] = True
    np.not_equal(number[1:], number[:-1], out=is_first[1:])
    if np.any(~is_first[1:] & (second[1:] == second[:-1])):
        return None
    first = np.flatnonzero(is_first)
    known = [last[each].at for each in number[first].tolist()]
    newest = np.array([at.timestamp() if at else -np.inf for at in known])
    if np.any(second[first] <= newest):
        return None
    end = np.append(first[1:], len(numbers)) - 1
    value, status = np.array(values, np.float64)[order], np.array(statuses, np.int16)[order]
    return Columns(number, second, value, status, first, end)


def judge(columns: Columns, bounds: Mapping[int, Bounds], last: Mapping[int, Last]) -> Judged:
    """QARTOD's flags: status, gross range, negative, flat line."""
    streams = columns.numbers[columns.first].tolist()
    lengths = columns.last - columns.first + 1
    low, high, flat_after, may_be_negative = (
        np.repeat(np.array(column), lengths) for column in zip(*(bounds[each] for each in streams), strict=True)
    )
    runs = _runs(columns, [last[each] for each in streams], lengths)
    values = columns.values
    failed = np.where(columns.statuses != Status.MEASURING, Failed.STATUS.value, 0)
    failed |= np.where((values < 0) & ~may_be_negative.astype(bool), Failed.NEGATIVE.value, 0)
    failed |= np.where((low <= values) & (values <= high), 0, Failed.RANGE.value)
    is_flat = (flat_after > 0) & (runs >= flat_after) & (failed == 0)
    flags = np.where(failed > 0, Flag.FAIL.value, np.where(is_flat, Flag.SUSPECT.value, Flag.PASS.value))
    failed[is_flat] = Failed.FLAT_LINE.value
    return Judged(flags.astype(np.int16), failed.astype(np.int16), runs)


def _runs(columns: Columns, last: Sequence[Last], lengths: Array) -> Array:
    places = np.arange(len(columns.values))
    begins = np.empty(len(places), bool)
    begins[0] = True
    np.not_equal(columns.values[1:], columns.values[:-1], out=begins[1:])
    begins[columns.first] = True
    begun = np.maximum.accumulate(np.where(begins, places, 0))
    runs = places - begun + 1
    before = np.array([each.run if each.value is not None else 0 for each in last])
    same = np.array([each.value is not None and each.value == value for each, value in zip(
        last, columns.values[columns.first].tolist(), strict=True
    )])  # fmt: skip
    is_first_run = begun == np.repeat(columns.first, lengths)
    return runs + np.where(is_first_run, np.repeat(np.where(same, before, 0), lengths), 0)


def rows_of(columns: Columns, judged: Judged, number: int) -> list[Stored]:
    """Those of one datastream, in order."""
    begin, end = np.searchsorted(columns.numbers, (number, number + 1))
    return [_stored(columns, judged, place) for place in range(begin, end)]


def newest_of(columns: Columns, judged: Judged) -> list[Newest]:
    runs, added = judged.runs[columns.last].tolist(), (columns.last - columns.first + 1).tolist()
    return [Newest(_stored(columns, judged, end), runs[at], added[at]) for at, end in enumerate(columns.last.tolist())]


def _stored(columns: Columns, judged: Judged, place: int) -> Stored:
    return Stored(
        int(columns.numbers[place]),
        datetime.fromtimestamp(int(columns.seconds[place]), UTC),
        float(columns.values[place]),
        int(columns.statuses[place]),
        int(judged.flags[place]),
        int(judged.failed[place]),
    )


def hours_of(columns: Columns) -> set[tuple[int, datetime]]:
    """(10:00, 11:00] is the hour 11:00."""
    ends = -(-columns.seconds // HOUR_S) * HOUR_S
    is_new = np.empty(len(ends), bool)
    is_new[0] = True
    is_new[1:] = (ends[1:] != ends[:-1]) | (columns.numbers[1:] != columns.numbers[:-1])
    pairs = zip(columns.numbers[is_new].tolist(), ends[is_new].tolist(), strict=True)
    return {(number, datetime.fromtimestamp(end, UTC)) for number, end in pairs}
