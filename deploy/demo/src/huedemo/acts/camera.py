"""Two cameras bring recordings: traffic is counted, somebody stops where nobody may, two people judge it."""

import asyncio
import itertools
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from huedemo import clips
from huedemo.town import Refused, Town, Visitor

NAME = "camera"
EVERY_S = 45.0
LOOK_S = 3.0
SECONDS = 20.0
CAMERAS = "/v1/ops/camera/cameras"
CASES = "/v1/ops/camera/violations"
PLACES = (
    ("DEMO-LE-LOI", "Đường Lê Lợi", "Lê Lợi street", 16.4637, 107.5909),
    ("DEMO-TRUONG-TIEN", "Đầu cầu Trường Tiền", "Trường Tiền bridge", 16.4687, 107.5886),
)


async def act(town: Town) -> None:
    first, second = await town.person("moderator", "demo-a"), await town.person("moderator", "demo-b")
    cameras = [await _camera(first, place) for place in PLACES]
    town.say(NAME, f"{len(cameras)} camera trong sổ")
    async with asyncio.TaskGroup() as group:
        group.create_task(_record(town, first, cameras))
        group.create_task(_review(town, (first, second)))


async def _camera(moderator: Visitor, place: tuple[str, str, str, float, float]) -> dict[str, Any]:
    code, name_vi, name_en, lat, lon = place
    known = (await moderator.read(CAMERAS))["items"]
    if found := next((each for each in known if each["code"] == code), None):
        return found
    given = {
        "code": code,
        "name_vi": name_vi,
        "name_en": name_en,
        "lat": lat,
        "lon": lon,
        "purpose": "Giám sát giao thông",
        "is_public": True,
        "source": {"kind": "recordings"},
        "scene": clips.SCENE | {"zones": [clips.NO_STOPPING, clips.ONE_WAY]},
    }
    return await moderator.write(CAMERAS, given)


async def _record(town: Town, moderator: Visitor, cameras: list[dict[str, Any]]) -> None:
    for number in itertools.count():
        camera = cameras[number % len(cameras)]
        clip = await asyncio.to_thread(_street, number)
        began = (datetime.now(UTC) - timedelta(seconds=SECONDS + number / 1000)).isoformat()
        path = f"{CAMERAS}/{camera['id']}/recordings"
        await moderator.bring(path, clip, "video/mp4", started_at=began)
        town.say(NAME, f"đoạn ghi {SECONDS:.0f} giây của {camera['code']}")
        await asyncio.sleep(EVERY_S)


def _street(number: int) -> bytes:
    """Traffic in both directions; in every second recording one stops in the no-stopping zone."""
    movers, _ = clips.busy_street()
    if number % 2 == 0:
        movers = [clips.Mover(2, clips.RIGHT, 160, stops=(2, 9)), clips.Mover(6, clips.LEFT, -160)]
    with tempfile.TemporaryDirectory() as folder:
        return clips.street(Path(folder) / "street.mp4", movers, SECONDS).read_bytes()


async def _review(town: Town, reviewers: tuple[Visitor, Visitor]) -> None:
    """Each takes the next case there is for them; neither sees what the other has said."""
    while True:
        for reviewer in reviewers:
            case = await reviewer.write(f"{CASES}/next")
            if case:
                try:
                    await reviewer.write(f"{CASES}/{case['id']}/reviews", {"decision": "confirm"})
                    town.say(NAME, f"một người xét xác nhận hồ sơ {case['number']}")
                except Refused as error:
                    town.stumble(NAME, error)
        await asyncio.sleep(LOOK_S)
