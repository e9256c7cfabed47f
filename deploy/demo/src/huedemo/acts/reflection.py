"""Citizens report, the centre accepts and assigns, a unit answers with a photo, the citizen rates."""

import asyncio
import itertools
from typing import Any

from huedemo.pictures import photo
from huedemo.town import Refused, Town, Visitor
from hueioc.ids import uuid7

NAME = "reflection"
EVERY_S = 9.0
STEP_S = 4.0
MOST_STORIES = 4
STORIES = (
    ("pothole", "Ổ gà lớn giữa đường, xe máy dễ ngã", "Đường Lê Lợi", (16.4637, 107.5909)),
    ("garbage", "Rác đổ tràn vỉa hè ba ngày chưa dọn", "Đường Bà Triệu", (16.4711, 107.6042)),
    ("drainage", "Cống nghẹt, nước ngập đến đầu gối", "Đường Bùi Thị Xuân, Kim Long", (16.4536, 107.5603)),
    ("street-light", "Cả dãy đèn đường không sáng", "Đường Nguyễn Huệ", (16.4589, 107.5932)),
    ("garbage", "Có người đổ trộm xà bần bên sông", "Đường Trịnh Công Sơn", (16.4785, 107.5873)),
    ("pothole", "Mặt đường nứt, lún sau mưa", "Đường Hùng Vương", (16.4608, 107.5991)),
)
ANSWERS = {
    "pothole": "Đã vá mặt đường trong sáng nay.",
    "garbage": "Đã thu gom và nhắc nhở các hộ chung quanh.",
    "drainage": "Đã nạo vét hố ga, nước đã rút.",
    "street-light": "Đã thay bóng và sửa đường dây.",
}
RATINGS = ("very_satisfied", "satisfied", "acceptable", "satisfied")


async def act(town: Town) -> None:
    """A new story every few seconds, several going on at once."""
    moderator = await town.person("moderator", "demo-desk")
    units = {each["id"]: each for each in (await moderator.read("/v1/units"))["items"]}
    places = asyncio.Semaphore(MOST_STORIES)

    async def told(number: int) -> None:
        try:
            await _story(town, moderator, units, number)
        except Refused as error:
            town.stumble(NAME, error)
        finally:
            places.release()

    async with asyncio.TaskGroup() as group:
        for number in itertools.count():
            await places.acquire()
            group.create_task(told(number))
            await asyncio.sleep(EVERY_S)


async def _story(town: Town, moderator: Visitor, units: dict[str, Any], number: int) -> None:
    category, words, address, (lat, lon) = STORIES[number % len(STORIES)]
    citizen = await town.person("citizen", f"demo-{number}")
    moved = (number * 37 % 11 - 5) / 10_000
    report: dict[str, Any] = {
        "id": str(uuid7()),
        "category": category,
        "description": words,
        "place": {"lat": lat + moved, "lon": lon - moved, "address": address},
        "media": [await _upload(citizen, photo(category, number))],
    }
    await citizen.write("/v1/reports", report, key=report["id"])
    town.say(NAME, f"{words} ({address})")
    desk = f"/v1/ops/reports/{report['id']}"
    await asyncio.sleep(STEP_S)
    await moderator.step(f"{desk}/moderation", {"decision": "accept"}, at=desk)
    await asyncio.sleep(1)
    suggested = (await moderator.read(desk))["suggestion"]
    unit = units[suggested[0]["unit_id"]] if suggested else next(iter(units.values()))
    await moderator.step(f"{desk}/assignment", {"unit_id": unit["id"]}, at=desk)
    town.say(NAME, f"{address} → {unit['name']['vi']}")
    officer = await town.person("officer", "demo-unit", unit_id=unit["id"], agency_id=unit["agency_id"])
    await asyncio.sleep(2 * STEP_S)
    evidence = await _upload(officer, photo("done", number))
    answer = {"text": ANSWERS[category], "outcome": "resolved", "media": [evidence]}
    await officer.step(f"{desk}/answer", answer, at=desk)
    town.say(NAME, f"{address}: {ANSWERS[category]}")
    await asyncio.sleep(STEP_S)
    await moderator.step(f"{desk}/review", {"decision": "resolve"}, at=desk)
    await asyncio.sleep(STEP_S)
    rating = RATINGS[number % len(RATINGS)]
    await citizen.write(f"/v1/reports/mine/{report['id']}/rating", {"rating": rating})
    town.say(NAME, f"{address}: {rating}")


async def _upload(person: Visitor, content: bytes) -> str:
    """By tus, in one piece; the SHA-256 by which the file is named."""
    headers = {"Authorization": f"Bearer {person.token}", "Tus-Resumable": "1.0.0"}
    begun = await person.client.post("/v1/report-uploads", headers=headers | {"Upload-Length": str(len(content))})
    begun.raise_for_status()
    piece = headers | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    sent = await person.client.patch(begun.headers["location"], content=content, headers=piece)
    sent.raise_for_status()
    return sent.headers["hue-sha256"]
