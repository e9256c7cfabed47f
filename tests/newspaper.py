"""A newspaper for tests: an HTTP server with one feed, that knows conditional requests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from huedemo.feeds import Told, rss

ETAG = '"1"'


class Newspaper:
    """One item. `asked` counts requests, `unchanged` those that got 304."""

    def __init__(self, code: str, title: str, lead: str) -> None:
        told = Told(code, f"https://bao.example.vn/{code}.html", title, lead, datetime.now(UTC))
        self.name, self.feed, self.asked, self.unchanged, self.port = f"Báo {code}", rss([told]), 0, 0, 0

    @property
    def source(self) -> dict[str, object]:
        """As staff register it."""
        url = f"http://127.0.0.1:{self.port}/{self.name.rpartition(' ')[2]}"
        return {
            "name": self.name,
            "publisher": self.name,
            "url": url,
            "is_private": True,
            "agreed_s": 1,
            "terms": "test",
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        self.asked += 1
        is_known = f"if-none-match: {ETAG}" in head
        self.unchanged += is_known
        status, body = ("304 Not Modified", b"") if is_known else ("200 OK", self.feed)
        writer.write(f"HTTP/1.1 {status}\r\nETag: {ETAG}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def printing(code: str, title: str, lead: str = "Nhiều hộ dân chờ đã lâu.") -> AsyncIterator[Newspaper]:
    paper = Newspaper(code, title, lead)
    server = await asyncio.start_server(paper.serve, "127.0.0.1", 0)
    paper.port = server.sockets[0].getsockname()[1]
    try:
        yield paper
    finally:
        server.close()
        await server.wait_closed()
