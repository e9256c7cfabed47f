"""What advertising shows in the picture of the city, to staff: screens that are not as they should be, open cases."""

from sqlalchemy.ext.asyncio import AsyncSession

from advertising import schemas, views
from advertising.queries import checks
from advertising.service.screens import staff_list, today
from advertising.states import OFFENCES, LicenceState, Verdict
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

TITLE = Text("Quảng cáo điện tử", "Electronic advertising")
PAGE = "/ops/advertising"
LEVELS = {
    Verdict.UNKNOWN_CONTENT: Level.ALARM,
    Verdict.WRONG_SLOT: Level.WARNING,
    Verdict.OFF_HOURS: Level.WARNING,
    Verdict.BLACK: Level.WATCH,
    Verdict.UNVERIFIABLE: Level.WATCH,
}
SENTENCES = {
    Level.NORMAL: Text("Các màn hình phát đúng nội dung đã duyệt", "The screens show what was approved"),
    Level.WATCH: Text("Có màn hình cần kiểm tra", "A screen wants to be looked at"),
    Level.WARNING: Text("Có màn hình phát sai lịch hoặc ngoài giờ", "A screen is off its schedule or hours"),
    Level.ALARM: Text("Có màn hình phát nội dung chưa được duyệt", "A screen shows what nobody approved"),
}


def screen_level(each: schemas.StaffScreen) -> Level:
    licence = Level.WATCH if each.licence_state is LicenceState.EXPIRED else Level.NORMAL
    return highest([licence, LEVELS.get(each.verdict, Level.NORMAL) if each.verdict else Level.NORMAL])


async def city_tile(session: AsyncSession, key: str) -> CityTile:
    every = await staff_list(session)
    unknown = sum(each.verdict is Verdict.UNKNOWN_CONTENT for each in every)
    other = sum(each.verdict in OFFENCES and each.verdict is not Verdict.UNKNOWN_CONTENT for each in every)
    expired = sum(each.licence_state is LicenceState.EXPIRED for each in every)
    cases, late = sum(each.open_cases for each in every), await checks.overdue(session, today())
    shown = [
        _figure("unknown", Text("Nội dung lạ", "Unknown content"), unknown, Level.ALARM),
        _figure("wrong", Text("Sai lịch, tối, ngoài giờ", "Off schedule, black, off hours"), other, Level.WARNING),
        _figure("cases", Text("Vụ việc đang mở", "Open cases"), cases, Level.WATCH),
        _figure("late", Text("Quá hạn giải trình", "Replies overdue"), late, Level.WARNING),
        _figure("expired", Text("Giấy phép hết hạn", "Licences expired"), expired, Level.WATCH),
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
    """Every screen, the most urgent first."""
    order = list(Level)
    every = sorted(await staff_list(session), key=lambda each: -order.index(screen_level(each)))
    features = [
        MapFeature(
            id=str(each.id),
            geometry=point(each.lat, each.lon),
            properties=MapProperties(
                kind="screen",
                title=Words(vi=each.name.vi, en=each.name.en),
                level=screen_level(each),
                at=each.verdict_at or now(),
                href=PAGE,
            ),
        )
        for each in every[:MOST_FEATURES]
    ]
    return MapLayer(service=views.SERVICE, title=Words.of(TITLE), total=len(every), features=features)


def _figure(code: str, label: Text, value: int, level: Level) -> CityFigure:
    level = level if value else Level.NORMAL
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=level, href=PAGE)
