"""What dossiers show in the picture of the city, for staff: what is open, late, finished in time, to be apologised."""

from collections import Counter

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
from hueioc.clock import now
from hueioc.errors import Text
from procedures import schemas, views
from procedures.queries import clocks, reference
from procedures.service.figures import figures, percent
from procedures.service.promotion_tile import ENQUIRIES_LATE, project_features, promotion_figure
from procedures.states import Figure

TITLE = Text("Dịch vụ công", "Public services")
PAGE = "/ops/procedures"
GOOD_PERCENT, FAIR_PERCENT = 95.0, 85.0
"""Of what was released; under the first somebody should look, under the second it is a warning. Proposed."""
IN_TIME = Text("Hồ sơ được giải quyết đúng hạn", "Dossiers are settled in time")
BEHIND = Text("Có cơ quan giải quyết hồ sơ chậm", "Some agencies are behind with dossiers")
TO_APOLOGISE = Text("Có hồ sơ quá hạn cần xin lỗi", "Overdue dossiers wait for an apology")


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    found = (await figures(session, schemas.FigureFilter())).total.counts
    drafts = await clocks.count_drafts(session)
    in_time = percent((found[Figure.EARLY], found[Figure.ON_TIME]), found[Figure.RELEASED])
    overdue = found[Figure.OVERDUE]
    opened = found[Figure.PROCESSING] + found[Figure.PAUSING]
    shown = [
        _figure("overdue", Text("Hồ sơ quá hạn", "Overdue"), overdue, Level.WATCH if overdue else Level.NORMAL),
        _figure("in_time", Text("Đúng hạn trong tháng", "In time this month"), in_time, _level(in_time), "%"),
        _figure("open", Text("Đang giải quyết", "Being settled"), opened, Level.NORMAL),
        _figure(
            "apologies",
            Text("Thư xin lỗi chờ duyệt", "Apologies to approve"),
            drafts,
            Level.WARNING if drafts else Level.NORMAL,
        ),
    ]
    own, more = highest([each.level for each in shown]), await promotion_figure(session)
    level = highest([own, more.level])
    sentence = TO_APOLOGISE if drafts else IN_TIME if own is Level.NORMAL else BEHIND
    return CityTile(
        service=views.SERVICE,
        title=Words.of(TITLE),
        level=level,
        sentence=Words.of(sentence if level is own else ENQUIRIES_LATE),
        figures=[*shown, more],
        at=now(),
    )


async def map_layer(session: AsyncSession, key: str) -> MapLayer:
    """Agencies of wards with dossiers, in the middle of their ward, the most overdue first; then projects."""
    found = await figures(session, schemas.FigureFilter())
    overdue = Counter({row.agency.code: row.counts[Figure.OVERDUE] for row in found.rows if row.agency})
    known, agencies = wards(), {row.code: row for row in await reference.agencies(session)}
    features = [
        MapFeature(
            id=code,
            geometry=_middle(known[row.ward_code].bounds),
            properties=MapProperties(
                kind="agency",
                title=Words(vi=f"{row.name_vi}: {number} quá hạn", en=f"{row.name_en}: {number} overdue"),
                level=Level.WATCH if number else Level.NORMAL,
                at=found.as_of,
                href=PAGE,
            ),
        )
        for code, number in overdue.most_common()
        if (row := agencies.get(code)) and row.ward_code in known
    ]
    features += await project_features(session, MOST_FEATURES)
    return MapLayer(
        service=views.SERVICE, title=Words.of(TITLE), total=len(features), features=features[:MOST_FEATURES]
    )


def _level(in_time: float | None) -> Level:
    if in_time is None or in_time >= GOOD_PERCENT:
        return Level.NORMAL
    return Level.WATCH if in_time >= FAIR_PERCENT else Level.WARNING


def _middle(bounds: tuple[float, float, float, float]) -> MapGeometry:
    west, south, east, north = bounds
    return point((south + north) / 2, (west + east) / 2)


def _figure(code: str, label: Text, value: float | None, level: Level, unit: str = "") -> CityFigure:
    return CityFigure(code=code, label=Words.of(label), value=value, unit=unit, level=level, href=PAGE)
