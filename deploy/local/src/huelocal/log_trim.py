"""Keeps the logs bounded: one that outgrew its limit is copied to `<name>.log.1` and emptied; its writer appends on."""

import asyncio
import os
import shutil
from pathlib import Path

LIMIT_BYTES = 10 * 1024**2
EVERY_S = 10.0


async def trim_for_ever(logs: Path) -> None:
    while True:
        trim(logs)
        await asyncio.sleep(EVERY_S)


def trim(logs: Path, limit_bytes: int = LIMIT_BYTES) -> None:
    for log in logs.glob("*.log"):
        if log.stat().st_size > limit_bytes:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            os.truncate(log, 0)
