"""Follows a gauge against its alarm levels. Each reading is judged once, in the order of time."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment.events import FloodFacts, FloodLevelLeft, FloodLevelReached
from environment.models import FloodState, Station
from environment.queries import reference, stations
from environment.queries.readings import Stored
from environment.rules.levels import level_of, nearest, sentence
from environment.service.announce import announce, facts_of
from environment.states import ChangeKind, Flag
from hueioc.clock import VIETNAM

HYSTERESIS = "level-hysteresis-m"


async def follow(session: AsyncSession, station_id: UUID, datastream: int, rows: Sequence[Stored]) -> None:
    """What is older than the last reading judged changes nothing: late data tells of the past."""
    state = await session.get(FloodState, datastream, with_for_update=True)
    due = sorted(row for row in rows if row.flag == Flag.PASS and (state is None or row.at > state.decided_at))
    if not due:
        return
    (station,) = await stations.lock(session, [station_id])
    if state is None:
        state = FloodState(datastream=datastream, number=0, since=None, decided_at=due[0].at)
        session.add(state)
    rules: dict[date, tuple[list[float], float]] = {}
    for row in due:
        day = row.at.astimezone(VIETNAM).date()
        if day not in rules:
            rules[day] = await _rules(session, station.code, day)
        levels, hysteresis = rules[day]
        number = level_of(row.value, levels, state.number, hysteresis)
        state.decided_at = row.at
        if number != state.number:
            before, state.number, state.since = state.number, number, row.at
            await _tell(session, station, row, (before, number), levels)


async def _rules(session: AsyncSession, code: str, day: date) -> tuple[list[float], float]:
    levels = (await reference.alarm_levels(session, [code], day)).get(code, [])
    rule = await reference.rule(session, HYSTERESIS, day)
    return levels, float(rule.value) if rule else 0.0


async def _tell(
    session: AsyncSession, station: Station, row: Stored, change: tuple[int, int], levels: Sequence[float]
) -> None:
    before, number = change
    near = nearest(row.value, levels)
    words = (
        sentence((station.name_vi, station.name_en), (station.river_vi, station.river_en), row.value, near)
        if near
        else ("", "")
    )
    kind: type[FloodFacts] = FloodLevelReached if number > before else FloodLevelLeft
    event = kind(
        **facts_of(station),
        at=row.at,
        river_vi=station.river_vi,
        river_en=station.river_en,
        level=number,
        before=before,
        value_m=row.value,
        levels_m=tuple(levels),
        nearest=near.number if near else 0,
        distance_m=near.distance_m if near else 0.0,
        sentence_vi=words[0],
        sentence_en=words[1],
    )
    line = ChangeKind.LEVEL_REACHED if number > before else ChangeKind.LEVEL_LEFT
    await announce(session, station, event, line, {"level": number, "before": before, "value_m": row.value})
