"""A station as everybody may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from environment import models, schemas
from environment.rules.levels import nearest, sentence
from environment.schemas import Words
from environment.states import Failed, Flag, Medium
from environment.views.air import air_index, band_of

DECIMALS = 3
LEVEL = "Level"


@dataclass(frozen=True)
class Facts:
    """Everything that the document of one station is made of."""

    station: models.Station
    streams: Sequence[tuple[models.Datastream, models.Latest]]
    parameters: Mapping[str, models.Parameter]
    limits: Mapping[str, models.Limit]
    exceeded: Mapping[int, models.LimitState]
    floods: Mapping[int, models.FloodState]
    levels: Sequence[float]
    air: models.AirIndex | None
    bands: Sequence[models.AqiBand]


def failed_names(failed: int | None) -> list[str]:
    return [each.name.lower().replace("_", "-") for each in Failed(failed or 0) if each.name]


def latest(facts: Facts, stream: models.Datastream, row: models.Latest) -> schemas.LatestReading:
    parameter, limit = facts.parameters[stream.parameter_code], facts.limits.get(stream.parameter_code)
    state = facts.exceeded.get(stream.number)
    return schemas.LatestReading(
        parameter=parameter.code,
        name=Words(vi=parameter.name_vi, en=parameter.name_en),
        unit=parameter.unit,
        value=None if row.value is None else round(row.value, DECIMALS),
        at=row.at,
        flag=None if row.flag is None else Flag(row.flag),
        failed=failed_names(row.failed),
        limit_1h=limit.value if limit else None,
        is_exceeded=bool(state and state.is_exceeded),
    )


def flood(facts: Facts) -> schemas.Flood | None:
    gauge = next(((stream, row) for stream, row in facts.streams if stream.parameter_code == LEVEL), None)
    if gauge is None or not facts.levels:
        return None
    stream, row = gauge
    state, station = facts.floods.get(stream.number), facts.station
    value = row.value if row.flag == Flag.PASS else None
    near = nearest(value, facts.levels) if value is not None else None
    said = (
        sentence((station.name_vi, station.name_en), (station.river_vi, station.river_en), value, near)
        if near and value is not None
        else None
    )
    return schemas.Flood(
        level=state.number if state else None,
        since=state.since if state and state.number else None,
        value_m=None if value is None else round(value, DECIMALS),
        at=row.at,
        levels_m=list(facts.levels),
        nearest=near.number if near else None,
        distance_m=near.distance_m if near else None,
        sentence=Words(vi=said[0], en=said[1]) if said else None,
    )


def _common(facts: Facts) -> dict[str, object]:
    row = facts.station
    return {
        "id": row.id,
        "code": row.code,
        "name": Words(vi=row.name_vi, en=row.name_en),
        "medium": row.medium,
        "place": schemas.Place(lat=row.lat, lon=row.lon, ward=row.ward_code),
        "state": row.state,
        "heard_at": row.heard_at,
        "readings": [latest(facts, stream, newest) for stream, newest in _ordered(facts)],
        "version": row.version,
    }


def _ordered(facts: Facts) -> list[tuple[models.Datastream, models.Latest]]:
    return sorted(facts.streams, key=lambda pair: facts.parameters[pair[0].parameter_code].position)


def station(facts: Facts, history: Sequence[models.StationChange]) -> schemas.Station:
    row = facts.station
    more = {
        "number": row.number,
        "river": Words(vi=row.river_vi, en=row.river_en) if row.medium is Medium.RIVER else None,
        "source": row.source,
        "air": air_index(facts.air, facts.bands) if facts.air else None,
        "flood": flood(facts),
        "history": [schemas.HistoryLine(kind=line.kind, at=line.at, facts=line.facts) for line in history],
    }
    return schemas.Station.model_validate(_common(facts) | more)


def summary(facts: Facts) -> schemas.StationSummary:
    value, water = facts.air.value if facts.air else None, flood(facts)
    more = {
        "aqi": value,
        "band": band_of(value, facts.bands),
        "flood_level": water.level if water else None,
        "value_m": water.value_m if water else None,
    }
    return schemas.StationSummary.model_validate(_common(facts) | more)
