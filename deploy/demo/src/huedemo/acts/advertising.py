"""A screen shows what is approved, then what nobody has approved; a camera sees it, a case is opened and closed."""

import asyncio
import itertools
from datetime import UTC, datetime
from typing import Any

from huedemo import posters
from huedemo.town import Refused, Town, Visitor

NAME = "advertising"
EVERY_S = 8.0
OPS = "/v1/ops/advertising"
CODE = "DEMO-LED"
FORBIDDEN_FROM, FORBIDDEN_UNTIL = 4, 9
SCREEN = {
    "code": CODE,
    "name_vi": "Màn hình cầu Trường Tiền",
    "name_en": "Trường Tiền bridge screen",
    "owner_name": "Công ty Quảng cáo Sông Hương",
    "owner_tax_code": "3300123456",
    "licence_no": "12/GP-SVHTT",
    "licence_from": "2026-01-01",
    "licence_until": "2099-12-31",
    "permit_no": "45/GPXD",
    "lat": 16.4689,
    "lon": 107.5893,
    "address": "Đầu cầu Trường Tiền",
    "width_m": 8,
    "height_m": 4.5,
    "width_px": 1024,
    "height_px": 576,
    "opens": "00:00",
    "closes": "00:00",
}


async def act(town: Town) -> None:
    first, second = await town.person("moderator", "demo-a"), await town.person("supervisor", "demo-b")
    _, quad = await asyncio.to_thread(_seen, 1)
    key = await _screen(first, second, quad)
    town.say(NAME, f"màn hình {CODE} trong sổ đăng ký")
    for number in itertools.count():
        is_forbidden = FORBIDDEN_FROM <= number % 20 < FORBIDDEN_UNTIL
        picture, _ = await asyncio.to_thread(_seen, 99 if is_forbidden else 1)
        at = datetime.now(UTC).isoformat()
        answer = await town.client.post(
            "/v1/advertising/snapshots", params={"at": at}, content=picture, headers={"Device-Key": key}
        )
        if not answer.is_success:
            raise Refused(f"snapshot: {answer.status_code} {answer.text[:200]}")
        town.say(NAME, "ảnh camera: nội dung lạ" if is_forbidden else "ảnh camera: đúng lịch phát")
        await _close(town, first)
        await asyncio.sleep(EVERY_S)


def _seen(seed: int) -> tuple[bytes, list[tuple[float, float]]]:
    return posters.scene(posters.poster(seed), posters.EASY, 7)


async def _screen(first: Visitor, second: Visitor, quad: list[tuple[float, float]]) -> str:
    """The screen with one approved poster all day, and the key of a camera that sees it."""
    known: list[dict[str, Any]] = (await first.read(f"{OPS}/screens"))["items"]
    screen = next((each for each in known if each["code"] == CODE), None)
    is_new = screen is None
    screen = screen or await first.write(f"{OPS}/screens", SCREEN)
    place = f"{OPS}/screens/{screen['id']}"
    view = await first.write(f"{place}/viewpoints", {"camera": "CAM-7", "quad": quad})
    made = {"name": "camera", "kind": "camera", "viewpoint_id": view["id"]}
    key: str = (await first.write(f"{place}/device-keys", made))["key"]
    if is_new:
        festival = {"title": "Festival Huế", "advertiser": "Sở Du lịch", "category": "culture"}
        creative = await first.write(f"{OPS}/creatives", festival)
        at = f"{OPS}/creatives/{creative['id']}"
        picture = await asyncio.to_thread(lambda: posters.jpeg(posters.poster(1)))
        await first.bring(f"{at}/picture", picture, "image/jpeg", method="PUT")
        approval = {"state": "approved", "approval_ref": "88/SVHTT", "valid_from": "2026-01-01"}
        await second.write(f"{at}/decision", approval)
        slots = [{"creative_id": creative["id"], "seconds": 15}]
        loop = {"slots": slots, "begins": "00:00", "ends": "00:00", "valid_from": "2026-01-01"}
        await first.write(f"{place}/schedules", loop)
    return key


async def _close(town: Town, first: Visitor) -> None:
    for case in (await first.read(f"{OPS}/cases"))["items"]:
        if case["state"] != "closed":
            closing = {"outcome": "sanction-proposed", "text": "Đã lập biên bản"}
            await first.write(f"{OPS}/cases/{case['id']}/closing", closing)
            town.say(NAME, "vụ việc nội dung lạ: đã lập biên bản")
