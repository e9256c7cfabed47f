"""Two officers look at what the service has drafted by itself, and let it out."""

import asyncio

from huedemo.town import Town

NAME = "warning"
LOOK_S = 2.0
THINK_S = 4.0
ALERTS = "/v1/ops/warning/alerts"


async def act(town: Town) -> None:
    first, second = await town.person("moderator", "demo-a"), await town.person("supervisor", "demo-b")
    while True:
        for draft in (await first.read(ALERTS, state="draft"))["items"]:
            town.say(NAME, f"dự thảo: {draft['headline']['vi']}")
            for who, step in ((first, "submit"), (second, "approve"), (first, "issue")):
                await asyncio.sleep(THINK_S)
                await who.write(f"{ALERTS}/{draft['id']}/{step}")
            town.say(NAME, "đã ban hành")
        await asyncio.sleep(LOOK_S)
