"""`hue dlq list | show | replay`: messages that a consumer could not handle."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from hueioc.embedded.nats_config import ADMIN
from huelocal.commands.running_city import RunningCity, fail
from huelocal.table import table

if TYPE_CHECKING:  # `hue up` stays small: what talks to the bus is imported by the command that does
    from hueioc.bus.connection import Bus
    from hueioc.bus.dlq import Letter

app = typer.Typer(help="Messages that a consumer could not handle.", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="Of one service; of all without it.")]
Number = Annotated[int, typer.Argument(help="The number that `hue dlq list` shows.")]


@app.command("list")
def list_letters(service: Service = "") -> None:
    """One line for each dead letter."""
    found = asyncio.run(_letters(RunningCity(), service))
    if not found:
        print("There are no dead letters.")
        return
    cells = [
        [str(one.sequence), f"{one.buried_at:%Y-%m-%d %H:%M:%S}Z", one.service, one.consumer, one.subject, one.reason]
        for one in found
    ]
    print(table(["number", "buried", "service", "consumer", "subject", "reason"], cells))


@app.command()
def show(number: Number) -> None:
    """One dead letter, whole."""
    letter = asyncio.run(_letter(RunningCity(), number))
    for name, value in letter.headers.items():
        print(f"{name}: {value}")
    print(f"\n{letter.payload.decode(errors='replace')}")


@app.command()
def replay(
    number: Annotated[int, typer.Argument(help="One letter; all without it.")] = 0,
    service: Annotated[str, typer.Option(help="Only the letters of one service.")] = "",
) -> None:
    """Hand dead letters to their consumer once more; those that fail again stay."""
    failed = asyncio.run(_replay(RunningCity(), number, service))
    if failed:
        fail(f"{failed} of them failed again.")


async def _letters(city: RunningCity, service: str) -> list["Letter"]:
    from hueioc.bus.dlq import letters

    async with _bus(city) as bus:
        return [letter async for letter in letters(bus, service)]


async def _letter(city: RunningCity, number: int) -> "Letter":
    found = [letter for letter in await _letters(city, "") if letter.sequence == number]
    return found[0] if found else fail(f"There is no dead letter {number}; see `hue dlq list`.")


async def _replay(city: RunningCity, number: int, service: str) -> int:
    from hueioc.bus.dlq import replay as replay_letter

    chosen = [await _letter(city, number)] if number else await _letters(city, service)
    failures = 0
    async with _bus(city) as bus:
        for letter in chosen:
            reason = await replay_letter(bus, letter)
            failures += bool(reason)
            print(f"{letter.sequence}: {reason or 'done'}")
    return failures


@asynccontextmanager
async def _bus(city: RunningCity) -> AsyncGenerator["Bus"]:
    from hueioc.bus.connection import Bus

    bus = Bus(city.surroundings.nats_url(ADMIN), name=ADMIN)
    await bus.connect()
    try:
        yield bus
    finally:
        await bus.close()
