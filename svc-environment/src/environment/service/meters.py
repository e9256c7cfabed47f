"""What a station measures: which words of a file mean which datastream, and how a row is judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment.queries import reference, stations
from environment.rules.quality import Bounds
from environment.rules.units import factor_of
from environment.states import Reason

FUTURE = timedelta(minutes=10)
"""A logger's clock may be ahead by this."""
OLDEST = timedelta(days=730)
"""A logger keeps 60 days; what is older than two years comes by import."""


@dataclass(frozen=True, slots=True)
class Meter:
    """One datastream of the parameter `code`, whose values are in `unit`."""

    datastream: int
    code: str
    unit: str
    factors: Mapping[str, float]
    bounds: Bounds

    def factor(self, unit: str) -> float | None:
        """What turns a value in `unit` into one in the parameter's own; None when nothing does."""
        return 1.0 if not unit or unit == self.unit else factor_of(unit, self.factors, self.unit)


@dataclass(frozen=True, slots=True)
class Span:
    """The moments that a reading may have."""

    oldest: datetime
    latest: datetime

    @classmethod
    def around(cls, moment: datetime) -> "Span":
        return cls(moment - OLDEST, moment + FUTURE)

    def reason(self, at: datetime) -> Reason:
        """Why a moment outside of it is refused."""
        return Reason.IN_THE_FUTURE if at > self.latest else Reason.TOO_OLD


async def meters_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, dict[str, Meter]]:
    """By station, then by symbol in lower case, aliases too."""
    parameters = await reference.parameters(session)
    found: dict[UUID, dict[str, Meter]] = {}
    bounds = {
        code: Bounds(each.low, each.high, each.flat_after, each.may_be_negative) for code, each in parameters.items()
    }
    words = {code: [word.lower() for word in (code, *each.aliases)] for code, each in parameters.items()}
    for station_id, number, code in await stations.datastream_numbers(session, ids):
        parameter = parameters[code]
        meter = Meter(number, code, parameter.unit, parameter.factors, bounds[code])
        found.setdefault(station_id, {}).update(dict.fromkeys(words[code], meter))
    return found
