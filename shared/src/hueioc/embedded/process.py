"""Starting and stopping a server program that must not outlive us."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from hueioc.embedded import launcher
from hueioc.embedded.account import Account
from hueioc.embedded.failure import ServerError

POLL_S = 0.02
START_TIMEOUT_S = 60.0  # after a crash PostgreSQL replays its log first
STOP_PATIENCE_S = 3.0
LOG_TAIL_BYTES = 2000


def launch(
    command: Sequence[str | Path],
    *,
    log: Path,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    death_signal: int = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, its output appended to `log`; it gets `death_signal` when we die.

    Linux ties it to the THREAD that calls: call from one that lives as long as the server should.
    """
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    tie = [os.getpid(), int(death_signal), uid, gid]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", launcher.__file__, *map(str, tie), *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=None if environment is None else dict(environment),
            cwd="/" if account else None,  # the current folder may be closed to the account
            start_new_session=True,
            pass_fds=pass_fds,
        )


class ServerProcess(ABC):
    """A server program and its log. `start` and `stop` wait; who has a loop of his own uses `launch` and `is_ready`."""

    title: str
    stop_signals: tuple[int, ...]
    """Sent one after the other until it ends; SIGKILL is the last without being named."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def launch(self) -> subprocess.Popen[bytes]:
        """Start the program and return at once."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the program that we launched, and no other, answers."""

    def start(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Launch and return when it answers; raise ServerError with the end of its log when it does not."""
        process = self.launch()
        deadline = time.monotonic() + timeout_s
        while not self.is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise self.failure()
            time.sleep(POLL_S)

    def stop(self, patience_s: float = STOP_PATIENCE_S) -> None:
        """Send each signal in turn, waiting `patience_s` after each, until the process has ended."""
        if self.process is None:
            return
        for number in (*self.stop_signals, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)
            try:
                self.process.wait(timeout=patience_s)
            except subprocess.TimeoutExpired:
                continue
            break
        self.process = None

    def failure(self) -> ServerError:
        return ServerError(f"{self.title} does not start. The end of {self.log}:\n{tail(self.log)}")


def tail(log: Path) -> str:
    """The end of a log, for an error message."""
    if not log.exists():
        return "(it wrote nothing)"
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_TAIL_BYTES))
        return file.read().decode(errors="replace").strip() or "(it wrote nothing)"
