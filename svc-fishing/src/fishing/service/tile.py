"""What fishing shows in the picture of the city: distress before all, then who is lost or silent, then the fleet."""

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import schemas, views
from fishing.service.documents import fleet, open_distresses
from fishing.states import VesselState
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

TITLE = Text("Tàu cá", "Fishing boats")
PAGE = "/ops/fishing"
SENTENCES = {
    Level.NORMAL: Text("Đội tàu liên lạc bình thường", "The fleet is heard of as it should be"),
    Level.WATCH: Text("Có tàu im lặng", "A boat is silent"),
    Level.WARNING: Text("Có tàu mất liên lạc quá giới hạn", "A boat is lost for longer than it may be"),
    Level.ALARM: Text("Có tín hiệu cấp cứu trên biển", "There is a distress signal at sea"),
}
STATES = {VesselState.LOST: Level.WARNING, VesselState.SILENT: Level.WATCH}


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    every, calls = await fleet(session, key), (await open_distresses(session, key)).items
    real = sum(not each.is_test for each in calls)
    shown = [
        _figure("distress", Text("Cấp cứu", "Distress"), real, Level.ALARM),
        _figure("lost", Text("Mất liên lạc", "Lost"), every.lost, Level.WARNING),
        _figure("silent", Text("Im lặng", "Silent"), every.silent, Level.WATCH),
        _figure("online", Text("Đang liên lạc", "Heard of"), every.online, Level.NORMAL),
        _figure("strangers", Text("Tàu ngoài sổ", "Not in the registry"), every.strangers, Level.NORMAL),
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
    """Distress first, then boats, the most urgent first."""
    calls, every = (await open_distresses(session, key)).items, await fleet(session, key)
    features = [feature for each in calls if (feature := _call(each))]
    features += [_boat(each) for each in every.items]
    return MapLayer(
        service=views.SERVICE,
        title=Words.of(TITLE),
        total=len(calls) + len(every.items),
        features=features[:MOST_FEATURES],
    )


def _call(each: schemas.Distress) -> MapFeature | None:
    if each.lat is None or each.lon is None:
        return None
    level = Level.WATCH if each.is_test else Level.ALARM
    return _feature(str(each.id), (each.lat, each.lon), f"distress-{each.kind.value}", each.label, (level, each))


def _boat(each: schemas.Boat) -> MapFeature:
    level = STATES.get(each.state, Level.NORMAL) if each.is_registered else Level.NORMAL
    return _feature(str(each.id), (each.lat, each.lon), f"vessel-{each.role.value}", each.label, (level, each))


def _feature(
    key: str, place: tuple[float, float], kind: str, label: str, what: tuple[Level, schemas.Distress | schemas.Boat]
) -> MapFeature:
    level, row = what
    at = row.at if isinstance(row, schemas.Boat) else row.heard_at
    properties = MapProperties(kind=kind, title=Words(vi=label, en=label), level=level, at=at, href=PAGE)
    return MapFeature(id=key, geometry=point(*place), properties=properties)


def _figure(code: str, label: Text, value: int, level: Level) -> CityFigure:
    shown = level if value else Level.NORMAL
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=shown, href=PAGE)
