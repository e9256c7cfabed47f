"""The configuration of the NATS server: accounts, and what each user may say and hear.

A user may do what its service does and nothing else. NATS reads JSON, so the text is JSON and quoting is no question.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from hueioc.embedded.ports import LOOPBACK

VIEWS = "VIEWS"
EVENTS = "EVENTS"
ADMIN = "admin"
SYSTEM = "system"
MAX_FILE_STORE = 16 * 1024**3  # a ceiling for the sum of the streams' `max_bytes`; nothing is reserved on the disk
MAX_MEMORY_STORE = 64 * 1024**2


class DurableConsumer(Protocol):
    """What of `hueioc.bus.Consumer` decides a permission."""

    @property
    def name(self) -> str: ...
    @property
    def stream(self) -> str: ...


class BusUser(Protocol):
    """What of `hueioc.service.Service` decides a permission."""

    @property
    def name(self) -> str: ...
    @property
    def event_stream(self) -> str: ...
    @property
    def folds_views(self) -> bool: ...
    @property
    def hears(self) -> Sequence[str]: ...
    @property
    def consumers(self) -> Sequence[DurableConsumer]: ...


@dataclass(frozen=True, kw_only=True)
class MqttDevice:
    """A device that speaks MQTT and may use only these topics, written as NATS subjects (`/` is `.`)."""

    name: str
    password: str
    publish: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()


@dataclass(frozen=True)
class NatsPorts:
    client: int
    mqtt: int
    monitor: int


def nats_config(
    services: Sequence[BusUser],
    passwords: Mapping[str, str],
    *,
    ports: NatsPorts,
    store: Path,
    devices: Sequence[MqttDevice] = (),
) -> str:
    """The text of the configuration. `passwords` holds one per service, and those of `admin` and `system`."""
    users = [_user(ADMIN, passwords[ADMIN])]
    users += [_user(s.name, passwords[s.name], list(may_publish(s)), list(may_subscribe(s))) for s in services]
    users += [_device(device) for device in devices]
    config = {
        "server_name": "hue",
        "host": LOOPBACK,
        "port": ports.client,
        "http": f"{LOOPBACK}:{ports.monitor}",
        "jetstream": {
            "store_dir": str(store),
            "max_file_store": MAX_FILE_STORE,
            "max_memory_store": MAX_MEMORY_STORE,
            # The default syncs every two minutes and loses acknowledged messages on a power failure.
            "sync_interval": "always",
        },
        "mqtt": {"host": LOOPBACK, "port": ports.mqtt},
        "accounts": {
            "SYS": {"users": [_user(SYSTEM, passwords[SYSTEM])]},
            "APP": {"jetstream": "enabled", "users": users},
        },
        "system_account": "SYS",
    }
    return json.dumps(config, indent=2, ensure_ascii=False) + "\n"


def inbox_prefix(service: str) -> str:
    """Clients connect with this prefix; a common `_INBOX` would let one service read another's replies."""
    return f"_INBOX_{service}"


def may_publish(user: BusUser) -> Iterator[str]:
    """Its own subjects, reading back its own stream, and its own consumers."""
    yield from (f"{kind}.{user.name}.>" for kind in ("evt", "view", "live", "dlq"))
    yield from _may_read(user.event_stream)
    yield from _may_read(VIEWS)
    for consumer in user.consumers:
        place = f"{consumer.stream}.{consumer.name}"
        yield f"$JS.API.CONSUMER.MSG.NEXT.{place}"
        yield f"$JS.API.CONSUMER.INFO.{place}"
        yield f"$JS.ACK.{place}.>"
    if user.folds_views:
        yield from _may_read(EVENTS)
        yield from _may_follow(VIEWS)
        yield from _may_follow(EVENTS)
        yield "$JS.FC.>"


def may_subscribe(user: BusUser) -> Iterator[str]:
    yield f"{inbox_prefix(user.name)}.>"
    yield f"retry.{user.name}.>"  # a dead letter handed back by `hue dlq replay`
    yield from user.hears
    if user.folds_views:
        yield "live.>"


def _may_read(stream: str) -> Iterator[str]:
    yield f"$JS.API.STREAM.INFO.{stream}"
    yield f"$JS.API.STREAM.MSG.GET.{stream}"
    yield f"$JS.API.DIRECT.GET.{stream}"
    yield f"$JS.API.DIRECT.GET.{stream}.>"


def _may_follow(stream: str) -> Iterator[str]:
    """Ephemeral and ordered consumers of its own making."""
    yield f"$JS.API.CONSUMER.CREATE.{stream}"
    yield from (f"$JS.API.CONSUMER.{verb}.{stream}.>" for verb in ("CREATE", "DELETE", "INFO", "MSG.NEXT"))
    yield f"$JS.ACK.{stream}.>"


def _user(
    name: str, password: str, publish: list[str] | None = None, subscribe: list[str] | None = None
) -> dict[str, Any]:
    user: dict[str, Any] = {"user": name, "password": password}
    if publish is not None:
        user["permissions"] = {
            "publish": {"allow": publish},
            "subscribe": {"allow": subscribe or []},
            "allow_responses": {"max": 1, "expires": "1m"},
        }
    return user


def _device(device: MqttDevice) -> dict[str, Any]:
    # `$MQTT.sub.>` is where the server delivers what an MQTT client subscribed to with QoS 1.
    user = _user(device.name, device.password, list(device.publish), [*device.subscribe, "$MQTT.sub.>"])
    return user | {"allowed_connection_types": ["MQTT"]}
