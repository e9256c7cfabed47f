"""Stores readings once: new ones by COPY, others as duplicates or corrections. Nothing here knows where they came from.

The latest row of each datastream is locked first. Whatever is newer than it cannot be there yet, so the common case
asks the readings nothing before it writes them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from environment.queries import readings
from environment.queries.readings import Known, Last, Newest, Stored
from environment.rules.hours import HOUR, hour_ending
from environment.rules.quality import Bounds, verdict
from environment.service import columns
from environment.states import Channel, Outcome

Key = tuple[int, datetime]
MANY = 100
"""From so many rows on columns are faster."""


class Incoming(NamedTuple):
    """One understood row, in the parameter's own unit; `at` in UTC, to the second."""

    datastream: int
    at: datetime
    value: float
    status: int


@dataclass
class Rows:
    """Understood rows as columns: a tuple for each of many thousand costs more than to judge it."""

    numbers: list[int] = field(default_factory=list[int])
    moments: list[datetime] = field(default_factory=list[datetime])
    values: list[float] = field(default_factory=list[float])
    statuses: list[int] = field(default_factory=list[int])

    def add(self, number: int, at: datetime, value: float, status: int) -> None:
        self.numbers.append(number)
        self.moments.append(at)
        self.values.append(value)
        self.statuses.append(status)

    def each(self) -> list[Incoming]:
        return list(map(Incoming, self.numbers, self.moments, self.values, self.statuses))


@dataclass
class Result:
    """One outcome for each incoming row, in its order; `rows_of` gives the rows of a datastream that changed it."""

    outcomes: list[Outcome]
    rows_of: Callable[[int], list[Stored]]


async def store(session: AsyncSession, rows: Rows, bounds: Mapping[int, Bounds], channel: Channel) -> Result:
    """Raises nothing of its own; the caller has judged the rows. The transaction is the caller's."""
    if len(rows.numbers) >= MANY:
        last = await readings.lock_latest(session, set(rows.numbers))
        if fresh := columns.columns_of(rows.numbers, rows.moments, rows.values, rows.statuses, last=last):
            return await _store_fresh(session, fresh, bounds, last)
    outcomes, stored = await _store_each(session, rows.each(), bounds, channel)
    return Result(outcomes, lambda number: [row for row in stored if row.datastream == number])


async def _store_each(
    session: AsyncSession, rows: Sequence[Incoming], bounds: Mapping[int, Bounds], channel: Channel
) -> tuple[list[Outcome], list[Stored]]:
    """Row by row, for whatever may be late, sent again or corrected. Outcomes, and the rows that changed something."""
    outcomes = [Outcome.DUPLICATE] * len(rows)
    if not rows:
        return outcomes, []
    last = await readings.lock_latest(session, {row.datastream for row in rows})
    ordered = sorted((row[0], row[1], place) for place, row in enumerate(rows))
    moments = [at for _, at, _ in ordered]
    await readings.ensure_partitions(session, min(moments), max(moments))
    connection = await readings.connection_of(session)
    newest = {datastream: known.at for datastream, known in last.items() if known.at}
    maybe = [(datastream, at) for datastream, at, _ in ordered if datastream in newest and at <= newest[datastream]]
    there = await readings.known(connection, maybe)
    gone = await readings.replaced(connection, [key for key in maybe if key in there])
    work = _Work(bounds, last, there, gone)
    later: list[int] = []
    for _, _, place in ordered:
        outcome = work.take(rows[place])
        if outcome is None:
            later.append(place)
        else:
            outcomes[place] = outcome
    await _write(connection, work, channel)
    stored = work.new + work.corrected
    if later:  # the same moment again with another value: a correction of what has just been written
        rest, changed = await _store_each(session, [rows[place] for place in later], bounds, channel)
        for place, outcome in zip(later, rest, strict=True):
            outcomes[place] = outcome
        stored += changed
    return outcomes, stored


async def _store_fresh(
    session: AsyncSession, fresh: columns.Columns, bounds: Mapping[int, Bounds], last: Mapping[int, Last]
) -> Result:
    """Every row is new and newer than what is there."""
    judged = columns.judge(fresh, bounds, last)
    moments = fresh.seconds.min(), fresh.seconds.max()
    await readings.ensure_partitions(session, *(datetime.fromtimestamp(int(each), UTC) for each in moments))
    connection = await readings.connection_of(session)
    written = {"datastream": fresh.numbers, "at": fresh.seconds, "value": fresh.values, "status": fresh.statuses}
    await readings.copy_columns(connection, written | {"flag": judged.flags, "failed": judged.failed})
    await readings.advance(connection, columns.newest_of(fresh, judged))
    await readings.mark_dirty(connection, columns.hours_of(fresh))
    return Result([Outcome.ACCEPTED] * len(fresh.numbers), lambda number: columns.rows_of(fresh, judged, number))


class _Work:
    """Goes through rows ordered by datastream and time, and gathers what is to be written."""

    def __init__(
        self,
        bounds: Mapping[int, Bounds],
        last: Mapping[int, Last],
        there: dict[Key, Known],
        gone: set[tuple[int, datetime, float, int]],
    ) -> None:
        self._bounds, self._last, self._there, self._gone = bounds, last, there, gone
        self.new: list[Stored] = []
        self.corrected: list[Stored] = []
        self.before: list[Known] = []
        self.newest: dict[int, tuple[Stored, int]] = {}
        self.added: dict[int, int] = {}
        self.late: dict[int, int] = {}
        self._at: tuple[int, float | None, int] = (0, None, 0)

    def take(self, row: Incoming) -> Outcome | None:
        """None: to be judged again when this is written."""
        datastream, at, value, status = row
        if self.new and self.new[-1][:2] == (datastream, at):
            return Outcome.DUPLICATE if self.new[-1][2:4] == (value, status) else None
        known = self._there.get((datastream, at))
        if known is None:
            self._add(row)
            return Outcome.ACCEPTED
        if known == (value, status) or (datastream, at, value, status) in self._gone:
            return Outcome.DUPLICATE
        if self.corrected and self.corrected[-1][:2] == (datastream, at):
            return None
        flag, failed = verdict(value, status, 1, self._bounds[datastream])
        self.corrected.append(Stored(datastream, at, value, status, flag, failed))
        self.before.append(known)
        return Outcome.CORRECTED

    def _add(self, row: Incoming) -> None:
        datastream, at, value, status = row
        last = self._last[datastream]
        is_newest = last.at is None or at > last.at
        run = self._run(datastream, value, last if is_newest else None)
        flag, failed = verdict(value, status, run, self._bounds[datastream])
        stored = Stored(datastream, at, value, status, flag, failed)
        self.new.append(stored)
        if is_newest:
            self.newest[datastream] = (stored, run)
            self.added[datastream] = self.added.get(datastream, 0) + 1
        else:
            self.late[datastream] = self.late.get(datastream, 0) + 1

    def _run(self, datastream: int, value: float, last: Last | None) -> int:
        """How many equal values stand in a row, this one included."""
        number, before, run = self._at
        if number != datastream or (last is not None and datastream not in self.newest):
            before, run = (last.value, last.run) if last else (None, 0)
        run = run + 1 if before == value else 1
        self._at = (datastream, value, run)
        return run


async def _write(connection: asyncpg.Connection, work: _Work, channel: Channel) -> None:
    if work.new:
        await readings.copy(connection, work.new)
    if work.late:
        await readings.count(connection, work.late)
    if work.newest:
        await readings.advance(
            connection, [Newest(row, run, work.added[row.datastream]) for row, run in work.newest.values()]
        )
    if work.corrected:
        await readings.correct(connection, work.corrected, work.before, channel)
    if changed := work.new + work.corrected:
        await readings.mark_dirty(connection, _hours(changed))


def _hours(rows: Sequence[Stored]) -> set[Key]:
    """Rows come ordered: only where a row lies beyond the hour of the one before is there another hour."""
    found: set[Key] = set()
    datastream, begin, end = 0, datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
    for row in rows:
        if row[0] != datastream or not begin < row[1] <= end:
            datastream, end = row[0], hour_ending(row[1])
            begin = end - HOUR
            found.add((datastream, end))
    return found
