"""Durable writes to a local folder: obstore's local store does not call fsync (seen in its system calls)."""

import contextlib
import os
from pathlib import Path

INCOMING = "incoming"


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make `folder` and its parents so that they outlive a power failure."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    sync_folder(folder.parent)


def append(path: Path, block: bytes) -> None:
    make_folder(path.parent)
    with path.open("ab") as file:
        file.write(block)


def settle(path: Path, target: Path) -> None:
    """Give the finished file its name; one that is there already has the same content and stays."""
    path.touch()
    with path.open("rb") as file:
        os.fsync(file.fileno())
    make_folder(target.parent)
    with contextlib.suppress(FileExistsError):
        os.link(path, target)
    sync_folder(target.parent)
    path.unlink()


def discard(path: Path) -> None:
    path.unlink(missing_ok=True)
