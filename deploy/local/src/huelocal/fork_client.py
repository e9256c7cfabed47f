"""The supervisor's side of the fork server."""

import asyncio
import contextlib
import json
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hueioc.embedded.process import launch
from huelocal.plan import ServicePlan
from huelocal.running import RunningProgram

LOST = -signal.SIGKILL
GRACE_S = 0.5


class Child:
    """A process that the fork server became."""

    def __init__(self) -> None:
        self.started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def pid(self) -> int:
        return self.started.result()

    async def wait(self) -> int:
        return await asyncio.shield(self.ended)


class ForkClient:
    """One fork server, started by `launch`. When it ends, all its children have."""

    def __init__(self, workshop: str, log: Path) -> None:
        self._workshop = workshop
        self._log = log
        self._writer: asyncio.StreamWriter | None = None
        self._children: dict[int, Child] = {}
        self._program: RunningProgram | None = None
        self._last_id = 0
        self._listener: asyncio.Task[None] | None = None
        self.plans: list[ServicePlan] | None = None
        """Known once everything is imported."""

    async def launch(self) -> RunningProgram:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "huelocal.forkserver", str(theirs.fileno()), self._workshop]
        process = launch(command, log=self._log, pass_fds=[theirs.fileno()])
        theirs.close()
        self.plans = None
        reader, self._writer = await asyncio.open_connection(sock=ours)
        self._listener = asyncio.create_task(self._listen(reader, self._writer))
        self._program = RunningProgram(process)
        return self._program

    async def is_ready(self) -> bool:
        return self.plans is not None

    async def start(self, task: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Child:
        """Fork a child that does `task`; return when it exists."""
        self._last_id += 1
        child = self._children[self._last_id] = Child()
        self._say(
            do="start",
            id=self._last_id,
            task=task,
            arguments=list(arguments),
            environment=dict(environment),
            log=str(log),
        )
        await asyncio.wait([child.started, child.ended], return_when=asyncio.FIRST_COMPLETED)
        if not child.started.done():
            msg = "the fork server ended"
            raise ConnectionError(msg)
        return child

    def signal(self, child: Child, number: int) -> None:
        for identity, known in self._children.items():
            if known is child:
                self._say(do="signal", id=identity, number=number)

    async def shut_down(self, patience_s: float) -> None:
        """Terminate all children, kill the stubborn after `patience_s`, and end."""
        if self._program is None:
            return
        with contextlib.suppress(ConnectionError):
            self._say(do="stop", patience_s=patience_s)
        try:
            async with asyncio.timeout(patience_s + GRACE_S):
                await self._program.wait()
        except TimeoutError:
            self._program.kill()  # the children follow it
            await self._program.wait()

    def _say(self, **command: Any) -> None:
        if self._writer is None or self._writer.is_closing():
            msg = "the fork server is not running"
            raise ConnectionError(msg)
        self._writer.write(json.dumps(command).encode() + b"\n")

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                self._note(json.loads(line))
        except ConnectionResetError:
            pass
        finally:
            writer.close()
            lost, self._children = self._children, {}
            for child in lost.values():  # they die with their parent
                child.ended.set_result(LOST)

    def _note(self, news: dict[str, Any]) -> None:
        if "plans" in news:
            self.plans = [ServicePlan.from_json(plan) for plan in news["plans"]]
        elif "started" in news:
            self._children[news["started"]].started.set_result(news["pid"])
        else:
            self._children.pop(news["ended"]).ended.set_result(news["code"])
