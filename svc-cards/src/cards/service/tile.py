"""The service in one tile and one layer: how many cards there are, and where doubtful ones were shown."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cards import views
from cards.queries import cards, use
from cards.service.today import today
from cards.states import Result, State
from hueioc.areas.lookup import areas
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

TITLE = Text("Thẻ cán bộ", "Officials' cards")
PAGE = "/ops/cards"
WEEK, DAY = timedelta(days=7), timedelta(days=1)
SOON = timedelta(days=30)
SENTENCES: dict[Level, Text] = {
    Level.NORMAL: Text("Không có thẻ đáng ngờ", "No doubtful card has been shown"),
    Level.WATCH: Text("Có thẻ cần xử lý", "Cards wait to be settled"),
    Level.WARNING: Text("Có người dùng thẻ đã thu hồi hoặc bị đình chỉ", "Revoked or suspended cards are being shown"),
    Level.ALARM: Text("Có người dùng thẻ giả", "Forged cards are being shown"),
}


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    by_state = await cards.counts(session)
    scans = await use.scans_since(session, now() - DAY)
    waiting = by_state.get(State.REQUESTED, 0) + by_state.get(State.APPROVED, 0)
    ended = scans.get(Result.REVOKED, 0) + scans.get(Result.SUSPENDED, 0)
    shown = [
        _figure("forged", Text("Thẻ giả, 24 giờ", "Forged, 24 hours"), scans.get(Result.FORGED, 0), Level.ALARM),
        _figure("ended", Text("Thẻ bị thu hồi vẫn dùng, 24 giờ", "Revoked yet shown, 24 hours"), ended, Level.WARNING),
        _figure("waiting", Text("Chờ duyệt, chờ cấp", "Waiting for a decision"), waiting, Level.WATCH),
        _figure(
            "expiring",
            Text("Hết hạn trong 30 ngày", "Expire within 30 days"),
            await cards.expiring(session, today() + SOON),
            Level.WATCH,
        ),
        _figure("active", Text("Thẻ đang hiệu lực", "Valid cards"), by_state.get(State.ACTIVE, 0), Level.NORMAL),
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
    """A point in the middle of each ward where doubtful cards were shown within a week."""
    found = await use.doubtful_by_ward(session, now() - WEEK)
    middles = {feature["properties"]["code"]: feature for feature in areas().geojson()["features"]} if found else {}
    features = [
        MapFeature(
            id=ward,
            geometry=point(*_middle(middles[ward]["geometry"]["coordinates"])),
            properties=MapProperties(
                kind="doubtful-cards",
                title=Words(vi=f"{count} lượt thẻ đáng ngờ", en=f"{count} doubtful cards"),
                level=Level.WARNING,
                at=last,
                href=PAGE,
            ),
        )
        for ward, (count, last) in sorted(found.items(), key=lambda each: -each[1][0])[:MOST_FEATURES]
        if ward in middles
    ]
    return MapLayer(service=views.SERVICE, title=Words.of(TITLE), total=len(found), features=features)


def _middle(coordinates: list[object]) -> tuple[float, float]:
    """Latitude and longitude in the middle of a ward's corners: near enough for a mark on the map."""
    corners = list(_corners(coordinates))
    lons, lats = [each[0] for each in corners], [each[1] for each in corners]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _corners(part: list[object]) -> list[list[float]]:
    if part and isinstance(part[0], (int, float)):
        return [part]  # type: ignore[list-item] - a position of GeoJSON
    return [corner for each in part for corner in _corners(each)]  # type: ignore[arg-type] - lists of lists


def _figure(code: str, label: Text, value: int, level: Level) -> CityFigure:
    level = level if value else Level.NORMAL
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=level, href=PAGE)
