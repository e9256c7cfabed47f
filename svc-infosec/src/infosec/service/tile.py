"""What information safety shows in the picture of the city: figures and places, no account, no address. For staff."""

from sqlalchemy.ext.asyncio import AsyncSession

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
from infosec import models, views
from infosec.queries import pages
from infosec.service.shown import summary
from infosec.states import PageState

TITLE = Text("An toàn thông tin", "Information safety")
PAGE = "/ops/infosec"
SENTENCES = {
    Level.NORMAL: Text("Không có sự cố", "No incident"),
    Level.WATCH: Text("Có việc cần xem xét", "Something wants to be looked at"),
    Level.WARNING: Text("Có trang ngừng hoạt động hoặc cảnh báo cao", "A page is down or an alert is high"),
    Level.ALARM: Text("Có trang bị tấn công hoặc sự cố quá hạn", "A page is defaced or an incident is overdue"),
}
STATES = {PageState.DEFACED: Level.ALARM, PageState.DOWN: Level.WARNING}


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    now_ = await summary(session)
    shown = [
        _figure("defaced", Text("Trang bị thay đổi", "Pages defaced"), now_.pages_defaced, Level.ALARM),
        _figure("overdue", Text("Sự cố quá hạn", "Incidents overdue"), now_.overdue_incidents, Level.ALARM),
        _figure("down", Text("Trang ngừng", "Pages down"), now_.pages_down, Level.WARNING),
        _figure("alerts", Text("Cảnh báo cao", "High alerts"), now_.urgent_alerts, Level.WARNING),
        _figure("incidents", Text("Sự cố đang mở", "Open incidents"), now_.incidents, Level.WATCH),
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
    """Watched pages that have a place, the worst first."""
    order = list(Level)
    rows = sorted(await pages.every(session), key=lambda row: -order.index(STATES.get(row.state, Level.NORMAL)))
    features = [feature for row in rows if (feature := _feature(row))]
    return MapLayer(
        service=views.SERVICE, title=Words.of(TITLE), total=len(features), features=features[:MOST_FEATURES]
    )


def _feature(row: models.Page) -> MapFeature | None:
    if row.lat is None or row.lon is None:
        return None
    properties = MapProperties(
        kind=f"page-{row.state.value}",
        title=Words(vi=row.name_vi, en=row.name_en),
        level=STATES.get(row.state, Level.NORMAL),
        at=row.looked_at or row.state_since,
        href=PAGE,
    )
    return MapFeature(id=str(row.id), geometry=point(row.lat, row.lon), properties=properties)


def _figure(code: str, label: Text, value: int, level: Level) -> CityFigure:
    shown = level if value else Level.NORMAL
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=shown, href=PAGE)
