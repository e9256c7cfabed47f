"""Screens, the viewpoints of cameras on them, and the keys of devices, as staff set them up."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from advertising import events, models, schemas, views
from advertising.errors import KeyRefused, ScreenExists, UnknownScreen, UnknownViewpoint
from advertising.models import DeviceKey, Screen, Viewpoint
from advertising.queries import screens
from advertising.rules.licences import needs_permit
from advertising.rules.quads import BadQuad, quad_of
from advertising.states import KeyKind, Verdict
from hueioc.areas.lookup import areas
from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from hueioc.errors import invalid_field
from hueioc.ids import uuid7
from hueioc.outbox import COLLECTED, Outgoing, publish
from hueioc.runtime import Runtime
from hueioc.views import publish_view

KEY_KIND = "device-key"
MARK = "hue_dev_"
AT_ONCE = 50
CHUNK = 100


def today() -> date:
    return now().astimezone(VIETNAM).date()


def facts_of(screen: Screen) -> dict[str, Any]:
    return {
        "screen_id": screen.id,
        "code": screen.code,
        "name_vi": screen.name_vi,
        "name_en": screen.name_en,
        "lat": screen.lat,
        "lon": screen.lon,
        "ward": screen.ward_code,
        "at": now(),
    }


async def tell(session: AsyncSession, screen: Screen, event: events.ScreenFacts) -> None:
    """One change of a screen: its new version, its event and its document."""
    screen.updated_at = now()
    await session.flush()
    publish(session, event, subject_id=screen.id, version=screen.version)
    publish_view(session, views.SCREEN, screen.id, views.screen(screen, today()), version=screen.version)


async def add(session: AsyncSession, data: schemas.ScreenCreate) -> Screen:
    if data.licence_until < data.licence_from:
        raise invalid_field("/licence_until", "Ngày hết hạn trước ngày cấp", "The licence ends before it begins")
    from_m2 = (await screens.rules(session, data.licence_from)).get("permit-from-m2")
    if from_m2 is not None and needs_permit(data.width_m, data.height_m, from_m2) and not data.permit_no:
        raise invalid_field(
            "/permit_no",
            f"Màn hình từ {from_m2:g} m² phải có giấy phép xây dựng",
            f"A screen of {from_m2:g} m² or more needs a construction permit",
        )
    if data.opens.tzinfo or data.closes.tzinfo:
        raise invalid_field("/opens", "Giờ địa phương, không kèm múi giờ", "Local time, without a zone")
    if await screens.by_code(session, data.code):
        raise ScreenExists
    area = areas().at(data.lat, data.lon)
    screen = Screen(id=uuid7(), **data.model_dump(), ward_code=area.ward.code if area else None)
    session.add(screen)
    await session.flush()
    await tell(session, screen, events.ScreenRegistered(**facts_of(screen), licence_until=screen.licence_until))
    return screen


async def find(session: AsyncSession, screen_id: UUID) -> Screen:
    if (screen := await screens.find(session, screen_id)) is None:
        raise UnknownScreen
    return screen


async def add_viewpoint(session: AsyncSession, screen_id: UUID, data: schemas.ViewpointCreate) -> Viewpoint:
    screen = await find(session, screen_id)
    try:
        quad = quad_of(data.quad)
    except BadQuad as problem:
        raise invalid_field(
            "/quad",
            f"Bốn góc theo chiều kim đồng hồ từ góc trên bên trái, trong khoảng 0 đến 1 ({problem.args[0]})",
            f"Four corners clockwise from the upper left one, between 0 and 1 ({problem.args[0]})",
        ) from problem
    row = Viewpoint(id=uuid7(), screen_id=screen.id, camera=data.camera, quad=[list(corner) for corner in quad])
    session.add(row)
    await session.flush()
    return row


async def viewpoint_of(session: AsyncSession, screen_id: UUID, viewpoint_id: UUID) -> Viewpoint:
    row = await screens.viewpoint(session, viewpoint_id)
    if row is None or row.screen_id != screen_id:
        raise UnknownViewpoint
    return row


async def add_key(
    session: AsyncSession, runtime: Runtime, screen_id: UUID, data: schemas.DeviceKeyCreate
) -> schemas.DeviceKeyMade:
    """A key for the player of this screen, or for the camera of one of its viewpoints; shown now, kept as a hash."""
    screen = await find(session, screen_id)
    if (data.kind is KeyKind.CAMERA) != (data.viewpoint_id is not None):
        raise invalid_field(
            "/viewpoint_id",
            "Khóa của máy ảnh cần điểm nhìn; khóa của máy phát thì không",
            "A camera's key needs a viewpoint; a player's key has none",
        )
    if data.viewpoint_id:
        await viewpoint_of(session, screen_id, data.viewpoint_id)
    key = MARK + secrets.token_urlsafe(32)
    row = DeviceKey(id=uuid7(), key_hash=runtime.vault.token(KEY_KIND, key), screen_id=screen.id, **data.model_dump())
    session.add(row)
    await session.flush()
    return schemas.DeviceKeyMade(id=row.id, name=row.name, kind=row.kind, key=key)


async def revoke_key(session: AsyncSession, screen_id: UUID, key_id: UUID) -> None:
    row = await session.get(DeviceKey, key_id, with_for_update=True)
    if row is None or row.screen_id != screen_id:
        raise UnknownScreen
    row.revoked_at = row.revoked_at or now()


async def device_of(session: AsyncSession, runtime: Runtime, key: str, kind: KeyKind) -> DeviceKey:
    """Raises `KeyRefused`."""
    row = await screens.key_of(session, runtime.vault.token(KEY_KIND, key)) if key else None
    if row is None or row.revoked_at is not None or row.kind is not kind:
        raise KeyRefused
    return row


async def register(session: AsyncSession, key: str = "all") -> schemas.ScreenList:
    return schemas.ScreenList(items=[views.screen(row, today()) for row in await screens.every(session)])


async def staff_list(session: AsyncSession, verdict: Verdict | None = None) -> list[schemas.StaffScreen]:
    rows: Sequence[models.Screen] = await screens.every(session, verdict)
    counts = await screens.open_cases(session)
    return [views.staff_screen(row, today(), counts.get(row.id, 0)) for row in rows]


async def tell_expired(database: Database) -> bool:
    """Say once of each licence that its last day has passed. True: there may be more."""
    async with database.transaction() as session:
        found = await screens.expired_untold(session, today(), AT_ONCE)
        for screen in found:
            screen.expiry_told = screen.licence_until
            await tell(session, screen, events.LicenceExpired(**facts_of(screen), licence_until=screen.licence_until))
    return len(found) == AT_ONCE


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next screens after `after`, and where to go on; None at the end."""
    rows = await screens.after(session, after, CHUNK)
    for row in rows:
        publish_view(session, views.SCREEN, row.id, views.screen(row, today()), version=row.version)
    return session.info.pop(COLLECTED, []), rows[-1].id if len(rows) == CHUNK else None
