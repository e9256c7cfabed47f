"""What the city needs of a machine, each as a check that says what to do."""

import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hueioc.embedded.account import demand_reach, unprivileged_account
from hueioc.embedded.failure import ServerError
from hueioc.embedded.nats import find_program
from hueioc.embedded.ports import is_free
from hueioc.embedded.postgres import find_programs
from huelocal.chromium import find_chromium
from huelocal.home import CHECKOUT, find_home
from huelocal.lock import is_held
from huelocal.ports import MQTT, NATS, NATS_MONITOR, POSTGRES

OLDEST_PYTHON = (3, 11)
NEEDED_GIGABYTES = 2
NEEDED_FILES = 1024
GIGABYTE = 1024**3
GATEWAY = 8080


class Finding(NamedTuple):
    sentence: str
    is_wrong: bool = False


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(f"Python {version} (needed: 3.11 or newer)", sys.version_info[:2] < OLDEST_PYTHON)


def postgres() -> Finding:
    return _found("PostgreSQL", lambda: find_programs() / "postgres")


def nats() -> Finding:
    return _found("NATS", find_program)


def node() -> Finding:
    program = Path(sys.executable).parent / "npm"
    if program.exists():
        return Finding(f"Node is there: {program}")
    return Finding("Node is missing, the web apps cannot be built; run `make web`", is_wrong=True)


def web() -> Finding:
    if (CHECKOUT / "web" / "dist").is_dir():
        return Finding("the web apps are built")
    return Finding("the web apps are not built; run `make web`", is_wrong=True)


def permissions() -> Finding:
    home = find_home()
    try:
        home.prepare()
        demand_reach(account := unprivileged_account(), find_programs() / "postgres", home.postgres)
    except (ServerError, OSError) as error:
        return Finding(str(error), is_wrong=True)
    return Finding(f"PostgreSQL may run {f'as the user {account.name!r}' if account else 'as you'} in {home.root}")


def disk() -> Finding:
    free = shutil.disk_usage(find_home().root.parent).free / GIGABYTE
    return Finding(f"{free:.1f} GB of disk are free (needed: {NEEDED_GIGABYTES})", free < NEEDED_GIGABYTES)


def ports() -> Finding:
    if is_held(find_home().lock):
        return Finding("the city is up and has its ports; see `hue status`")
    taken = [str(port) for port in (GATEWAY, POSTGRES, NATS, MQTT, NATS_MONITOR) if not is_free(port)]
    if taken:
        return Finding(f"taken ports: {', '.join(taken)}; `hue up` will take the next free ones")
    return Finding("the usual ports are free")


def descriptors() -> Finding:
    """Each connection, stream and file needs one."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return Finding(f"{soft} open files are allowed (needed: {NEEDED_FILES}); see `ulimit -n`", soft < NEEDED_FILES)


def chromium() -> Finding:
    if found := find_chromium():
        return Finding(f"Chromium for the browser tests is there: {found}")
    return Finding("Chromium is missing: only the browser tests need it; apt-get install chromium, or HUE_CHROMIUM")


ALL: tuple[Callable[[], Finding], ...] = (
    python,
    postgres,
    nats,
    node,
    web,
    permissions,
    disk,
    ports,
    descriptors,
    chromium,
)


def _found(name: str, find: Callable[[], Path]) -> Finding:
    try:
        return Finding(f"{name} is there: {find()}")
    except ServerError as error:
        return Finding(str(error), is_wrong=True)
