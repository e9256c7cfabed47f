"""Stores fixes once and says which of them move their boat. Nothing here knows where they came from.

The latest row of each boat is locked first. Whatever is later than all of its fixes cannot be there yet, so the common
case asks the positions nothing before it writes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Latest
from fishing.queries import positions
from fishing.queries.positions import Stored
from fishing.rules.plausible import Bounds, is_noise, is_reachable
from fishing.states import DOUBTS, Channel, Flag, Outcome

DECIMALS = 6
"""Of a degree: 11 cm, finer than AIS (0.0001 minute)."""


class Incoming(NamedTuple):
    """One judged fix; `at` in UTC, to the second."""

    vessel: int
    at: datetime
    channel: Channel
    lat: float
    lon: float
    sog: float | None
    cog: float | None
    heading: int | None
    accuracy_m: float | None
    flag: Flag


class Move(NamedTuple):
    """A boat's way from its last good fix (None: the first) to the next one."""

    before: tuple[float, float, datetime] | None
    fix: Incoming


@dataclass
class Result:
    """One outcome for each incoming fix, in its order, and the ways that boats have gone, in the order of time."""

    outcomes: list[Outcome]
    moves: list[Move] = field(default_factory=list[Move])


Key = tuple[int, datetime]


async def store(session: AsyncSession, fixes: Sequence[Incoming], bounds: Bounds) -> Result:
    """Raises nothing of its own; the caller has judged the fixes. The transaction is the caller's."""
    result = Result([Outcome.DUPLICATE] * len(fixes))
    if not fixes:
        return result
    latest = await positions.lock_latest(session, {fix.vessel for fix in fixes})
    moments = [fix.at for fix in fixes]
    await positions.ensure_partitions(session, min(moments), max(moments))
    connection = await positions.connection_of(session)
    maybe = [(fix.vessel, fix.at) for fix in fixes if (last := latest[fix.vessel].newest_at) and fix.at <= last]
    work = _Work(latest, bounds, await positions.known(connection, sorted(set(maybe))))
    for place in sorted(range(len(fixes)), key=lambda each: (fixes[each].vessel, fixes[each].at, each)):
        result.outcomes[place] = work.take(fixes[place])
    await work.write(connection)
    result.moves = work.moves
    return result


class _Work:
    """Goes through fixes ordered by boat and time, and gathers what is to be written."""

    def __init__(self, latest: Mapping[int, Latest], bounds: Bounds, there: Sequence[asyncpg.Record]) -> None:
        self._latest, self._bounds = latest, bounds
        self._there: dict[tuple[int, datetime, str], list[tuple[float, float]]] = {}
        for row in there:
            self._there.setdefault((row["vessel"], row["at"], row["channel"]), []).append((row["lat"], row["lon"]))
        self._rows: list[Stored] = []
        self._added: dict[int, int] = {}
        self.moves: list[Move] = []

    def take(self, fix: Incoming) -> Outcome:
        places = self._there.setdefault((fix.vessel, fix.at, fix.channel.value), [])
        place = (round(fix.lat, DECIMALS), round(fix.lon, DECIMALS))
        if place in places:
            return Outcome.DUPLICATE
        last = self._latest[fix.vessel]
        flag = fix.flag | (Flag.CONFLICT if places else Flag.NONE)
        flag |= Flag.NOISE if is_noise(fix.sog, fix.cog) else Flag.NONE
        if last.at is not None and fix.at <= last.at:
            flag |= Flag.LATE
        elif not flag & DOUBTS and not self._is_believed(last, fix):
            flag |= Flag.IMPOSSIBLE_SPEED
        columns = (fix.sog, fix.cog, fix.heading, fix.accuracy_m)
        self._rows.append(Stored(fix.vessel, fix.at, fix.channel.value, len(places), *place, *columns, int(flag)))
        places.append(place)
        self._added[fix.vessel] = self._added.get(fix.vessel, 0) + 1
        last.newest_at = max(last.newest_at or fix.at, fix.at)
        if not flag & (DOUBTS | Flag.LATE):
            self._move(last, fix)
        return Outcome.ACCEPTED

    def _is_believed(self, last: Latest, fix: Incoming) -> bool:
        """Within reach of the last good fix, or of enough doubtful ones that agree: then the good one has erred."""
        if last.at is None or last.lat is None or last.lon is None:
            return True
        here = (fix.lon, fix.lat, fix.at)
        if is_reachable((last.lon, last.lat, last.at), here, self._bounds):
            return True
        agrees = (
            last.doubt_at is not None
            and last.doubt_lat is not None
            and last.doubt_lon is not None
            and is_reachable((last.doubt_lon, last.doubt_lat, last.doubt_at), here, self._bounds)
        )
        last.doubt_run = last.doubt_run + 1 if agrees else 1
        last.doubt_at, last.doubt_lat, last.doubt_lon = fix.at, fix.lat, fix.lon
        return last.doubt_run >= self._bounds.proving

    def _move(self, last: Latest, fix: Incoming) -> None:
        known = last.at is not None and last.lat is not None and last.lon is not None and last.doubt_run == 0
        before = (last.lon, last.lat, last.at) if known else None  # after a jump no way lies between
        self.moves.append(Move(before, fix))  # pyright: ignore[reportArgumentType] - `known` has looked
        last.at, last.lat, last.lon, last.sog, last.cog = fix.at, fix.lat, fix.lon, fix.sog, fix.cog
        last.heading, last.accuracy_m, last.channel = fix.heading, fix.accuracy_m, fix.channel
        last.doubt_at = last.doubt_lat = last.doubt_lon = None
        last.doubt_run = 0

    async def write(self, connection: asyncpg.Connection) -> None:
        if not self._rows:
            return
        await positions.copy(connection, self._rows)
        await positions.advance(connection, [_row(self._latest[number], n) for number, n in self._added.items()])


def _row(last: Latest, added: int) -> tuple[object, ...]:
    channel = last.channel.value if last.channel else None
    fix = (last.at, last.lat, last.lon, last.sog, last.cog, last.heading, last.accuracy_m, channel, last.newest_at)
    return (last.vessel, *fix, added, last.doubt_at, last.doubt_lat, last.doubt_lon, last.doubt_run)
