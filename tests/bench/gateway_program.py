"""The real gateway as one measured program, with the servers it needs and a chosen upstream."""

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import NamedTuple

import psutil

from hueioc import migrate
from hueioc.bus.connection import Bus
from hueioc.bus.streams import provision
from hueioc.embedded.database import ensure_service_database
from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import ADMIN
from hueioc.embedded.ports import free_port
from hueioc.service import Service, find_service, installed_services
from tests.bench.programs import program
from tests.bench.servers import PASSWORD, bench_nats, bench_postgres

READY_WITHIN_S = 15.0
SECRET = "dev_" + "A" * 43 + "="


class GatewayProgram(NamedTuple):
    process: psutil.Process
    url: str
    nats: NatsServer
    databases: dict[str, str]
    """The address of the database of each further service."""

    def token(self, role: str) -> str:
        """An access token of the gateway's own issuer."""
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.url}/v1/dev/token", json.dumps({"role": role}).encode(), {"Content-Type": "application/json"}
        )
        deadline = time.monotonic() + READY_WITHIN_S
        while True:
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - loopback
                    return json.load(answer)["access_token"]
            except urllib.error.HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


@contextmanager
def gateway_program(upstreams: dict[str, str], *, more: Sequence[Service] = ()) -> Generator[GatewayProgram]:
    """`more` services get a database and a user on the bus."""
    service = find_service("gateway")
    with bench_postgres() as postgres, bench_nats([service, *more]) as nats:
        databases = {each.name: ensure_service_database(postgres, each.name, PASSWORD).dsn for each in more}
        database = ensure_service_database(postgres, service.name, PASSWORD)
        migrate.upgrade(service, database.migrator_dsn)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        environment = {
            "HUE_PORT": str(port),
            "HUE_DATABASE_URL": database.dsn,
            "HUE_NATS_URL": nats.url(service.name, PASSWORD),
            "HUE_PUBLIC_URL": url,
            "HUE_ISSUER": url,
            "HUE_KEY_ENCRYPTION_KEY": SECRET,
            "HUE_SEARCH_KEY": SECRET,
            "HUE_UPSTREAMS": json.dumps(upstreams),
            "HUE_RATE_PER_PERSON": "1000000",  # all load comes from a few callers; it is counted all the same
        }
        with program(["gateway"], environment=environment, ready=f"{url}/jwks") as process:
            asyncio.run(_make_streams(nats, more))  # the issuer has keys when its relay leads
            yield GatewayProgram(process, url, nats, databases)


async def _make_streams(nats: NatsServer, more: Sequence[Service]) -> None:
    installed = installed_services()  # the gateway hears of others too
    admin = Bus(nats.url(ADMIN, PASSWORD), name=ADMIN)
    await admin.connect()
    await provision(admin, [*installed, *(each for each in more if each not in installed)])
    await admin.close()
