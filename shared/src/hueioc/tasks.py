"""Tasks of our own: those that last as long as the process, and how they end."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

AGAIN_S = 0.2
ANEW_S = 1.0
log = structlog.get_logger(__name__)


def lasting(run: Callable[[], Awaitable[None]], name: str) -> "asyncio.Task[None]":
    """Run `run` until it returns or is cancelled. An error that it did not expect is logged, and it begins anew.

    Without this a task dies in silence: asyncio tells of its error only when somebody awaits it, and nobody does.
    """
    return asyncio.create_task(_lasting(run, name), name=name)


async def _lasting(run: Callable[[], Awaitable[None]], name: str) -> None:
    while True:
        try:
            await run()
        except Exception as error:  # the outermost frame of this task: there is nobody else to tell
            log.exception("task_begins_anew", task=name, error=type(error).__name__)
            await asyncio.sleep(ANEW_S)
        else:
            return


async def end(task: "asyncio.Task[None] | None") -> None:
    """Cancel `task` until it has ended. Once is not enough: `asyncio.wait_for`, which the NATS client uses, loses a
    cancellation that comes at the moment its result does (cpython#86296, Python 3.11)."""
    while task and not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=AGAIN_S)
