"""The fork server: imports everything once, then becomes each service by a fork, on the supervisor's command.

One thread, no event loop, and no connection but the channel to the supervisor: a fork copies none of them. Run as
`python -m huelocal.forkserver CHANNEL WORKSHOP`. Commands and news are JSON lines:

    <- {"plans": [...]}                                                      when everything is imported
    -> {"do": "start", "id": 1, "task": "serve", "arguments": [...], "environment": {...}, "log": "..."}
    <- {"started": 1, "pid": 4711}
    -> {"do": "signal", "id": 1, "number": 15}
    <- {"ended": 1, "code": -15}
    -> {"do": "stop", "patience_s": 2.5}                                     or the end of the channel
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from importlib import import_module
from typing import Any, cast

from huelocal.child import Assignment, become
from huelocal.plan import Workshop

RECEIVE_BYTES = 65536
DEFAULT_PATIENCE_S = 2.5


class ForkServer:
    def __init__(self, channel: socket.socket, workshop: Workshop) -> None:
        self._channel = channel
        self._workshop = workshop
        self._received = b""
        self._ids: dict[int, int] = {}  # process id -> the supervisor's id
        self._kill_at: float | None = None
        self._alarm, wakeup = os.pipe()
        os.set_blocking(self._alarm, False)
        os.set_blocking(wakeup, False)
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.signal(signal.SIGTERM, lambda _number, _frame: self._stop(DEFAULT_PATIENCE_S))
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> None:
        plans = [plan.to_json() for plan in self._workshop.plans()]  # imports every service
        gc.collect()
        gc.freeze()  # a later collection would write to these pages and so copy them in every child
        self._say(plans=plans)
        channel_is_open = True
        while self._kill_at is None or self._ids:
            sources = [self._alarm, self._channel] if channel_is_open else [self._alarm]
            timeout = None if self._kill_at is None else max(0.0, self._kill_at - time.monotonic())
            ready, _, _ = select.select(sources, [], [], timeout)
            if self._alarm in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._alarm, RECEIVE_BYTES)
            self._reap()
            if self._channel in ready:
                channel_is_open = self._listen()
            if self._kill_at is not None and time.monotonic() >= self._kill_at:
                self._kill_rest()

    def _listen(self) -> bool:
        """Obey what was received; False when the supervisor is gone."""
        received = self._channel.recv(RECEIVE_BYTES)
        if not received:
            self._stop(DEFAULT_PATIENCE_S)
            return False
        *lines, self._received = (self._received + received).split(b"\n")
        for line in lines:
            self._obey(json.loads(line))
        return True

    def _obey(self, command: dict[str, Any]) -> None:
        match command["do"]:
            case "start" if self._kill_at is None:
                self._start(command)
            case "start":
                self._say(ended=command["id"], code=-signal.SIGTERM)
            case "signal":
                self._signal(command["id"], command["number"])
            case "stop":
                self._stop(command["patience_s"])
            case unknown:
                msg = f"no such command: {unknown}"
                raise ValueError(msg)

    def _start(self, command: dict[str, Any]) -> None:
        assignment = Assignment(
            task=getattr(self._workshop, command["task"]),
            arguments=command["arguments"],
            environment=command["environment"],
            log=command["log"],
        )
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            become(assignment, parent)
        self._ids[pid] = command["id"]
        self._say(started=command["id"], pid=pid)

    def _signal(self, wanted: int, number: int) -> None:
        for pid, identity in self._ids.items():
            if identity == wanted:
                os.kill(pid, number)  # not yet reaped, so the number cannot be somebody else's

    def _stop(self, patience_s: float) -> None:
        if self._kill_at is None:
            self._kill_at = time.monotonic() + patience_s
            for pid in self._ids:
                os.kill(pid, signal.SIGTERM)

    def _kill_rest(self) -> None:
        for pid in self._ids:
            os.killpg(pid, signal.SIGKILL)
        self._kill_at = time.monotonic() + DEFAULT_PATIENCE_S

    def _reap(self) -> None:
        while self._ids and (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)):
            pid = ended.si_pid
            # Its own children first, while the unreaped leader still keeps the number of the group.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            self._say(ended=self._ids.pop(pid), code=os.waitstatus_to_exitcode(status))

    def _say(self, **news: Any) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # then the channel ends, and we stop
            self._channel.sendall(json.dumps(news).encode() + b"\n")


def main() -> None:
    gc.disable()
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.set_inheritable(False)
    workshop = cast("Workshop", import_module(sys.argv[2]))
    server = ForkServer(channel, workshop)
    server.run()


if __name__ == "__main__":
    main()
