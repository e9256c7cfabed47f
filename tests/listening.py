"""A reader of `/v1/stream`, as a browser's EventSource is one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

SILENCE_S = 20.0
RETRY_S = 0.1


@dataclass(frozen=True)
class Heard:
    """One event: its number in the stream, its short type (`report.received`), and the CloudEvent."""

    number: int
    name: str
    event: dict[str, Any]


@dataclass
class Listener:
    """Reads until it is closed, and comes back with `Last-Event-ID` when the connection is lost."""

    url: str
    token: str = ""
    last_id: str = ""
    heard: list[Heard] = field(default_factory=list[Heard])
    resets: int = 0
    connections: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.heard]

    def about(self, subject: str) -> list[str]:
        """What happened to one report, in order."""
        return [each.name for each in self.heard if each.event["subject"] == subject]

    async def listen(self) -> None:
        timeout = httpx.Timeout(2.0, read=SILENCE_S)
        async with httpx.AsyncClient(base_url=self.url, timeout=timeout, trust_env=False) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    await self._once(client)
                self.open.clear()
                await asyncio.sleep(RETRY_S)

    async def _once(self, client: httpx.AsyncClient) -> None:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.last_id:
            headers["Last-Event-ID"] = self.last_id
        async with client.stream("GET", "/v1/stream", headers=headers) as answer:
            if answer.status_code != httpx.codes.OK:
                return
            self.connections += 1
            fields: dict[str, str] = {}
            async for line in answer.aiter_lines():
                self.open.set()
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                else:
                    self._take(fields)
                    fields = {}

    def _take(self, fields: dict[str, str]) -> None:
        if fields.get("event") == "reset":
            self.resets += 1
            return
        self.last_id = fields.get("id", self.last_id)
        if "data" in fields:
            name = fields["event"].removeprefix("vn.hue.reflection.").removesuffix(".v1")
            self.heard.append(Heard(int(fields["id"]), name, json.loads(fields["data"])))


@asynccontextmanager
async def listening(url: str, token: str = "", last_id: str = "") -> AsyncIterator[Listener]:
    listener = Listener(url, token, last_id)
    task = asyncio.create_task(listener.listen())
    try:
        await asyncio.wait_for(listener.open.wait(), SILENCE_S)
        yield listener
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
