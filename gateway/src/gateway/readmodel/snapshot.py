"""The read models on disk, so that a restarted gateway answers at once, also when bus and services are away."""

import asyncio
import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import structlog

from gateway.readmodel.entry import Document
from gateway.readmodel.table import Table
from hueioc.tasks import lasting

log = structlog.get_logger(__name__)

FORMAT = b"hue-readmodel 3\n"
_DIGEST_BYTES = 16
EVERY_S = 30.0
LOOK_S = 0.5


class Snapshots:
    """Writes the table every 30 s when it changed, and within a second when something was taken away."""

    def __init__(self, path: str, table: Table) -> None:
        self._path = Path(path) if path else None
        self._table = table
        self._task: asyncio.Task[None] | None = None

    def load(self) -> None:
        """Fill the table; a missing or damaged file fills nothing."""
        if self._path is None or not self._path.exists():
            return
        try:
            load(self._path.read_bytes(), self._table)
        except (OSError, ValueError) as error:
            log.warning("snapshot_unreadable", error=str(error))

    def start(self) -> None:
        if self._path:
            self._task = lasting(self._run, name="snapshots")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await self._write()

    async def _run(self) -> None:
        written, removals, waited = -1, self._table.removals, 0.0
        while True:
            await asyncio.sleep(LOOK_S)
            waited += LOOK_S
            if self._table.removals != removals or (waited >= EVERY_S and self._table.changes != written):
                written, removals, waited = self._table.changes, self._table.removals, 0.0
                await self._write()

    async def _write(self) -> None:
        if self._path is None:
            return
        content = dump(self._table)
        try:
            await asyncio.to_thread(_replace, self._path, content)
        except OSError as error:
            log.warning("snapshot_not_written", error=str(error))


def dump(table: Table) -> bytes:
    """A digest of the rest; then a line of JSON per document with the length of its body, and the body."""
    fresh = {name: [each.at, each.position] for name, each in table.freshness.items()}
    parts = [orjson.dumps(fresh), b"\n"]
    for document in list(table.documents()):
        fields: dict[str, Any] = asdict(document) | {"body": len(document.body)}
        parts += [orjson.dumps(fields), b"\n", document.body, b"\n"]
    content = b"".join(parts)
    return FORMAT + _digest(content) + content


def load(content: bytes, table: Table) -> None:
    """Raises ValueError, and fills nothing, when the content is not exactly what `dump` made."""
    start = len(FORMAT) + _DIGEST_BYTES
    if not content.startswith(FORMAT) or content[len(FORMAT) : start] != _digest(content[start:]):
        raise ValueError("of another format, or damaged")
    line, at = _line(content, start)
    for name, (moment, position) in orjson.loads(line).items():
        table.heard(name, position, moment)
    while at < len(content):
        line, at = _line(content, at)
        fields = orjson.loads(line)
        length = fields["body"]
        body = content[at : at + length]
        at += length + 1
        table.fold(Document(**(fields | {"body": body})))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()


def _line(content: bytes, at: int) -> tuple[bytes, int]:
    end = content.index(b"\n", at)
    return content[at:end], end + 1


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
