"""The city as somebody outside of it meets it: addresses, people with tokens, and what was done so far."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

TIMEOUT_S = 20.0
JSON = "application/json"
BUSY = {503, 504}
RUNNING = 409
"""The first try of the same key is still under way."""
OVERTAKEN = 412
READS = 4
AGAIN_S = 1.0


class Refused(Exception):
    """The city has answered no; the sentence says what."""


class Overtaken(Refused):
    """Somebody else has changed it since it was read (412)."""


@dataclass
class Visitor:
    """Somebody who speaks to the gateway. Raises `Refused` for an answer that is not 2xx."""

    client: httpx.AsyncClient
    token: str

    async def read(self, path: str, **query: str) -> Any:
        """Asks again when the city says it is busy, as a page does."""
        for _ in range(READS - 1):
            answer = await self.client.get(path, params=query, headers=self._headers())
            if answer.status_code not in BUSY:
                return self._taken(answer)
            await asyncio.sleep(AGAIN_S)
        return self._taken(await self.client.get(path, params=query, headers=self._headers()))

    async def write(self, path: str, document: Any = None, *, key: str = "", method: str = "POST", **more: str) -> Any:
        """`key` by default a new one; `more` are headers."""
        headers = self._headers() | {"Idempotency-Key": key or str(uuid4())} | more
        return await self._sent(method, path, json=document, headers=headers)

    async def bring(self, path: str, content: bytes, media_type: str, *, method: str = "POST", **query: str) -> Any:
        headers = self._headers() | {"Idempotency-Key": str(uuid4()), "Content-Type": media_type}
        return await self._sent(method, path, content=content, params=query, headers=headers)

    async def step(self, path: str, document: Any, *, at: str) -> Any:
        """A change of the newest version of what lies at `at`; once more when somebody else was quicker."""
        for _ in range(READS - 1):
            version = (await self.read(at))["version"]
            try:
                return await self.write(path, document, **{"If-Match": f'"{version}"'})
            except Overtaken:
                await asyncio.sleep(AGAIN_S)
        version = (await self.read(at))["version"]
        return await self.write(path, document, **{"If-Match": f'"{version}"'})

    async def _sent(self, method: str, path: str, **more: Any) -> Any:
        """Sent again under the same key while the city says it is busy, as the app does."""
        for _ in range(READS - 1):
            answer = await self.client.request(method, path, **more)
            if answer.status_code not in BUSY | {RUNNING}:
                return self._taken(answer)
            await asyncio.sleep(AGAIN_S)
        return self._taken(await self.client.request(method, path, **more))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @staticmethod
    def _taken(answer: httpx.Response) -> Any:
        if not answer.is_success:
            refused = Overtaken if answer.status_code == OVERTAKEN else Refused
            raise refused(
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:300]}"
            )
        return answer.json() if answer.headers.get("content-type", "").startswith(JSON) else answer.content


@dataclass
class Town:
    """`ports` by name, those of doors as `service.setting`."""

    url: str
    ports: Mapping[str, int]
    mqtt_url: str
    done: Counter[str] = field(default_factory=Counter[str])
    stumbled: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(base_url=self.url, timeout=TIMEOUT_S, trust_env=False)
        self._began = time.monotonic()

    def door(self, name: str) -> int:
        return self.ports[name]

    @property
    def passed_s(self) -> float:
        return time.monotonic() - self._began

    async def person(self, role: str, name: str = "", **more: str) -> Visitor:
        given = {"role": role, "name": name} | more
        answer = await self.client.post("/v1/dev/token", json={key: value for key, value in given.items() if value})
        if not answer.is_success:
            raise Refused(f"no token for {role}: {answer.status_code} {answer.text[:300]}")
        return Visitor(self.client, answer.json()["access_token"])

    def say(self, service: str, sentence: str) -> None:
        self.done[service] += 1
        minutes, seconds = divmod(int(self.passed_s), 60)
        print(f"{minutes:02}:{seconds:02}  {service:<12} {sentence}", flush=True)

    def stumble(self, service: str, error: Exception) -> None:
        self.stumbled[service] += 1
        print(f"       {service:<12} ! {error or type(error).__name__}", flush=True)
