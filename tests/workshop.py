"""The workshop of a small city with a service of its own: `hue up --workshop tests.workshop`."""

import asyncio
from collections.abc import Sequence

import hueioc.run
from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision as provision_bus
from hueioc.embedded.nats_config import ADMIN
from hueioc.service import installed_services
from huelocal import workshop
from huelocal.plan import ServicePlan
from tests import wards

seed = workshop.seed


def plans() -> Sequence[ServicePlan]:
    return [*workshop.plans(), ServicePlan.of(wards.service)]


def serve(name: str) -> None:
    if name == wards.service.name:
        hueioc.run.run(wards.service)
    else:
        workshop.serve(name)


def migrate(name: str, database_url: str) -> None:
    if name == wards.service.name:
        wards.migrate(database_url)
    else:
        workshop.migrate(name, database_url)


def provision(nats_url: str) -> None:
    asyncio.run(_provision(nats_url))


async def _provision(nats_url: str) -> None:
    bus = Bus(nats_url, name=ADMIN)
    await bus.connect()
    try:
        await provision_bus(bus, [*installed_services(), wards.service])
    finally:
        await bus.close()
