"""Timed work of a service: run by the process whose relay leads, so by one process at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from hueioc.tasks import end, lasting

if TYPE_CHECKING:
    from hueioc.runtime import Runtime

log = structlog.get_logger(__name__)

Work = Callable[["Runtime"], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Runs `work` every `every_s` seconds, first after one interval."""

    name: str
    every_s: float
    work: Work


class JobLoop:
    """Runs one job until it is stopped. A failed run is logged and tried again at the next turn."""

    def __init__(self, job: Job, runtime: "Runtime") -> None:
        self._job = job
        self._runtime = runtime
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name=f"job-{self._job.name}")

    async def stop(self) -> None:
        await end(self._task)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._job.every_s)
            if not self._runtime.relay.leads.is_set():
                continue
            try:
                await self._job.work(self._runtime)
            except Exception as error:
                log.warning("job_failed", job=self._job.name, error=type(error).__name__, exc_info=error)
            self._runtime.relay.wake()
