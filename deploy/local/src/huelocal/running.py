"""Something alive that the supervisor keeps: a server program, the fork server, or a service forked by it."""

import asyncio
import subprocess
from typing import Protocol

POLL_S = 0.05


class Running(Protocol):
    @property
    def pid(self) -> int: ...

    async def wait(self) -> int:
        """Return its exit code when it has ended."""
        ...


class RunningProgram:
    """A program started with `subprocess`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    async def wait(self) -> int:
        while (code := self._process.poll()) is None:  # noqa: ASYNC110 - a Popen has no event to wait for
            await asyncio.sleep(POLL_S)
        return code

    def kill(self) -> None:
        self._process.kill()
