"""What runs, written for the other commands: names, process ids, ports, addresses. Never a secret."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hueioc.embedded.ports import LOOPBACK


@dataclass(frozen=True)
class ProcessState:
    name: str
    url: str
    state: str
    pid: int | None
    restarts: int = 0


@dataclass(frozen=True)
class CityState:
    supervisor: int
    is_ready: bool
    ports: dict[str, int]
    processes: list[ProcessState] = field(default_factory=list[ProcessState])

    @property
    def url(self) -> str:
        """The gateway: where people go."""
        return http_url(self.ports.get("gateway", 0))

    def write(self, path: Path) -> None:
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        draft.replace(path)


def read_state(path: Path) -> CityState | None:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    processes = [ProcessState(**process) for process in data.pop("processes")]
    return CityState(**data, processes=processes)


def http_url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def is_alive(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    return pid is not None
