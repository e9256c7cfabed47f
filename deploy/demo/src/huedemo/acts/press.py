"""A newspaper writes, also what the city does not like to read; an agency is asked, and its answer is published."""

import asyncio
import itertools
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from huedemo.feeds import Told, rss, stories
from huedemo.town import Town, Visitor

NAME = "press"
EVERY_S = 12.0
LOOK_S = 4.0
OPS = "/v1/ops/press"
BAD = (
    "Người dân phường Kim Long, Huế bức xúc vì Sở Xây dựng chậm trễ sửa đường",
    "Bãi rác tự phát ở phường Vỹ Dạ gây ô nhiễm, người dân kêu cứu",
)


class Newspaper:
    """An HTTP server with one feed that grows."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._run = uuid4().hex[:6]

    def write(self, number: int) -> str:
        moment = datetime.now(UTC)
        if number % 3 == 1:
            title = BAD[number // 3 % len(BAD)]
            url = f"https://bao.example.vn/{self._run}-{number}.html"
            told = Told(f"{self._run}-{number}", url, title, "Nhiều hộ dân cho biết đã chờ đợi rất lâu.", moment)
        else:
            [told] = stories(number, 1, at=moment, host=f"{self._run}-{number}.example.vn")
        self.told = [told, *self.told][:40]
        return told.title

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = rss(self.told)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


async def act(town: Town) -> None:
    moderator, paper = await town.person("moderator", "demo-a"), Newspaper()
    town.say(NAME, paper.write(0))
    server = await asyncio.start_server(paper.serve, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/rss"
        source = {"name": "Báo thử nghiệm", "publisher": "Báo thử nghiệm", "url": url, "is_private": True}
        await moderator.write(f"{OPS}/sources", source | {"agreed_s": 1, "terms": "demo"})
        async with asyncio.TaskGroup() as group:
            group.create_task(_write(town, paper))
            group.create_task(_answer(town, moderator))


async def _write(town: Town, paper: Newspaper) -> None:
    for number in itertools.count(1):
        await asyncio.sleep(EVERY_S)
        town.say(NAME, paper.write(number))


async def _answer(town: Town, moderator: Visitor) -> None:
    """Each negative story is put to an agency, and answered."""
    done: set[str] = set()
    unit: dict[str, Any] = (await moderator.read(f"{OPS}/choices"))["units"][0]
    while True:
        for story in (await moderator.read(f"{OPS}/stories"))["items"]:
            if story["tone"] != "negative" or story["id"] in done:
                continue
            done.add(story["id"])
            item = (await moderator.read(f"{OPS}/stories/{story['id']}"))["items"][0]
            asked = await moderator.write(
                f"{OPS}/items/{item['id']}/assignment", {"unit_id": unit["id"], "question": "Khi nào xử lý xong?"}
            )
            town.say(NAME, f"giao {unit['name']['vi']} trả lời báo chí")
            await asyncio.sleep(LOOK_S)
            await moderator.write(f"{OPS}/responses/{asked['id']}/answer", {"text": "Sẽ hoàn thành trong tháng này."})
            await moderator.write(f"{OPS}/responses/{asked['id']}/publication", {})
            town.say(NAME, "đã công bố trả lời báo chí")
        await asyncio.sleep(LOOK_S)
