"""Runs one service in this process until it is told to stop."""

import asyncio
import gc
import os
import socket

import structlog
import uvicorn

from hueioc import log
from hueioc.app import create_app
from hueioc.db import Database
from hueioc.runtime import Runtime
from hueioc.service import Service, find_service

GRACEFUL_S = 2
BACKLOG = 2048


class Server(uvicorn.Server):
    """What stands when the service is up stays: the collector need not look at it again, which takes 50 to 100 ms."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()


def serve(name: str) -> None:
    """Read the settings from the environment and serve `name` until SIGTERM or SIGINT."""
    run(find_service(name))


def seed(name: str) -> None:
    """Write the reference and demonstration data of `name`; repeatable."""
    service = find_service(name)
    if service.seed is None:
        return
    log.configure(name)
    asyncio.run(_seed(service))


async def _seed(service: Service) -> None:
    settings = service.settings()  # type: ignore[call-arg] - the fields come from the environment
    runtime = Runtime.make(service, settings)
    runtime.database = Database(settings.database_url.get_secret_value(), is_patient=True)
    if service.seed:
        await service.seed(runtime)
    await runtime.database.close()


def run(service: Service) -> None:
    log.configure(service.name)
    settings = service.settings()  # type: ignore[call-arg] - the fields come from the environment
    make = service.create_app or create_app
    config = uvicorn.Config(
        make(service, settings),
        host=settings.host,
        port=settings.port or service.port,
        http=service.http_protocol,  # type: ignore[arg-type] - an import string is allowed
        loop="uvloop",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACEFUL_S,
    )
    structlog.get_logger(__name__).info("starting", port=config.port, pid=os.getpid())
    Server(config).run()
