"""A fleet at sea by AIS over UDP; one boat crosses a line, and a beacon calls for help."""

import asyncio
import math
import socket
import time
from dataclasses import dataclass
from typing import Any

from huedemo.sentences import sentences, tagged
from huedemo.town import Town, Visitor

NAME = "fishing"
EVERY_S = 4.0
SAY_EVERY = 5
DOOR = "fishing.ais_port"
OPS = "/v1/ops/fishing"
CALL_AT_S, CALL_FOR_S = 45.0, 60.0
BEACON = 970_123_456
KNOT_DEG_S = 1 / 60 / 3600


@dataclass(frozen=True)
class Boat:
    """`course` in degrees."""

    mmsi: int
    registration: str
    name: str
    length_m: float
    lat: float
    lon: float
    course: float
    knots: float = 7.0

    def at(self, seconds: float) -> tuple[float, float]:
        way = self.knots * KNOT_DEG_S * seconds
        angle = math.radians(self.course)
        return self.lat + way * math.cos(angle), self.lon + way * math.sin(angle) / math.cos(math.radians(self.lat))


FLEET = tuple(
    Boat(
        574_000_100 + number,
        f"TTH-9{number:04}-TS",
        f"Thuận An {number:02}",
        9 + number % 4 * 4,
        16.82 - 0.019 * number + 0.11 * (number * 7 % 5) / 5,
        107.55 + 0.024 * number + 0.22 * (number * 11 % 7) / 7,
        (number * 47) % 360,
        5 + number % 4,
    )
    for number in range(1, 25)
)


async def act(town: Town) -> None:
    moderator = await town.person("moderator", "demo-desk")
    await _register(town, moderator)
    async with asyncio.TaskGroup() as group:
        group.create_task(_sail(town))
        group.create_task(_beacon(town, moderator))


async def _register(town: Town, moderator: Visitor) -> None:
    lines = ["registration,length_m,name,mmsi"]
    lines += [f"{boat.registration},{boat.length_m},{boat.name},{boat.mmsi}" for boat in FLEET]
    await moderator.bring(f"{OPS}/vessel-table", "\n".join(lines).encode(), "text/csv", dry_run="false")
    town.say(NAME, f"{len(FLEET)} tàu trong sổ đăng ký")


async def _sail(town: Town) -> None:
    began, turn = time.time(), 0
    while True:
        for boat in FLEET:
            lat, lon = boat.at(time.time() - began)
            _send(town, type=18, mmsi=boat.mmsi, lat=lat, lon=lon, speed=boat.knots, course=boat.course, second=60)
        if turn % SAY_EVERY == 0:
            town.say(NAME, f"vị trí của {len(FLEET)} tàu qua AIS")
        turn += 1
        await asyncio.sleep(EVERY_S)


async def _beacon(town: Town, moderator: Visitor) -> None:
    """Somebody calls, the duty officer takes it, and closes it when the people are safe."""
    await asyncio.sleep(CALL_AT_S)
    _send(town, type=1, mmsi=BEACON, lat=16.71, lon=108.05, status=14, second=60)
    town.say(NAME, "tín hiệu cấp cứu AIS-SART!")
    await asyncio.sleep(CALL_FOR_S / 4)
    for call in await _open(moderator):
        await moderator.write(f"{OPS}/distresses/{call['id']}/acknowledgement")
        town.say(NAME, f"trực ban nhận tin {call['id'][:8]}")
    await asyncio.sleep(CALL_FOR_S)
    for call in await _open(moderator):
        closure = {"closing": "resolved", "words": "Đã vớt được 2 người, an toàn"}
        await moderator.write(f"{OPS}/distresses/{call['id']}/closure", closure)
        town.say(NAME, "đã cứu được người, đóng tin")


async def _open(moderator: Visitor) -> list[dict[str, Any]]:
    return (await moderator.read(f"{OPS}/open-distresses"))["items"]


def _send(town: Town, **fields: Any) -> None:
    lines = [tagged(line, int(time.time())) for line in sentences(**fields)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto("".join(f"{line}\r\n" for line in lines).encode(), ("127.0.0.1", town.door(DOOR)))
