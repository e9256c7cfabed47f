"""Computes hours that have ended: figures, limits, and the VN_AQI of every hour they weigh in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment import views
from environment.events import IndexPublished
from environment.models import Datastream
from environment.queries import hours, reference, stations
from environment.rules.hours import HOUR
from environment.rules.vn_aqi import NOWCAST_HOURS, Breakpoint, HourlyIndex, SubIndex, hourly_index, rounded
from environment.service import limits
from environment.service.announce import announce, facts_of
from environment.states import Method
from hueioc.clock import VIETNAM, now
from hueioc.db import Database

AT_ONCE = 200
METHOD_RULE = "nowcast-method"

Means = Mapping[tuple[UUID, str], Mapping[datetime, tuple[float, float]]]
"""By station and parameter, by hour: mean and coverage."""


async def compute_dirty(database: Database) -> bool:
    """One transaction's worth. True: there may be more."""
    async with database.transaction() as session:
        taken = await hours.take_dirty(session, now(), AT_ONCE)
        if not taken:
            return False
        figures = await hours.compute(session, [row.datastream for row in taken], [row.hour for row in taken])
        streams = await hours.streams(session, [row.datastream for row in taken])
        await limits.follow(session, streams, sorted((row.hour, row.datastream, row.mean) for row in figures))
        touched: dict[UUID, set[datetime]] = defaultdict(set)
        for row in taken:
            touched[streams[row.datastream].station_id].add(row.hour)
        for station_id, changed in sorted(touched.items()):
            await _compute_indices(session, station_id, changed, streams)
    return len(taken) == AT_ONCE


async def _compute_indices(
    session: AsyncSession, station_id: UUID, changed: set[datetime], streams: Mapping[int, Datastream]
) -> None:
    """A changed hour weighs in the NowCast of 12 hours; only hours with figures of their own have an index."""
    first, last = min(changed) - HOUR * (NOWCAST_HOURS - 1), max(changed) + HOUR * (NOWCAST_HOURS - 1)
    means: dict[tuple[UUID, str], dict[datetime, tuple[float, float]]] = defaultdict(dict)
    for row in await hours.means(session, [station_id], first, last):
        means[row.station_id, row.parameter_code][row.hour] = (row.mean, row.coverage)
    wanted = {hour + HOUR * step for hour in changed for step in range(NOWCAST_HOURS)}
    present = {hour for figures in means.values() for hour in figures}
    tables: dict[date, tuple[dict[str, list[Breakpoint]], Method]] = {}
    known = (await hours.newest_index(session, [station_id])).get(station_id)
    newest, before = (known.hour, known.value) if known else (None, None)
    for hour in sorted(wanted & present):
        day = hour.astimezone(VIETNAM).date()
        if day not in tables:
            tables[day] = await _tables(session, day)
        table, method = tables[day]
        if not any(parameter in table for _, parameter in means):
            return
        index = _index(station_id, hour, means, tables[day])
        await hours.save_index(session, _row(station_id, hour, index, (method, means)))
        is_news = newest is None or hour > newest or (hour == newest and index.value != before)
        if is_news and index.value is not None:
            await _publish(session, station_id, hour, index, method)
        if newest is None or hour >= newest:
            newest, before = hour, index.value


async def _tables(session: AsyncSession, day: date) -> tuple[dict[str, list[Breakpoint]], Method]:
    found: dict[str, list[Breakpoint]] = defaultdict(list)
    for row in await reference.breakpoints(session, day):
        found[row.parameter_code].append(Breakpoint(row.index, row.concentration))
    rule = await reference.rule(session, METHOD_RULE, day)
    return found, Method(rule.value) if rule else Method.LITERAL


def _index(
    station_id: UUID, hour: datetime, means: Means, rules: tuple[dict[str, list[Breakpoint]], Method]
) -> HourlyIndex:
    table, method = rules
    twelve: dict[str, list[float | None]] = {}
    for parameter in table:
        figures = means.get((station_id, parameter), {})
        known = [figures.get(hour - HOUR * step) for step in range(NOWCAST_HOURS)]
        twelve[parameter] = [each[0] if each else None for each in known]
    return hourly_index(twelve, table, method)


def _row(station_id: UUID, hour: datetime, index: HourlyIndex, how: tuple[Method, Means]) -> dict[str, Any]:
    method, means = how
    return {
        "station_id": station_id,
        "hour": hour,
        "value": index.value,
        "main": index.main,
        "method": method,
        "parts": [_part(part, means.get((station_id, part.parameter), {}).get(hour)) for part in index.parts],
        "computed_at": now(),
    }


def _part(part: SubIndex, figures: tuple[float, float] | None) -> dict[str, Any]:
    average = part.nowcast
    return {
        "parameter": part.parameter,
        "concentration": round(part.concentration, 2),
        "index": rounded(part.index),
        "coverage": round(figures[1], 3) if figures else None,
        "nowcast": {
            "weight": average.weight,
            "weights": [round(weight, 6) for weight in average.weights],
            "hours_missing": sum(weight == 0 for weight in average.weights),
        }
        if average
        else None,
    }


async def _publish(session: AsyncSession, station_id: UUID, hour: datetime, index: HourlyIndex, method: Method) -> None:
    (station,) = await stations.lock(session, [station_id])
    bands: Sequence[Any] = await reference.bands(session, hour.astimezone(VIETNAM).date())
    band = views.band_of(index.value, bands)
    if band is None or index.value is None or index.main is None:
        return
    event = IndexPublished(
        **facts_of(station),
        at=hour,
        index="VN_AQI",
        value=index.value,
        main=index.main,
        band=band.code,
        colour=band.colour,
        advice_vi=band.advice.vi,
        advice_en=band.advice.en,
        advice_sensitive_vi=band.advice_sensitive.vi,
        advice_sensitive_en=band.advice_sensitive.en,
        method=method.value,
        source=station.source,
    )
    await announce(session, station, event, None, {})
