"""What reflection shows in the picture of the city: open reports, those past their deadline, satisfaction."""

from datetime import datetime, time, timedelta

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
from hueioc.clock import VIETNAM, now
from hueioc.errors import Text
from reflection.queries import maps, reports
from reflection.queries.feed import GROUPS, PublicFilter, StateGroup
from reflection.service.lists import CONTENT
from reflection.states import CLOCK_RUNS
from reflection.views import SERVICE

TITLE = Text("Phản ánh hiện trường", "Scene reflection")
RECENT = timedelta(days=30)
SHARE_TO_WATCH = 0.1
"""Of the running clocks: more than this past their deadline is a warning, any at all is to be watched."""


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    moment = now()
    by_state = await reports.count_by_state(session)
    running = sum(by_state.get(state, 0) for state in CLOCK_RUNS)
    overdue = await reports.count_overdue(session, moment)
    today = datetime.combine(moment.astimezone(VIETNAM).date(), time(), VIETNAM)
    ratings = await reports.count_ratings(session)
    rated, content = sum(ratings.values()), sum(ratings.get(each, 0) for each in CONTENT)
    level = Level.NORMAL if not overdue else Level.WATCH if overdue <= running * SHARE_TO_WATCH else Level.WARNING
    shown = [
        _figure("open", Text("Đang xử lý", "In progress"), running, "/ops"),
        _figure("overdue", Text("Quá hạn", "Overdue"), overdue, "/ops", level),
        _figure("today", Text("Nhận hôm nay", "Received today"), await reports.count_since(session, today), "/ops"),
        CityFigure(
            code="satisfaction",
            label=Words(vi="Hài lòng", en="Satisfied"),
            value=round(100 * content / rated, 1) if rated else None,
            unit="%",
            level=Level.NORMAL,
            href="/ops/statistics",
        ),
    ]
    return CityTile(
        service=SERVICE,
        title=Words.of(TITLE),
        level=highest([each.level for each in shown]),
        sentence=Words.of(SENTENCES[level]),
        figures=shown,
        at=moment,
    )


SENTENCES = {
    Level.NORMAL: Text("Không có phản ánh quá hạn", "No report is past its deadline"),
    Level.WATCH: Text("Có phản ánh quá hạn", "Some reports are past their deadline"),
    Level.WARNING: Text("Nhiều phản ánh quá hạn", "Many reports are past their deadline"),
}


async def map_layer(session: AsyncSession, key: str) -> MapLayer:
    """Published reports of the last 30 days that are not finished, newest first."""
    wanted = PublicFilter(states=GROUPS[StateGroup.OPEN], since=now() - RECENT)
    rows = await maps.points(session, wanted, MOST_FEATURES)
    features = [
        MapFeature(
            id=str(row["id"]),
            geometry=point(row["lat"], row["lon"]),
            properties=MapProperties(
                kind=row["category_code"],
                title=Words(vi=row["name_vi"], en=row["name_en"]),
                level=Level.NORMAL,
                at=row["created_at"],
                href=f"/reports/{row['id']}",
            ),
        )
        for row in rows
    ]
    total = await maps.number(session, wanted)
    return MapLayer(service=SERVICE, title=Words.of(TITLE), total=total, features=features)


def _figure(code: str, label: Text, number: int, href: str, level: Level = Level.NORMAL) -> CityFigure:
    return CityFigure(code=code, label=Words.of(label), value=number, unit="", level=level, href=href)
