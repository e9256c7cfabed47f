"""What the fork server can do: the work of this installation. Imported before the first fork, so that it is shared.

It follows `huelocal.plan.Workshop`; the tests give the fork server another such module.
"""

import asyncio
from collections.abc import Sequence
from functools import cache

import alembic.command
import asyncpg
import fastapi
import uvicorn
import uvloop
from sqlalchemy.orm import configure_mappers
from uvicorn.lifespan import on as lifespan
from uvicorn.loops import uvloop as loop
from uvicorn.protocols.http import httptools_impl as parser

import hueioc.migrate
import hueioc.run
from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision as provision_bus
from hueioc.embedded.nats_config import ADMIN
from hueioc.service import Service, find_service, installed_services
from huelocal.plan import ServicePlan

PRELOADED = (alembic.command, asyncpg, fastapi, uvicorn, lifespan, loop, parser, uvloop)


@cache
def services() -> dict[str, Service]:
    """Imported once, and what SQLAlchemy works out about their tables too, so that no child does it again."""
    found = {service.name: service for service in installed_services()}
    configure_mappers()
    return found


def plans() -> Sequence[ServicePlan]:
    return [ServicePlan.of(service) for service in services().values()]


def serve(name: str) -> None:
    hueioc.run.run(services()[name])


def migrate(name: str, database_url: str) -> None:
    hueioc.migrate.upgrade(find_service(name), database_url)


def provision(nats_url: str) -> None:
    asyncio.run(_provision(nats_url))


def seed(name: str) -> None:
    hueioc.run.seed(name)


async def _provision(nats_url: str) -> None:
    bus = Bus(nats_url, name=ADMIN)
    await bus.connect()
    try:
        await provision_bus(bus, installed_services())
    finally:
        await bus.close()
