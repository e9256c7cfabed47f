"""The press in the whole city: a newspaper's feed becomes stories, an answer and a digest that everybody reads."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from huedemo.feeds import Told, rss

from tests.city import City
from tests.people import until

SEEN_WITHIN_S = 20.0
TITLE = "Người dân phường Kim Long, Huế bức xúc vì Sở Xây dựng chậm trễ sửa đường"
ETAG = '"1"'


class Newspaper:
    """An HTTP server that knows conditional requests."""

    def __init__(self) -> None:
        told = Told("tin-1", "https://bao.example.vn/tin-1.html", TITLE, "Nhiều hộ dân chờ đã lâu.", datetime.now(UTC))
        self.feed, self.asked, self.unchanged = rss([told]), 0, 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        self.asked += 1
        is_known = f"if-none-match: {ETAG}" in head
        self.unchanged += is_known
        status, body = ("304 Not Modified", b"") if is_known else ("200 OK", self.feed)
        writer.write(f"HTTP/1.1 {status}\r\nETag: {ETAG}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@pytest.fixture
async def newspaper() -> AsyncIterator[tuple[Newspaper, str]]:
    made = Newspaper()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    yield made, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/rss"
    server.close()
    await server.wait_closed()


async def test_a_feed_becomes_a_story_an_answer_and_a_digest(city: City, newspaper):
    paper, url = newspaper
    async with city.client() as client:
        staff = {"Authorization": f"Bearer {city.token('moderator')}"}

        async def post(path: str, body: dict) -> dict:
            headers = staff | {"Idempotency-Key": str(uuid4())}
            answer = await client.post(path, json=body, headers=headers)
            assert answer.is_success, answer.text
            return answer.json()

        source = {"name": "Báo thử", "publisher": "Báo thử", "url": url, "is_private": True}
        await post("/v1/ops/press/sources", source | {"agreed_s": 1, "terms": "test"})

        async def stories() -> list[dict]:
            answer = await client.get("/v1/ops/press/stories", headers=staff)
            return answer.json()["items"] if answer.is_success else []

        (story,) = await until(stories, SEEN_WITHIN_S, is_it=lambda found: len(found) == 1)
        assert (story["title"], story["tone"]) == (TITLE, "negative")
        await until(lambda: _value(paper), SEEN_WITHIN_S)

        detail = (await client.get(f"/v1/ops/press/stories/{story['id']}", headers=staff)).json()
        choices = (await client.get("/v1/ops/press/choices", headers=staff)).json()
        unit = next(each for each in choices["units"] if each["name"]["vi"] == "Sở Xây dựng")
        asked = await post(
            f"/v1/ops/press/items/{detail['items'][0]['id']}/assignment",
            {"unit_id": unit["id"], "question": "Bao giờ?"},
        )
        await post(f"/v1/ops/press/responses/{asked['id']}/answer", {"text": "Trước Tết."})
        await post(f"/v1/ops/press/responses/{asked['id']}/publication", {})

        async def answers() -> list[dict]:
            return (await client.get("/v1/press/answers")).json()["items"]

        (shown,) = await until(answers, SEEN_WITHIN_S, is_it=lambda found: len(found) == 1)
        assert shown["answer"] == "Trước Tết."

        async def digest() -> list[dict]:
            return (await client.get("/v1/press/digest")).json()["answers"]

        await until(digest, SEEN_WITHIN_S, is_it=lambda found: len(found) == 1)

        async def tile() -> bool:
            answer = await client.get("/v1/city/press", headers=staff)
            figures = {each["code"]: each["value"] for each in answer.json().get("figures", [])}
            return figures.get("stories") == 1

        await until(tile, SEEN_WITHIN_S)
        assert (await client.get("/v1/city/press")).status_code in {401, 403, 404}
    async with city.database("press") as database:
        rows = await database.fetch("select subject from outbox where subject ~ '^evt.press.(story|item)' order by id")
    assert [row["subject"].removeprefix("evt.press.") for row in rows] == [
        *("story.opened", "story.turned_negative", "item.assigned", "item.answered", "item.published")
    ]


async def _value(paper: Newspaper) -> bool:
    """It was asked again, with what it had said before."""
    return paper.unchanged > 0
