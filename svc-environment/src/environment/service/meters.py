"""What a station measures: which words of a file mean which datastream, and how a row is judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment.models import Parameter
from environment.queries import reference, stations
from environment.rules.quality import Bounds
from environment.rules.station_file import Line
from environment.rules.units import factor_of
from environment.service.store import Incoming
from environment.states import Reason

FUTURE = timedelta(minutes=10)
"""A logger's clock may be ahead by this."""
OLDEST = timedelta(days=730)
"""A logger keeps 60 days; what is older than two years comes by import."""


@dataclass(frozen=True)
class Meter:
    """One datastream."""

    datastream: int
    parameter: Parameter

    @property
    def bounds(self) -> Bounds:
        each = self.parameter
        return Bounds(each.low, each.high, each.flat_after, each.may_be_negative)

    def judge(self, line: Line, moment: datetime) -> Incoming | Reason:
        unit, own = line.unit, self.parameter.unit
        factor = 1.0 if not unit or unit == own else factor_of(unit, self.parameter.factors, own)
        if factor is None:
            return Reason.WRONG_UNIT
        if line.at > moment + FUTURE:
            return Reason.IN_THE_FUTURE
        if line.at < moment - OLDEST:
            return Reason.TOO_OLD
        return Incoming(self.datastream, line.at, line.value * factor, line.status)


async def meters_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, dict[str, Meter]]:
    """By station, then by symbol in lower case, aliases too."""
    parameters = await reference.parameters(session)
    found: dict[UUID, dict[str, Meter]] = {}
    for stream, _ in await stations.datastreams(session, ids):
        parameter = parameters[stream.parameter_code]
        meter = Meter(stream.number, parameter)
        for word in (parameter.code, *parameter.aliases):
            found.setdefault(stream.station_id, {})[word.lower()] = meter
    return found
