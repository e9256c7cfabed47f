"""`hue up`, `status`, `down`, `logs`."""

import asyncio
import json
import os
import signal
import time
from pathlib import Path
from typing import Annotated

import typer

from huelocal.commands.running_city import NOT_UP, fail, find_state
from huelocal.environment import Options
from huelocal.follow import follow, last_lines
from huelocal.home import CHECKOUT, find_home
from huelocal.lock import AlreadyUpError, hold
from huelocal.report import addresses, as_table, rows
from huelocal.state import CityState, is_alive
from huelocal.supervisor import Supervisor

DOWN_TIMEOUT_S = 10.0


def up(
    *,
    workers: Annotated[int, typer.Option(min=1, help="Processes of the gateway.")] = 1,
    web: Annotated[bool, typer.Option(help="Serve the web apps, if they are built.")] = True,
    only: Annotated[str, typer.Option(help="Start just these beside the gateway: reflection,environment")] = "",
    workshop: Annotated[str, typer.Option(hidden=True)] = Options().workshop,
) -> None:
    """Bring the city up and keep it up until Ctrl-C."""
    home = find_home()
    home.prepare()
    built = CHECKOUT / "web" / "dist"
    options = Options(
        workshop, workers, built if web and built.is_dir() else None, tuple(only.replace(",", " ").split())
    )
    began = time.monotonic()

    def announce(state: CityState) -> None:
        tell(
            f"{as_table(rows(state))}\n\n{addresses(state)}\n\nReady in {time.monotonic() - began:.1f} s. Ctrl-C stops."
        )

    try:
        with hold(home.lock):
            code = asyncio.run(Supervisor(home, options, tell=tell, announce=announce).run())
    except AlreadyUpError:
        say_already_up()
        return
    raise typer.Exit(code)


def say_already_up() -> None:
    state = find_state(find_home())
    if state is None or not state.is_ready:
        tell("The city is already on its way up: see `hue status`.")
    else:
        tell(f"The city is already up.\n{addresses(state)}")


def status(*, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """What runs, where, and how much memory it takes."""
    state = find_state(find_home())
    if as_json:
        print(json.dumps([row.to_json() for row in rows(state)] if state else []))
    elif state:
        print(f"{as_table(rows(state))}\n\n{addresses(state)}")
    if state is None:
        fail("The city is not up. Start it with `make up` (or `hue up`).", NOT_UP)


def down() -> None:
    """Stop the city."""
    home = find_home()
    state = find_state(home)
    if state is None:
        print("The city is not up.")
        return
    os.kill(state.supervisor, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_TIMEOUT_S
    while is_alive(state.supervisor) and find_state(home):
        if time.monotonic() > deadline:
            fail(f"Process {state.supervisor} did not stop within {DOWN_TIMEOUT_S:g} s.")
        time.sleep(0.05)
    print("The city is down.")


def logs(
    name: Annotated[str, typer.Argument(help="Of one process; all without it.")] = "",
    *,
    following: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what is written.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0)] = 40,
) -> None:
    """What the processes wrote."""
    folder = find_home().logs
    found = sorted(folder.glob(f"{name or '*'}.log"))
    if not found:
        known = ", ".join(path.stem for path in sorted(folder.glob("*.log"))) or "none"
        fail(f"There is no log of {name or 'anything'}. Logs: {known}.")
    _show(found, lines)
    if following:
        follow(found, print)


def _show(found: list[Path], lines: int) -> None:
    for path in found:
        prefix = f"{path.stem} | " if len(found) > 1 else ""
        for line in last_lines(path, lines):
            print(prefix + line)


def tell(sentence: str) -> None:
    print(sentence, flush=True)
