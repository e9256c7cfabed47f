"""Ending tasks of our own."""

import asyncio

AGAIN_S = 0.2


async def end(task: "asyncio.Task[None] | None") -> None:
    """Cancel `task` until it has ended. Once is not enough: `asyncio.wait_for`, which the NATS client uses, loses a
    cancellation that comes at the moment its result does (cpython#86296, Python 3.11)."""
    while task and not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=AGAIN_S)
