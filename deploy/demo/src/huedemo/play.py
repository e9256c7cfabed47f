"""Plays acts side by side for a while. An act that stumbles begins anew; the others do not notice."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import httpx

from huedemo.town import Refused, Town

Act = Callable[[Town], Awaitable[None]]
AGAIN_S = 3.0


async def play(town: Town, acts: Mapping[str, Act], seconds: float) -> None:
    """For `seconds`; prints each thing done, and the sum at the end."""
    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for service, act in acts.items():
                group.create_task(_insist(town, service, act))
    except TimeoutError:
        pass
    await town.client.aclose()
    print("\nWhat was done:")
    for service in acts:
        stumbles = f", {town.stumbled[service]} stumbles" if town.stumbled[service] else ""
        print(f"  {service:<12} {town.done[service]} things{stumbles}")


async def _insist(town: Town, service: str, act: Act) -> None:
    while True:
        try:
            await act(town)
        except (Refused, httpx.HTTPError, OSError) as error:
            town.stumble(service, error)
        await asyncio.sleep(AGAIN_S)
