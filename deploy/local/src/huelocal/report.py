"""What runs, as `hue status` and the end of `hue up` show it."""

from dataclasses import asdict, dataclass
from typing import Any

from hueioc.embedded.ports import LOOPBACK
from huelocal.memory import memory_mb
from huelocal.state import CityState
from huelocal.table import table

SUPERVISOR, FORK_SERVER = "supervisor", "fork-server"
PARENTS = (SUPERVISOR, FORK_SERVER)
"""Their children are reported for themselves."""


@dataclass(frozen=True)
class Row:
    name: str
    url: str
    state: str
    pid: int | None
    memory_mb: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def rows(state: CityState) -> list[Row]:
    ours = Row(SUPERVISOR, "", "ready", state.supervisor, memory_mb(state.supervisor, with_children=False))
    return [
        Row(
            process.name,
            process.url,
            process.state,
            process.pid,
            memory_mb(process.pid, with_children=process.name not in PARENTS) if process.pid else None,
        )
        for process in sorted(state.processes, key=lambda process: (process.name in PARENTS, process.name))
    ] + [ours]


def as_table(found: list[Row]) -> str:
    total = sum(row.memory_mb or 0 for row in found)
    cells = [[r.name, r.url, r.state, str(r.pid or "-"), _size(r.memory_mb)] for r in found]
    return table(["name", "url", "state", "pid", "memory"], [*cells, ["all", "", "", "", _size(total)]])


def addresses(state: CityState) -> str:
    """Where people go."""
    doors = [f"{name}  {LOOPBACK}:{port}" for name, port in state.ports.items() if "." in name]
    return "\n".join((f"citizen app  {state.url}/", f"console      {state.url}/ops/", *doors))


def _size(megabytes: float | None) -> str:
    return "-" if megabytes is None else f"{megabytes:.1f} MB"
