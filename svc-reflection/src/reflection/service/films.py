"""Runs the program that copies films and sounds, with a limit of time; it limits its own memory."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from reflection.rules.media import Refusal, Refused

MOST_S = 120.0


async def film_copy(source: Path, target: Path, still: Path) -> dict[str, Any]:
    """What `reflection.rules.films.copy` says; raises `Refused`."""
    command = ("-I", "-m", "reflection.rules.films", str(source), str(target), str(still))
    program = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(MOST_S):
            said, _ = await program.communicate()
    except TimeoutError as error:
        raise Refused(Refusal.TOO_SLOW) from error
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    if program.returncode:
        raise Refused(Refusal.DAMAGED)
    found = json.loads(said)
    if refused := found.get("refused"):
        raise Refused(Refusal(refused))
    return found
