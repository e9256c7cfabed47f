"""Which port everything gets: the one it asks for, or the next free one."""

import fcntl
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

from hueioc.embedded.nats_config import NatsPorts
from hueioc.embedded.ports import next_free
from huelocal.plan import ServicePlan

POSTGRES = 5433
NATS, MQTT, NATS_MONITOR = 4222, 1883, 8222


class Moved(NamedTuple):
    name: str
    wanted: int
    given: int

    def __str__(self) -> str:
        return f"port {self.wanted} is taken: {self.name} is on {self.given}"


class PortRegistry:
    """Which supervisor of this user has taken which port, so that two starts at once do not choose the same one.

    A taken port is not listened on at once. An entry ends with its process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or Path(tempfile.gettempdir()) / f"hue-ports-{os.getuid()}.json"

    def take(self, wanted: int) -> int:
        """`wanted`, or the next port that is free and nobody's."""
        with os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            taken = [entry for entry in json.loads(file.read() or "[]") if _lives(*entry[1:])]
            port = next_free(wanted, [entry[0] for entry in taken])
            ours = psutil.Process()
            file.seek(0)
            file.truncate()
            json.dump([*taken, (port, ours.pid, ours.create_time())], file)
        return port


def _lives(pid: int, began: float) -> bool:
    try:
        return psutil.Process(pid).create_time() == began
    except psutil.NoSuchProcess:
        return False


class PortChooser:
    """Gives each port once and remembers which ones had to move."""

    def __init__(self, registry: PortRegistry) -> None:
        self._registry = registry
        self.given: dict[str, int] = {}
        self.moved: list[Moved] = []

    def choose(self, name: str, wanted: int) -> int:
        port = self.given[name] = self._registry.take(wanted)
        if port != wanted:
            self.moved.append(Moved(name, wanted, port))
        return port

    def postgres(self) -> int:
        return self.choose("postgres", POSTGRES)

    def nats(self) -> NatsPorts:
        return NatsPorts(
            client=self.choose("nats", NATS),
            mqtt=self.choose("mqtt", MQTT),
            monitor=self.choose("nats-monitor", NATS_MONITOR),
        )

    def services(self, plans: Sequence[ServicePlan]) -> dict[str, int]:
        return {plan.name: self.choose(plan.name, plan.port) for plan in plans}

    def doors(self, plans: Sequence[ServicePlan]) -> dict[str, int]:
        """By `<service>.<setting>`."""
        named = [(f"{plan.name}.{door.setting}", door.port) for plan in plans for door in plan.doors]
        return {name: self.choose(name, port) for name, port in named}
