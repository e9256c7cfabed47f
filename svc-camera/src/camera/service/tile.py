"""What cameras show in the picture of the city: how many see, how many do not, cases that wait, what passed."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from camera import schemas, views
from camera.queries import cases, traffic
from camera.service.documents import facts_of_all
from camera.states import CameraState, CaseState
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

TITLE = Text("Camera đô thị", "Urban cameras")
PAGE = "/ops/camera"
LATELY = timedelta(hours=1)
LEVELS = {CameraState.OFFLINE: Level.WARNING, CameraState.DEGRADED: Level.WATCH}
SENTENCES = {
    Level.NORMAL: Text("Mọi camera đang hoạt động", "Every camera sees"),
    Level.WATCH: Text("Có việc chờ xét, hoặc có camera hình kém", "Cases wait, or a camera sees badly"),
    Level.WARNING: Text("Có camera mất tín hiệu", "A camera is offline"),
    Level.ALARM: Text("Có camera mất tín hiệu", "A camera is offline"),
}


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    every = [each.camera for each in await facts_of_all(session)]
    states = [camera.state for camera in every]
    numbers = await cases.numbers(session)
    waiting = numbers.get(CaseState.QUEUED, 0) + numbers.get(CaseState.ADJUDICATION, 0)
    away, bad = states.count(CameraState.OFFLINE), states.count(CameraState.DEGRADED)
    passed = await traffic.passed_since(session, now() - LATELY)
    shown = [
        _figure("online", Text("Camera đang nhìn thấy", "Cameras that see"), states.count(CameraState.ONLINE), None),
        _figure("offline", Text("Mất tín hiệu", "Offline"), away, Level.WARNING),
        _figure("degraded", Text("Hình ảnh kém", "Degraded"), bad, Level.WATCH),
        _figure("waiting", Text("Vi phạm chờ xét", "Cases to review"), waiting, Level.WATCH),
        _figure("passed", Text("Lượt xe trong giờ qua", "Vehicles in the last hour"), passed, None),
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
    """Every camera, those that do not see first."""
    order = list(Level)
    every = [views.summary(each) for each in await facts_of_all(session)]
    every.sort(key=lambda each: -order.index(LEVELS.get(each.state, Level.NORMAL)))
    return MapLayer(
        service=views.SERVICE,
        title=Words.of(TITLE),
        total=len(every),
        features=[feature(each) for each in every[:MOST_FEATURES]],
    )


def feature(each: schemas.CameraSummary) -> MapFeature:
    properties = MapProperties(
        kind=each.state.value,
        title=Words(vi=each.name.vi, en=each.name.en),
        level=LEVELS.get(each.state, Level.NORMAL),
        at=each.heard_at or each.state_since,
        href=PAGE,
    )
    return MapFeature(id=str(each.id), geometry=point(each.place.lat, each.place.lon), properties=properties)


def _figure(code: str, label: Text, value: int, level: Level | None) -> CityFigure:
    shown = level if level and value else Level.NORMAL
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=shown, href=PAGE)
