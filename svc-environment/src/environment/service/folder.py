"""The watched folder: where an FTP server lays down what data loggers send. What was taken moves aside."""

import asyncio
from pathlib import Path

import structlog

from environment.service.intake import record, take, take_file
from environment.states import Channel
from hueioc.db import Database

log = structlog.get_logger(__name__)

AT_ONCE = 100
LARGEST_FILE = 1 << 20
QUIET_S = 1.0
"""A file that was written to just now is left for the next turn."""
TAKEN, UNREADABLE = "taken", "unreadable"


async def take_waiting(database: Database, folder: Path) -> int:
    """How many files were taken in. A file is moved after its commit: one that comes twice has its rows once."""
    waiting = await asyncio.to_thread(_waiting, folder)
    for path in waiting:
        raw = await asyncio.to_thread(_read, path)
        async with database.transaction() as session:
            delivery = await take_file(session, Channel.FOLDER, path.name, raw)
            await take(session, [delivery])
            await record(session, delivery)
        await asyncio.to_thread(_move, path, folder / (UNREADABLE if delivery.unreadable else TAKEN))
    return len(waiting)


def _waiting(folder: Path) -> list[Path]:
    """Oldest first by name, which ends in the time; readings that were buffered come in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    newest = _now_of(folder) - QUIET_S
    found = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in {".txt", ".csv", ""})
    return [path for path in found if path.stat().st_mtime <= newest][:AT_ONCE]


def _now_of(folder: Path) -> float:
    """The time of the folder's own file system, which may be another machine's."""
    mark = folder / ".mark"
    mark.touch()
    return mark.stat().st_mtime


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_FILE)


def _move(path: Path, where: Path) -> None:
    where.mkdir(exist_ok=True)
    target = where / path.name
    number = 1
    while target.exists():
        target = where / f"{path.name}.{number}"
        number += 1
    path.rename(target)
