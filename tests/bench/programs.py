"""Programs that a bench measures from outside: each its own process, its CPU read from the kernel."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil

from hueioc.http import Pool, Request

START_S = 20.0


@contextmanager
def program(arguments: list[str], *, environment: Mapping[str, str], ready: str) -> Generator[psutil.Process]:
    """Run `python -m …` until the block ends; entered when `ready` answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _await_answer(ready)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _await_answer(url: str) -> None:
    ends = time.monotonic() + START_S
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310 - our own program on loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    msg = f"{url} does not answer"
    raise TimeoutError(msg)


def cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


async def cpu_per_request_us(
    process: psutil.Process, url: str, headers: Mapping[str, str], *, clients: int, seconds: float, status: int = 200
) -> float:
    """Microseconds of the program's CPU for one GET answered with `status`, at `clients` keep-alive connections."""
    import asyncio

    parts = urlsplit(url)
    pool = Pool(parts.hostname or "", parts.port or 80, max_connections=clients)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    fields = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    count, ends = 0, time.monotonic() + 1

    async def client() -> None:
        nonlocal count
        while time.monotonic() < ends:
            answer = await pool.send(Request(b"GET", path.encode(), list(fields)), timeout_s=10)
            await answer.read()
            if answer.status != status:
                msg = f"{url}: {answer.status}"
                raise RuntimeError(msg)
            count += 1

    await asyncio.gather(*(client() for _ in range(clients)))
    count, began, ends = 0, cpu_s(process), time.monotonic() + seconds
    await asyncio.gather(*(client() for _ in range(clients)))
    used = cpu_s(process) - began
    await pool.close()
    return used / count * 1e6
