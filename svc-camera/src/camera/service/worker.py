"""The supervised worker process: started when there is something to watch, ended when there is not, and watched itself.

It is spawned, never forked: decoders have threads and locks that do not outlive a fork.
"""

import asyncio
import contextlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from camera.rules.health import backoff_s
from hueioc.tasks import end

log = structlog.get_logger(__name__)

SILENT_S = 20.0
"""It says every two seconds that it is alive; one that does not, hangs."""
LONGEST_LINE = 1 << 20
LEAVE_S = 3.0


class WorkerProcess:
    """One run of the program. `said` gives its messages one by one, so a slow database slows the worker down."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self._process = process
        self.folder = folder
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=200)
        self._heard = time.monotonic()
        self._reader = asyncio.create_task(self._read(), name="camera-worker-reader")

    @classmethod
    async def start(cls) -> "WorkerProcess":
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="hue-camera-"))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "camera.rules.worker",
            str(folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST_LINE,
        )
        log.info("camera_worker_started", pid=process.pid)
        return cls(process, folder)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    @property
    def is_silent(self) -> bool:
        """It hangs: nothing was heard, and not because nobody listened."""
        return not self.said.full() and time.monotonic() - self._heard > SILENT_S

    def tell(self, command: Mapping[str, Any]) -> None:
        if self.is_alive and self._process.stdin is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(json.dumps(command).encode() + b"\n")

    async def stop(self) -> None:
        """Its input ends, so does it; what it laid down goes."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(LEAVE_S):
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await end(self._reader)
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    async def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        while line := await self._process.stdout.readline():
            self._heard = time.monotonic()
            message: dict[str, Any] = json.loads(line)
            if message["say"] != "alive":
                await self.said.put(message)
                self._heard = time.monotonic()


class Restarts:
    """When the next start may be tried: at once, then with growing waits."""

    def __init__(self) -> None:
        self._attempt = 0
        self._next = 0.0

    @property
    def may(self) -> bool:
        return time.monotonic() >= self._next

    def started(self) -> None:
        self._next = time.monotonic() + backoff_s(self._attempt, 0.0)
        self._attempt += 1

    def steady(self) -> None:
        self._attempt = 0
