"""What environment shows in the picture of the city: the worst air, rivers above alarm, stations that are silent."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from environment import models, schemas, views
from environment.queries import stations
from environment.service.documents import facts_of_all
from environment.states import StationState
from environment.views import Facts
from hueioc.city import (
    MOST_FEATURES,
    CityFigure,
    CityTile,
    Level,
    MapFeature,
    MapLayer,
    MapProperties,
    Words,
    highest,
    point,
)
from hueioc.clock import now
from hueioc.errors import Text

TITLE = Text("Môi trường", "Environment")
PAGE = "/ops/environment"
AIR_LEVELS = ((301, Level.ALARM), (201, Level.WARNING), (101, Level.WATCH))
"""Where VN_AQI begins to be bad for some, for all, and hazardous (Decision 1459/QĐ-TCMT, Table 1)."""
FLOOD_LEVELS = {1: Level.WATCH, 2: Level.WARNING, 3: Level.ALARM}
SENTENCES = {
    Level.NORMAL: Text("Không khí và mực nước bình thường", "Air and rivers are as they should be"),
    Level.WATCH: Text("Có điểm đo cần chú ý", "A measuring point wants attention"),
    Level.WARNING: Text("Có điểm đo ở mức cảnh báo", "A measuring point is at warning level"),
    Level.ALARM: Text("Có điểm đo ở mức nguy hiểm", "A measuring point is at a dangerous level"),
}


def air_level(value: int | None) -> Level:
    return next((level for least, level in AIR_LEVELS if value is not None and value >= least), Level.NORMAL)


def station_level(each: schemas.StationSummary) -> Level:
    over = Level.WATCH if any(reading.is_exceeded for reading in each.readings) else Level.NORMAL
    silent = Level.WATCH if each.state is StationState.SILENT else Level.NORMAL
    return highest([air_level(each.aqi), FLOOD_LEVELS.get(each.flood_level or 0, Level.NORMAL), over, silent])


async def _summaries(session: AsyncSession) -> list[schemas.StationSummary]:
    rows: Sequence[models.Station] = await stations.public(session)
    facts: list[Facts] = await facts_of_all(session, rows)
    return [views.summary(each) for each in facts]


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    every = await _summaries(session)
    worst = max((each.aqi for each in every if each.aqi is not None), default=None)
    flooded = [each.flood_level for each in every if each.flood_level]
    silent = sum(each.state is StationState.SILENT for each in every)
    exceeded = sum(reading.is_exceeded for each in every for reading in each.readings)
    shown = [
        _figure("air", Text("VN_AQI cao nhất", "Highest VN_AQI"), worst, air_level(worst)),
        _figure(
            "rivers",
            Text("Sông trên báo động", "Rivers above alarm"),
            len(flooded),
            highest([FLOOD_LEVELS.get(each, Level.NORMAL) for each in flooded]),
        ),
        _figure("limits", Text("Thông số vượt ngưỡng", "Limits exceeded"), exceeded, _watch(exceeded)),
        _figure("silent", Text("Trạm mất tín hiệu", "Silent stations"), silent, _watch(silent)),
    ]
    level = highest([each.level for each in shown])
    return CityTile(
        service=views.SERVICE,
        title=Words.of(TITLE),
        level=level,
        sentence=Words.of(SENTENCES[level]),
        figures=shown,
        at=now(),
    )


async def map_layer(session: AsyncSession, key: str) -> MapLayer:
    """Every public station, the most urgent first."""
    order = list(Level)
    every = sorted(await _summaries(session), key=lambda each: -order.index(station_level(each)))
    features = [
        MapFeature(
            id=str(each.id),
            geometry=point(each.place.lat, each.place.lon),
            properties=MapProperties(
                kind=each.medium.value,
                title=Words(vi=each.name.vi, en=each.name.en),
                level=station_level(each),
                at=each.heard_at or now(),
                href="/environment",
            ),
        )
        for each in every[:MOST_FEATURES]
    ]
    return MapLayer(service=views.SERVICE, title=Words.of(TITLE), total=len(every), features=features)


def _watch(number: int) -> Level:
    return Level.WATCH if number else Level.NORMAL


def _figure(code: str, label: Text, value: int | None, level: Level) -> CityFigure:
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=level, href=PAGE)
