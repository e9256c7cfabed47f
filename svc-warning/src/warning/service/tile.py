"""What warning shows in the picture of the city: warnings in force, their highest level, drafts and situations."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.city import CityFigure, CityTile, Level, MapFeature, MapGeometry, MapLayer, MapProperties, Words
from hueioc.clock import now
from hueioc.errors import Text
from warning import models, views
from warning.queries import alerts, situations
from warning.service.active import drawn_shape
from warning.service.voice import ward_shapes
from warning.states import PENDING

TITLE = Text("Cảnh báo", "Warnings")
PAGE = "/ops/warning"
COARSE_DEG = 0.002
"""About 200 m: a layer of many wards stays small."""
MOST_SHAPES = 60
RISKS = {1: Level.WATCH, 2: Level.WARNING, 3: Level.ALARM, 4: Level.ALARM, 5: Level.ALARM}
SENTENCES = {
    Level.NORMAL: Text("Không có cảnh báo nào đang có hiệu lực", "No warning is in force"),
    Level.WATCH: Text("Có cảnh báo rủi ro thấp", "A warning of low risk is in force"),
    Level.WARNING: Text("Có cảnh báo rủi ro trung bình", "A warning of medium risk is in force"),
    Level.ALARM: Text("Có cảnh báo rủi ro lớn trở lên", "A warning of large risk or more is in force"),
}


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    """Only figures that everybody may see; drafts are counted, not told."""
    rows = await alerts.active(session, now())
    counts = await alerts.counts(session)
    waiting = sum(counts.get(state, 0) for state in PENDING)
    highest = max((row.risk_level for row in rows), default=None)
    level = RISKS.get(highest or 0, Level.NORMAL)
    told = await alerts.told_of(session, [row.id for row in rows])
    open_ones = await situations.count_open(session)
    quiet = Level.NORMAL
    return CityTile(
        service=views.SERVICE,
        title=Words.of(TITLE),
        level=level,
        sentence=Words.of(SENTENCES[level]),
        figures=[
            _figure("active", Text("Cảnh báo có hiệu lực", "Warnings in force"), len(rows), level),
            _figure("risk", Text("Cấp rủi ro cao nhất", "Highest risk level"), highest, level),
            _figure("waiting", Text("Bản tin chờ duyệt", "Waiting for approval"), waiting, _watch(waiting)),
            _figure("situations", Text("Tình huống đang mở", "Open situations"), open_ones, _watch(open_ones)),
            _figure("told", Text("Người đã được báo", "People told"), told, quiet),
        ],
        at=now(),
    )


async def map_layer(session: AsyncSession, key: str) -> MapLayer:
    """Every warning in force with its whole area."""
    rows = await alerts.active(session, now())
    features = [feature for row in rows[:MOST_SHAPES] if (feature := _feature(row))]
    return MapLayer(service=views.SERVICE, title=Words.of(TITLE), total=len(rows), features=features)


def _feature(row: models.Alert) -> MapFeature | None:
    from shapely import union_all
    from shapely.geometry import mapping

    shapes = ward_shapes("")
    parts = [shapes[code] for code in row.wards if code in shapes]
    drawn = drawn_shape(row)
    whole = union_all([*parts, drawn] if drawn is not None else parts).simplify(COARSE_DEG)
    found = mapping(whole)
    if found["type"] not in {"Polygon", "MultiPolygon"}:
        return None
    words = row.texts
    return MapFeature(
        id=str(row.id),
        geometry=MapGeometry(type=found["type"], coordinates=_rounded(found["coordinates"])),
        properties=MapProperties(
            kind=row.hazard,
            title=Words(vi=words["vi"]["headline"], en=words["en"]["headline"]),
            level=RISKS.get(row.risk_level, Level.WATCH),
            at=row.sent or row.updated_at,
            href=f"/warnings/{row.id}",
        ),
    )


def _rounded(value: object) -> list[object]:
    assert isinstance(value, Sequence)  # noqa: S101 - coordinates of a geometry
    return [round(each, 4) if isinstance(each, float) else _rounded(each) for each in value]


def _watch(number: int) -> Level:
    return Level.WATCH if number else Level.NORMAL


def _figure(code: str, label: Text, value: int | None, level: Level) -> CityFigure:
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=level, href=PAGE)
