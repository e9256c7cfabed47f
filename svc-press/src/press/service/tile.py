"""What the press shows in the picture of the city, for staff: stories, blame, alerts, answers that are due."""

from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import wards
from hueioc.city import (
    MOST_FEATURES,
    CityFigure,
    CityTile,
    Level,
    MapFeature,
    MapGeometry,
    MapLayer,
    MapProperties,
    Words,
    highest,
    point,
)
from hueioc.clock import VIETNAM, now
from hueioc.errors import Text
from press import views
from press.queries import responses, stories
from press.states import Tone

TITLE = Text("Thông tin báo chí", "Local press")
PAGE = "/ops/press"
SHOWN_FOR = timedelta(days=3)
SENTENCES = {
    Level.NORMAL: Text("Báo chí không nêu vấn đề cần xử lý", "The press raises nothing that waits for an answer"),
    Level.WATCH: Text("Có nội dung báo chí cần xem", "Something in the press wants to be looked at"),
    Level.WARNING: Text("Có trả lời báo chí quá hạn", "An answer to the press is overdue"),
}


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    moment = now()
    today = datetime.combine(moment.astimezone(VIETNAM).date(), time.min, VIETNAM)
    opened, negative, unseen = await stories.figures(session, today)
    waiting, overdue, _ = await responses.figures(session, moment)
    shown = [
        _figure("stories", Text("Tin mới hôm nay", "New stories today"), opened, Level.NORMAL),
        _figure("negative", Text("Tin phản ánh tiêu cực", "Stories with blame"), negative, _watch(negative)),
        _figure("alerts", Text("Cảnh báo chưa xem", "Alerts not looked at"), unseen, _watch(unseen)),
        _figure("waiting", Text("Đang chờ trả lời", "Waiting for an answer"), waiting, Level.NORMAL),
        _figure("overdue", Text("Quá hạn trả lời", "Overdue"), overdue, Level.WARNING if overdue else Level.NORMAL),
    ]
    level = highest([each.level for each in shown])
    return CityTile(
        service=views.SERVICE,
        title=Words.of(TITLE),
        level=level,
        sentence=Words.of(SENTENCES[level]),
        figures=shown,
        at=moment,
    )


async def map_layer(session: AsyncSession, key: str) -> MapLayer:
    """Stories of the last days in the middle of each ward they name, newest first."""
    known = wards()
    features = [
        MapFeature(
            id=f"{row.id}-{code}",
            geometry=_middle(known[code].bounds),
            properties=MapProperties(
                kind="story",
                title=Words(vi=row.title, en=row.title),
                level=Level.WATCH if row.tone is Tone.NEGATIVE else Level.NORMAL,
                at=row.last_item_at,
                href=PAGE,
            ),
        )
        for row in await stories.with_places(session, now() - SHOWN_FOR, MOST_FEATURES)
        for code in row.places
        if code in known
    ]
    return MapLayer(
        service=views.SERVICE, title=Words.of(TITLE), total=len(features), features=features[:MOST_FEATURES]
    )


def _middle(bounds: tuple[float, float, float, float]) -> MapGeometry:
    west, south, east, north = bounds
    return point((south + north) / 2, (west + east) / 2)


def _watch(number: int) -> Level:
    return Level.WATCH if number else Level.NORMAL


def _figure(code: str, label: Text, value: int, level: Level) -> CityFigure:
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=level, href=PAGE)
