"""A village: the city with tiny services, started and stopped by the real `hue` command in a home of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import psutil
import pytest

from hueioc.embedded.account import open_scratch_folder

HUE = Path(sys.executable).parent / "hue"
READY_TIMEOUT_S = 40.0


class Village:
    """`up` starts it; what it said is in `said()`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = os.environ | {"HUE_HOME": str(home), "PYTHONPATH": str(Path(__file__).parent)}
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> subprocess.Popen[bytes]:
        with self._words.open("ab") as words:
            command = [HUE, "up", "--workshop", "village"]
            self.process = subprocess.Popen(command, env=self.environment, stdout=words, stderr=words)
        return self.process

    def up(self) -> "Village":
        process = self.begin()
        starts = self.said().count("Ready in")
        until(lambda: self.said().count("Ready in") > starts or process.poll() is not None, READY_TIMEOUT_S)
        assert self.is_ready, self.said()
        return self

    def up_in_vain(self) -> None:
        self.begin().wait(timeout=READY_TIMEOUT_S)

    def hue(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [HUE, *arguments], env=self.environment, capture_output=True, text=True, timeout=30, check=False
        )

    def said(self) -> str:
        return self._words.read_text()

    @property
    def _words(self) -> Path:
        return self.home / "said"

    @property
    def state(self) -> dict[str, Any]:
        return json.loads((self.home / "state.json").read_text())

    @property
    def is_ready(self) -> bool:
        return (self.home / "state.json").exists() and bool(self.state["is_ready"])

    def one(self, name: str) -> dict[str, Any]:
        return next(process for process in self.state["processes"] if process["name"] == name)

    def everybody(self) -> list[psutil.Process]:
        """The supervisor and all that descend from it."""
        supervisor = psutil.Process(self.state["supervisor"])
        return [supervisor, *supervisor.children(recursive=True)]

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)


def until(is_true: Callable[[], bool], timeout_s: float = 15.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def new_village() -> Generator[Callable[[], Village]]:
    made: list[Village] = []

    def make() -> Village:
        made.append(Village(open_scratch_folder("hue-village-") / "a home"))
        made[-1].home.mkdir()
        return made[-1]

    yield make
    for village in made:
        village.stop()
        shutil.rmtree(village.home.parent, ignore_errors=True)


@pytest.fixture(scope="module")
def village() -> Generator[Village]:
    """One that stays up for the tests of a module."""
    home = open_scratch_folder("hue-village-")
    village = Village(home).up()
    yield village
    village.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def wait_until() -> Callable[..., None]:
    return until
