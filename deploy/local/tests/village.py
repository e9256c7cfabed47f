"""A workshop of tiny services, so that the supervisor is tested for itself: a city small enough to look at."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from huelocal.plan import ConsumerPlan, ServicePlan

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"


def plans() -> Sequence[ServicePlan]:
    return [
        ServicePlan(name="gateway", port=8080, event_stream="EVT_GATEWAY", folds_views=True),
        ServicePlan(
            name="well",
            port=8201,
            event_stream="EVT_WELL",
            has_seed=True,
            consumers=(ConsumerPlan("drops", "EVT_WELL"),),
        ),
        ServicePlan(name="mule", port=8202, event_stream="EVT_MULE"),
    ]


def serve(name: str) -> None:
    if os.environ.get("VILLAGE_BROKEN") == name:
        sys.exit(f"the {name} is dry")
    if name == "mule" and "VILLAGE_STUBBORN" in os.environ:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(f"{name} serves in {os.environ['HUE_ENV']}", flush=True)
    asyncio.run(_serve(int(os.environ["HUE_PORT"])))


def migrate(name: str, database_url: str) -> None:
    if os.environ.get("VILLAGE_UNMIGRATED") == name:
        sys.exit(1)
    note("migrated", f"{name} {database_url.split(':')[1]}")


def provision(nats_url: str) -> None:
    note("provisioned", nats_url.split(":")[1])


def seed(name: str) -> None:
    note("seeded", name)


def note(file: str, line: str) -> None:
    with (Path(os.environ["HUE_HOME"]) / file).open("a") as notes:
        notes.write(f"{line}\n")


async def _serve(port: int) -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", port)
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(ANSWER)
    await writer.drain()
    writer.close()
