"""A whole city for a test: `hue up` in a folder of its own, its addresses, its processes, its people."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil

from hueioc.bus.connection import Bus
from hueioc.embedded.account import open_scratch_folder
from hueioc.embedded.nats_config import ADMIN
from huelocal.commands.running_city import _surroundings
from huelocal.environment import Surroundings
from huelocal.home import CHECKOUT, Home

HUE = Path(sys.executable).parent / "hue"
READY_WITHIN_S = 80.0
WHOLE_WITHIN_S = 60.0
STOP_WITHIN_S = 8.0
ANSWER_S = 10.0
LOOK_S = 0.05
PATIENT = {"Hue-Timeout-Ms": "9000"}
"""The gateway gives a service 0.8 s for a read: too little where two test cities share two cores."""


class City:
    """`up` starts it. Everything is looked up anew, because what dies comes back under another process id."""

    def __init__(self, home: Path, *, workshop: str = "huelocal.workshop", only: Sequence[str] = ()) -> None:
        """`only`: the services beside the gateway; none named: all."""
        self.home = Home(home)
        self._options = ["--workshop", workshop, "--only", ",".join(only)]
        self._process: subprocess.Popen[bytes] | None = None
        path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(CHECKOUT))))
        self.environment = os.environ | {"HUE_HOME": str(home), "PYTHONPATH": path}

    def up(self) -> "City":
        with (self.home.root / "said").open("ab") as words:
            command = [HUE, "up", "--no-web", *self._options]
            self._process = subprocess.Popen(command, env=self.environment, stdout=words, stderr=words)
        until(lambda: self._is_ready() or self._process.poll() is not None, READY_WITHIN_S)
        assert self._process.poll() is None, self.said()
        return self

    def stop(self) -> float:
        """How many seconds it took. Nothing of it may be left."""
        everybody, began = self.everybody(), time.monotonic()
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            for process in everybody:  # a stopped process hears no signal
                with suppress(psutil.NoSuchProcess):
                    process.resume()
            self._process.wait(timeout=STOP_WITHIN_S)
        took = time.monotonic() - began
        _, alive = psutil.wait_procs(everybody, timeout=2)
        assert not alive, f"these are left: {alive}"
        return took

    def hue(self, *arguments: str) -> str:
        """What `hue …` says; it must end well."""
        command = [HUE, *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=30, cwd=self.home.root, check=False
        )
        assert done.returncode == 0, f"hue {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def said(self) -> str:
        return (self.home.root / "said").read_text()

    def logs(self) -> str:
        """Everything that any process has written."""
        return "\n".join(path.read_text(errors="replace") for path in self.home.logs.iterdir()) + self.said()

    # Where things are

    @property
    def state(self) -> dict[str, Any]:
        return json.loads(self.home.state.read_text())

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.state['ports']['gateway']}"

    def url(self, service: str) -> str:
        """Of the service itself, past the gateway."""
        return f"http://127.0.0.1:{self.state['ports'][service]}"

    def surroundings(self) -> Surroundings:
        return _surroundings(self.home, self.state["ports"])

    def database_url(self, service: str) -> str:
        return self.surroundings().database_url(service)

    @asynccontextmanager
    async def database(self, service: str) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.database_url(service), timeout=ANSWER_S)
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def bus(self, user: str = ADMIN) -> AsyncIterator[Bus]:
        bus = Bus(self.surroundings().nats_url(user), name=user)
        await asyncio.wait_for(bus.connect(), ANSWER_S)
        try:
            yield bus
        finally:
            await bus.close()

    # Its processes

    def one(self, name: str) -> Mapping[str, Any]:
        return next(process for process in self.state["processes"] if process["name"] == name)

    def pid(self, name: str) -> int:
        return self.one(name)["pid"]

    def kill_and_wait(self, name: str) -> None:
        """kill -9, until another one is ready in its place."""
        first = self.pid(name)
        os.kill(first, signal.SIGKILL)
        until(lambda: self.one(name)["pid"] not in {first, None}, WHOLE_WITHIN_S)
        self.until_whole()

    def everybody(self) -> list[psutil.Process]:
        if self._process is None or self._process.poll() is not None:
            return []
        supervisor = psutil.Process(self._process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    @contextmanager
    def silent(self, name: str) -> Iterator[None]:
        """Stop a process without ending it, so that the supervisor does not start it again."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def until_whole(self, timeout_s: float = WHOLE_WITHIN_S) -> None:
        """Wait until every process is ready and every service says so itself."""
        until(self.is_whole, timeout_s)

    def is_whole(self) -> bool:
        if any(process["state"] != "ready" for process in self.state["processes"]):
            return False
        return all(self._answers_ready(process["url"]) for process in self.state["processes"])

    # Its people

    def client(self, *, is_patient: bool = True) -> httpx.AsyncClient:
        limits = httpx.Limits(max_connections=256, max_keepalive_connections=128)
        plain: dict[str, Any] = {"trust_env": False, "verify": False}  # loopback: certificates are not even loaded
        headers = PATIENT if is_patient else {}
        return httpx.AsyncClient(base_url=self.gateway, timeout=ANSWER_S, limits=limits, headers=headers, **plain)

    def token(self, role: str, **more: Any) -> str:
        """An access token; `name` gives the same person again, `unit_id` and `agency_id` an officer's place."""
        answer = httpx.post(
            f"{self.gateway}/v1/dev/token", json={"role": role, **more}, timeout=ANSWER_S, trust_env=False
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def _is_ready(self) -> bool:
        return self.home.state.exists() and self.state["is_ready"]

    def _answers_ready(self, url: str) -> bool:
        if not url.startswith("http"):
            return True
        try:
            return httpx.get(f"{url}/readyz", timeout=1, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


@contextmanager
def running_city(**options: Any) -> Iterator[City]:
    home = open_scratch_folder("hue-city-")
    city = City(home, **options)
    try:
        yield city.up()
        city.stop()
    finally:
        for process in city.everybody():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        shutil.rmtree(home, ignore_errors=True)


def until(is_true: Callable[[], bool], timeout_s: float = ANSWER_S, what: str = "it did not happen in time") -> None:
    deadline = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < deadline, what
        time.sleep(LOOK_S)
