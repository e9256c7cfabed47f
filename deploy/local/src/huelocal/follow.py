"""Reading logs: their last lines, and what is written from now on."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

POLL_S = 0.2


def last_lines(path: Path, count: int) -> list[str]:
    with path.open(encoding="utf-8", errors="replace") as file:
        return [line.rstrip("\n") for line in deque(file, maxlen=count)]


def follow(paths: Sequence[Path], write: Callable[[str], None]) -> None:
    """Write each new line until Ctrl-C. A log that was emptied is read from its start."""
    places = {path: path.stat().st_size for path in paths}
    try:
        while True:
            for path in paths:
                places[path] = _read_on(path, places[path], write, prefix=f"{path.stem} | " if len(paths) > 1 else "")
            time.sleep(POLL_S)
    except KeyboardInterrupt:
        return


def _read_on(path: Path, place: int, write: Callable[[str], None], *, prefix: str) -> int:
    size = path.stat().st_size
    if size <= place:
        return size
    with path.open("rb") as file:
        file.seek(place)
        whole, newline, _ = file.read().rpartition(b"\n")
    for line in whole.decode(errors="replace").splitlines():
        write(prefix + line)
    return place + len(whole) + len(newline)
