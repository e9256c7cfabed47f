"""A portal tells of dossiers: some are finished in time, some pass their date, and their owners look them up."""

import asyncio
import itertools
import random
from collections import deque
from datetime import datetime, timedelta, timezone
from typing import Any

from huedemo.town import Refused, Town, Visitor

NAME = "procedures"
EVERY_S = 4.0
LATE_EVERY = 8
OPS = "/v1/ops/procedures"
HUE = timezone(timedelta(hours=7))
AGENCIES = ("000.00.03.H57", "000.00.04.H57", "000.00.05.H57", "000.00.06.H57")
PROCEDURES = ("1.004222", "1.001612")
OWNERS = ("Nguyễn Văn Bình", "Trần Thị Hạnh", "Lê Quang Huy", "Phạm Thu Hà")
DIGITS = "5678"


async def act(town: Town) -> None:
    portal = await town.person("partner", "demo-portal", scope="dossiers:write")
    officer, anybody = await town.person("moderator", "demo-a"), await town.person("citizen", "demo-owner")
    chance, running = random.Random(), deque[dict[str, Any]]()
    for number in itertools.count():
        is_late = number % LATE_EVERY == 1
        row = _new(chance, days_ago=40 if is_late else 0)
        running.append(row)
        await _tell(town, portal, [row], "hồ sơ quá hạn" if is_late else "hồ sơ mới tiếp nhận")
        if len(running) > LATE_EVERY:
            done = running.popleft() | {"TrangThaiHoSo": "9", "NgayKetThucXuLy": _stamp(datetime.now(HUE))}
            await _tell(town, portal, [done], "hồ sơ đã xử lý xong")
        if number % 3 == 2:
            found = await anybody.write("/v1/procedures/lookups", {"code": row["MaHoSo"], "digits": DIGITS})
            town.say(NAME, f"tra cứu hồ sơ {row['MaHoSo']}: {found['clock']}")
        await _apologise(town, officer)
        await asyncio.sleep(EVERY_S)


def _new(chance: random.Random, days_ago: int) -> dict[str, Any]:
    accepted = datetime.now(HUE) - timedelta(days=days_ago)
    return {
        "MaHoSo": f"{chance.choice(AGENCIES)}-{accepted:%y%m%d}-{chance.randrange(1, 9_999):04d}",
        "MaTTHC": chance.choice(PROCEDURES),
        "KenhThucHien": chance.choice("123"),
        "ChuHoSo": chance.choice(OWNERS),
        "SoDienThoai": f"091234{DIGITS}",
        "TrangThaiHoSo": "4",
        "NgayTiepNhan": _stamp(accepted),
    }


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}"


async def _tell(town: Town, portal: Visitor, rows: list[dict[str, Any]], sentence: str) -> None:
    answer = await portal.write("/v1/procedures/sync", {"service": "DongBoHoSoMC", "data": rows})
    if answer["refused"]:
        raise Refused(f"refused: {answer['rows']}")
    town.say(NAME, f"{sentence}: {rows[0]['MaHoSo']}")


async def _apologise(town: Town, officer: Visitor) -> None:
    for letter in (await officer.read(f"{OPS}/apologies", state="draft"))["items"]:
        await officer.write(f"{OPS}/apologies/{letter['id']}/approval", {})
        town.say(NAME, "thư xin lỗi đã duyệt")
