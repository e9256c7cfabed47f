"""One city per `.hue`. The kernel lets go of a lock when its holder dies."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class AlreadyUpError(RuntimeError):
    """Another supervisor holds this `.hue`."""


@contextmanager
def hold(path: Path) -> Generator[None]:
    """Hold the lock, or raise AlreadyUpError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _try_lock(descriptor):
            raise AlreadyUpError
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with hold(path):
            return False
    except AlreadyUpError:
        return True


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
