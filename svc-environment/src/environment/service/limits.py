"""Hourly means against the limits in force at the hour. Each hour is judged once, in the order of time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from environment.events import LimitExceeded, LimitFacts, LimitReturned
from environment.models import Datastream, Limit, LimitState
from environment.queries import reference, stations
from environment.service.announce import announce, facts_of
from environment.states import ChangeKind
from hueioc.clock import VIETNAM

Figure = tuple[datetime, int, float]
"""Hour, datastream, mean."""


async def follow(session: AsyncSession, streams: Mapping[int, Datastream], figures: Sequence[Figure]) -> None:
    """`figures` in the order of time. An hour at or before the last one judged changes nothing."""
    for hour, number, mean in figures:
        stream = streams[number]
        limit = (await reference.hourly_limits(session, hour.astimezone(VIETNAM).date())).get(stream.parameter_code)
        if limit is None:
            continue
        state = await session.get(LimitState, number, with_for_update=True)
        if state is None:
            state = LimitState(datastream=number, is_exceeded=False, since=None, decided_at=hour)
            session.add(state)
        elif hour <= state.decided_at:
            continue
        state.decided_at = hour
        if (mean > limit.value) != state.is_exceeded:
            state.is_exceeded, state.since = mean > limit.value, hour
            await _tell(session, stream, limit, (hour, number, mean))


async def _tell(session: AsyncSession, stream: Datastream, limit: Limit, figure: Figure) -> None:
    hour, _, mean = figure
    (station,) = await stations.lock(session, [stream.station_id])
    parameter = (await reference.parameters(session))[stream.parameter_code]
    is_over = mean > limit.value
    kind: type[LimitFacts] = LimitExceeded if is_over else LimitReturned
    event = kind(
        **facts_of(station),
        at=hour,
        parameter=parameter.code,
        unit=parameter.unit,
        value=round(mean, 3),
        limit=limit.value,
        source=limit.source,
    )
    line = ChangeKind.LIMIT_EXCEEDED if is_over else ChangeKind.LIMIT_RETURNED
    facts = {"parameter": parameter.code, "value": round(mean, 3), "limit": limit.value}
    await announce(session, station, event, line, facts)
