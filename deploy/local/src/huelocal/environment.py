"""The environment that each service is given."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import ADMIN, SYSTEM, MqttDevice
from hueioc.embedded.ports import LOOPBACK
from hueioc.embedded.postgres import PostgresServer
from huelocal.home import Home
from huelocal.keyring import Keyring
from huelocal.plan import GATEWAY, ServicePlan
from huelocal.state import http_url

DEVICES = "devices"


class Options(NamedTuple):
    """What the person asked for."""

    workshop: str = "huelocal.workshop"
    workers: int = 1
    web: Path | None = None
    """The built web apps; none serves the API alone."""
    only: tuple[str, ...] = ()
    """Services to start beside the gateway; none named: all."""


@dataclass(frozen=True)
class Surroundings:
    """What every service's environment is made of."""

    home: Home
    keyring: Keyring
    postgres: PostgresServer
    nats: NatsServer
    ports: Mapping[str, int]
    """The port of each service."""
    options: Options
    doors: Mapping[str, int] = field(default_factory=dict[str, int])
    """The ports beside HTTP, by `<service>.<setting>`."""

    @property
    def gateway_url(self) -> str:
        return http_url(self.ports[GATEWAY])

    def database_url(self, service: str) -> str:
        return self.postgres.dsn(service, self.keyring.secret(f"{service}.database"), service)

    def migrator_url(self, service: str) -> str:
        return self.postgres.dsn(f"{service}_migrator", self.keyring.secret(f"{service}.migrator"), service)

    def nats_url(self, user: str) -> str:
        return self.nats.url(user, self.keyring.secret(f"{user}.nats"))

    def mqtt_url(self) -> str:
        [device] = mqtt_devices(self.keyring)
        return f"mqtt://{device.name}:{device.password}@{LOOPBACK}:{self.nats.ports.mqtt}"

    def of(self, name: str) -> dict[str, str]:
        """The whole environment of the service `name`."""
        given = {
            "HUE_ENV": "dev",
            "HUE_HOST": LOOPBACK,
            "HUE_PORT": str(self.ports[name]),
            "HUE_DATABASE_URL": self.database_url(name),
            "HUE_NATS_URL": self.nats_url(name),
            "HUE_PUBLIC_URL": self.gateway_url,
            "HUE_ISSUER": self.gateway_url,
            "HUE_JWKS_URL": f"{self.gateway_url}/jwks",
            "HUE_FILES_URL": self.home.files(name).as_uri(),
            "HUE_KEY_ENCRYPTION_KEY": self.keyring.key(f"{name}.key_encryption_key"),
            "HUE_SEARCH_KEY": self.keyring.secret(f"{name}.search_key"),
        }
        doors = {f"HUE_{door.partition('.')[2].upper()}": str(port) for door, port in self._doors_of(name)}
        return dict(os.environ) | given | doors | (self._of_the_gateway() if name == GATEWAY else {})

    def _doors_of(self, name: str) -> list[tuple[str, int]]:
        return [(door, port) for door, port in self.doors.items() if door.partition(".")[0] == name]

    def _of_the_gateway(self) -> dict[str, str]:
        upstreams = {name: http_url(port) for name, port in self.ports.items() if name != GATEWAY}
        given = {
            "HUE_UPSTREAMS": json.dumps(upstreams),
            "HUE_SNAPSHOT": str(self.home.snapshot),
            "HUE_WORKERS": str(self.options.workers),
        }
        return given | ({"HUE_WEB_DIST": str(self.options.web)} if self.options.web else {})


def mqtt_devices(keyring: Keyring) -> list[MqttDevice]:
    """One user for all devices of a city on one machine, that may speak as any; in production each has its own."""
    return [MqttDevice(name=DEVICES, password=keyring.secret(f"{DEVICES}.mqtt"), publish=(f"{DEVICES}.>",))]


def nats_passwords(keyring: Keyring, services: list[ServicePlan]) -> dict[str, str]:
    return {name: keyring.secret(f"{name}.nats") for name in (ADMIN, SYSTEM, *(service.name for service in services))}
