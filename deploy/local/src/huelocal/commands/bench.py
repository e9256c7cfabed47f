"""`hue bench NAME`: runs a measurement of `tests/bench/` and prints its figures."""

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Annotated, Protocol

import typer

from huelocal.commands.running_city import fail
from huelocal.home import CHECKOUT
from huelocal.table import table

FOLDER = CHECKOUT / "tests" / "bench"
RUNS = "\ndef run() -> "
"""What a measurement has, and the parts they share have not."""


class Figure(Protocol):
    """`tests.bench.figure.Figure`."""

    def to_json(self) -> str: ...
    def cells(self) -> list[str]: ...


def bench(
    name: Annotated[
        str, typer.Argument(help="Such as bus, event-latency, grouped-commit, proxy; all without it.")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each figure.")] = False,
) -> None:
    """Measure something against a peer, or a physical limit, in the same run."""
    known = measurements()
    if name and name not in known:
        fail(f"No measurement is called {name!r}. There are: {', '.join(known) or 'none'}.")
    rows: list[list[str]] = []
    for figure in _figures([name] if name else known):
        if as_json:
            print(figure.to_json(), flush=True)
        else:
            rows.append(figure.cells())
    if rows:
        print(table(["figure", "ours", "peer", "", "ratio", "goal"], rows))


def measurements() -> list[str]:
    found = (path for path in FOLDER.glob("*.py") if RUNS in path.read_text(encoding="utf-8"))
    return sorted(path.stem.replace("_", "-") for path in found)


def _figures(names: Iterable[str]) -> Iterator[Figure]:
    sys.path.insert(0, str(CHECKOUT))
    for name in names:
        yield from import_module(f"tests.bench.{name.replace('-', '_')}").run()
