"""Officials get cards; citizens scan them and rate; now and then a card is suspended, and found again."""

import asyncio
import itertools
import random
from typing import Any

from huedemo.pictures import portrait
from huedemo.town import Town, Visitor

NAME = "cards"
EVERY_S = 3.0
LOST_AT, FOUND_AT, ROUND = 6, 10, 12
OPS = "/v1/ops/cards"
OFFICIALS = (
    ("DEMO-01", "Nguyễn Thị Hồng Nhung", "046190001234"),
    ("DEMO-02", "Trần Quốc Bảo", "046085004321"),
    ("DEMO-03", "Lê Hoàng Minh Châu", "046192007788"),
)


async def act(town: Town) -> None:
    first, second = await town.person("moderator", "demo-a"), await town.person("supervisor", "demo-b")
    cards = [await _card(town, (first, second), number) for number in range(len(OFFICIALS))]
    chance = random.Random()
    for number in itertools.count():
        card = chance.choice(cards)
        citizen = await town.person("citizen", f"demo-scan-{chance.randrange(10_000)}")
        found = await citizen.write("/v1/cards/verifications", {"text": card["front"]})
        town.say(NAME, f"quét thẻ {card['number']}: {found['result']}")
        if found["result"] == "valid":
            stars = chance.choice((3, 4, 4, 5, 5, 5))
            await citizen.write(f"/v1/cards/{card['short_id']}/ratings", {"stars": stars})
            town.say(NAME, f"chấm {stars} sao")
        if number % ROUND in {LOST_AT, FOUND_AT}:
            await _lose_or_find(town, first, cards[-1], is_lost=number % ROUND == LOST_AT)
        await asyncio.sleep(EVERY_S)


async def _card(town: Town, staff: tuple[Visitor, Visitor], number: int) -> dict[str, Any]:
    """The official's card with its codes; made, asked for, approved and issued when there is none."""
    staff_no, name, citizen_id = OFFICIALS[number]
    first, second = staff
    known = (await first.read(OPS, q=staff_no))["items"]
    if live := [each for each in known if each["state"] in {"active", "suspended"}]:
        card = await first.read(f"{OPS}/{live[0]['id']}")
        if card["state"] == "suspended":
            await _lose_or_find(town, first, card, is_lost=False)
        return card
    official = await _official(first, staff_no, name, citizen_id)
    picture = await asyncio.to_thread(portrait, number)
    await first.bring(f"{OPS}/officials/{official['id']}/photo", picture, "image/jpeg", method="PUT")
    wanted = {"official_id": official["id"], "valid_from": "2026-01-01", "valid_to": "2030-12-31"}
    card = await first.write(OPS, wanted)
    for person, action in ((first, "request"), (second, "approve"), (first, "issue")):
        card = await person.write(f"{OPS}/{card['id']}/moves", {"action": action})
    town.say(NAME, f"cấp thẻ {card['number']} cho {name}")
    return card


async def _official(first: Visitor, staff_no: str, name: str, citizen_id: str) -> dict[str, Any]:
    known = (await first.read(f"{OPS}/officials", q=staff_no))["items"]
    if known:
        return known[0]
    agency = (await first.read("/v1/organisations/agencies"))["items"][0]
    facts = {"staff_no": staff_no, "full_name": name, "citizen_id": citizen_id, "birth_date": "1990-05-04"}
    post = {"position_vi": "Chuyên viên Bộ phận Một cửa", "position_en": "One-stop officer", "agency_id": agency["id"]}
    return await first.write(f"{OPS}/officials", facts | post)


async def _lose_or_find(town: Town, first: Visitor, card: dict[str, Any], *, is_lost: bool) -> None:
    if is_lost == ((await first.read(f"{OPS}/{card['id']}"))["state"] == "suspended"):
        return
    move = {"action": "suspend", "reason": "lost_pending"} if is_lost else {"action": "reinstate"}
    await first.write(f"{OPS}/{card['id']}/moves", move)
    town.say(NAME, f"thẻ {card['number']}: {'tạm đình chỉ' if is_lost else 'dùng lại được'}")
