"""Keeps one thing alive: starts it, waits until it is ready, and starts it again when it ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum

from hueioc.embedded.failure import ServerError
from huelocal.backoff import Backoff
from huelocal.running import Running

READY_POLL_S = 0.05


class Condition(StrEnum):
    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    STOPPED = "stopped"


class Keeper:
    """`name` is kept alive as long as `keep()` runs. `tell(sentence)` speaks to the person at the terminal."""

    def __init__(
        self,
        name: str,
        start: Callable[[], Awaitable[Running]],
        is_ready: Callable[[], Awaitable[bool]],
        *,
        tell: Callable[[str], None],
        changed: Callable[[], object],
    ) -> None:
        self.name = name
        self.condition = Condition.STARTING
        self.running: Running | None = None
        self.ready = asyncio.Event()
        self.restarts = 0
        self._start = start
        self._is_ready = is_ready
        self._tell = tell
        self._changed = changed
        self._backoff = Backoff()

    async def keep(self) -> None:
        while True:
            began = time.monotonic()
            reason = await self._live_once()
            delay = self._backoff.after(time.monotonic() - began)
            self.restarts += 1
            self._become(Condition.RESTARTING)
            self._tell(f"{self.name} {reason}; starting it again in {delay:.1f} s")
            await asyncio.sleep(delay)
            self._become(Condition.STARTING)

    async def _live_once(self) -> str:
        """Start it and wait until it ends; say why it did."""
        try:
            self.running = await self._start()
        except (ServerError, ConnectionError, OSError) as error:
            return f"could not be started ({error})"
        self._changed()
        ended = asyncio.ensure_future(self.running.wait())
        try:
            while not ended.done():
                if await self._is_ready():
                    self._become(Condition.READY)
                    self.ready.set()
                    break
                await asyncio.wait([ended], timeout=READY_POLL_S)
            return f"ended with code {await ended}"
        finally:
            ended.cancel()
            self.ready.clear()

    def _become(self, condition: Condition) -> None:
        self.condition = condition
        if condition is not Condition.READY:
            self.running = None
        self._changed()
