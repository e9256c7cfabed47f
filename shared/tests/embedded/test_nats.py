"""The NATS server as we configure it: a service's user does what its service does, and nothing else."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import nats
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import ADMIN, SYSTEM, MqttDevice, NatsPorts, inbox_prefix, nats_config
from hueioc.embedded.ports import free_port


@dataclass(frozen=True)
class Durable:
    name: str
    stream: str


@dataclass(frozen=True)
class User:
    name: str
    consumers: tuple[Durable, ...] = ()
    folds_views: bool = False
    hears: tuple[str, ...] = ()

    @property
    def event_stream(self) -> str:
        return f"EVT_{self.name.upper()}"


READER = Durable("warning_reports", "EVT_REFLECTION")
SERVICES = [
    User("reflection", hears=("live.gateway.reads.reflection",)),
    User("warning", (READER,)),
    User("gateway", folds_views=True),
]
PASSWORDS = {name: f"dev_{name}" for name in (ADMIN, SYSTEM, "reflection", "warning", "gateway")}
SENSOR = MqttDevice(name="sensor", password="dev_sensor", publish=("air.sensor.>",))

Connect = Callable[[str], Awaitable["Session"]]


class Session:
    """A connection that remembers what the server refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.client = Client()

    async def on_error(self, error: Exception) -> None:
        self.refused.append(str(error).lower())

    async def is_refused(self, subject: str) -> bool:
        await self.client.publish(subject, b"{}")
        for _ in range(2):  # the refusal comes before the first PONG, its callback runs a moment later
            await self.client.flush()
        return any(f'"{subject.lower()}"' in text for text in self.refused)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    home = tmp_path_factory.mktemp("nats with a space")
    ports = NatsPorts(client=free_port(), mqtt=free_port(), monitor=free_port())
    text = nats_config(SERVICES, PASSWORDS, ports=ports, store=home / "jetstream", devices=[SENSOR])
    server = NatsServer(home, text, ports)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module", autouse=True)
async def streams(server: NatsServer) -> None:
    admin = await nats.connect(server.url(ADMIN, PASSWORDS[ADMIN]))
    js = admin.jetstream()
    for name, subject in (
        ("EVT_REFLECTION", "evt.reflection.>"),
        ("EVT_WARNING", "evt.warning.>"),
        ("VIEWS", "view.>"),
    ):
        await js.add_stream(StreamConfig(name=name, subjects=[subject], allow_direct=True))
    for name in (READER.name, "somebody_else"):
        await js.add_consumer(READER.stream, ConsumerConfig(durable_name=name, ack_policy=AckPolicy.EXPLICIT))
    await admin.close()


@pytest.fixture
async def connect(server: NatsServer) -> AsyncIterator[Connect]:
    sessions: list[Session] = []

    async def open_session(user: str) -> Session:
        session = Session()
        url = server.url(user, PASSWORDS[user])
        await session.client.connect(url, inbox_prefix=inbox_prefix(user), error_cb=session.on_error)
        sessions.append(session)
        return session

    yield open_session
    for session in sessions:
        await session.client.close()


async def test_a_service_publishes_its_own_subjects(connect: Connect):
    reflection = await connect("reflection")
    js = reflection.client.jetstream()

    assert (await js.publish("evt.reflection.report.made", b"{}")).stream == "EVT_REFLECTION"
    assert (await js.publish("view.reflection.report.1", b"{}")).stream == "VIEWS"
    assert not await reflection.is_refused("live.reflection.report.1")
    assert not await reflection.is_refused("dlq.reflection.reader")


@pytest.mark.parametrize(
    "subject",
    [
        "evt.warning.alert.made",
        "view.warning.alert.1",
        "live.warning.alert.1",
        "dlq.warning.reader",
        "_INBOX_warning.x",
        "$JS.API.STREAM.DELETE.EVT_REFLECTION",
        "$JS.API.STREAM.PURGE.VIEWS",
        "$JS.API.CONSUMER.CREATE.EVT_REFLECTION.mine",
        "$JS.API.STREAM.MSG.GET.EVT_WARNING",
        "$JS.API.CONSUMER.MSG.NEXT.EVT_REFLECTION.warning_reports",
        "$JS.ACK.EVT_REFLECTION.warning_reports.1.1.1.1.0",
    ],
)
async def test_a_service_is_refused_what_is_not_its_own(connect: Connect, subject: str):
    reflection = await connect("reflection")

    assert await reflection.is_refused(subject)


@pytest.mark.parametrize(
    "subject", ["evt.>", "live.>", "live.gateway.>", "live.gateway.reads.warning", "_INBOX_warning.>", "$JS.>"]
)
async def test_a_service_hears_only_replies_to_itself(connect: Connect, subject: str):
    reflection = await connect("reflection")

    await reflection.client.subscribe(subject)
    for _ in range(2):
        await reflection.client.flush()

    assert any("subscription" in text for text in reflection.refused)


async def test_a_service_hears_the_telemetry_it_names_one_process_each(connect: Connect):
    first, second, gateway = await connect("reflection"), await connect("reflection"), await connect("gateway")
    heard: list[bytes] = []

    async def hear(message: Msg) -> None:
        heard.append(message.data)

    for each in (first, second):
        await each.client.subscribe("live.gateway.reads.reflection", queue="reflection", cb=hear)
        await each.client.flush()
    for number in range(20):
        await gateway.client.publish("live.gateway.reads.reflection", b"%d" % number)
    for each in (gateway, first, second):
        await each.client.flush()
    async with asyncio.timeout(5):
        while len(heard) < 20:
            await asyncio.sleep(0.01)

    assert sorted(heard, key=int) == [b"%d" % number for number in range(20)]
    assert first.refused == second.refused == []


async def test_a_service_pulls_from_and_acknowledges_on_its_own_consumer(connect: Connect):
    reflection, warning = await connect("reflection"), await connect("warning")
    await reflection.client.jetstream().publish("evt.reflection.report.read", b"{}")

    reader = await warning.client.jetstream().pull_subscribe_bind(READER.name, READER.stream)
    for message in await reader.fetch(100, timeout=2):
        await message.ack_sync()

    assert (await reader.consumer_info()).num_ack_pending == 0
    assert await warning.is_refused("$JS.API.CONSUMER.MSG.NEXT.EVT_REFLECTION.somebody_else")


async def test_the_gateway_follows_the_views_and_hears_live_telemetry(connect: Connect):
    reflection, gateway = await connect("reflection"), await connect("gateway")
    await reflection.client.jetstream().publish("view.reflection.report.2", b"{}")
    views = await gateway.client.jetstream().subscribe("view.>", stream="VIEWS", ordered_consumer=True)
    live = await gateway.client.subscribe("live.>")
    await gateway.client.flush()
    await reflection.client.publish("live.reflection.report.2", b"{}")

    assert (await views.next_msg(timeout=2)).subject.startswith("view.reflection.")
    assert (await live.next_msg(timeout=2)).subject == "live.reflection.report.2"
    assert await gateway.is_refused("evt.reflection.report.made")


async def test_every_message_is_synced_to_the_disk(server: NatsServer):
    assert '"sync_interval": "always"' in server.config_text


async def test_the_configuration_is_for_our_eyes_only(server: NatsServer):
    assert (server.home / "nats.conf").stat().st_mode & 0o077 == 0


async def test_the_servers_listeners_are_closed_to_other_machines(server: NatsServer):
    with socket.socket() as probe:
        probe.settimeout(1)
        for port in (server.ports.client, server.ports.mqtt, server.ports.monitor):
            assert probe.connect_ex(("127.0.0.2", port)) != 0


async def test_a_device_publishes_its_own_topic_by_mqtt_and_no_other(server: NatsServer):
    admin = await nats.connect(server.url(ADMIN, PASSWORDS[ADMIN]))
    heard = await admin.subscribe("air.>")
    await admin.flush()

    for topic in (b"air/other/pm25", b"air/sensor/pm25"):
        await publish_by_mqtt(server.ports.mqtt, SENSOR, topic)

    assert (await heard.next_msg(timeout=2)).subject == "air.sensor.pm25"
    await admin.close()


async def publish_by_mqtt(port: int, device: MqttDevice, topic: bytes) -> None:
    """MQTT 3.1.1: CONNECT (clean session, user name, password), then PUBLISH with QoS 0, then DISCONNECT."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    fields = [device.name.encode(), device.name.encode(), device.password.encode()]
    writer.write(mqtt_packet(0x10, b"\x00\x04MQTT\x04\xc2\x00\x3c" + b"".join(map(mqtt_text, fields))))
    assert await reader.readexactly(4) == b"\x20\x02\x00\x00"
    writer.write(mqtt_packet(0x30, mqtt_text(topic) + b"7") + mqtt_packet(0xE0, b""))
    await writer.drain()
    await reader.read()
    writer.close()
    await writer.wait_closed()


def mqtt_packet(kind: int, body: bytes) -> bytes:
    return bytes([kind, len(body)]) + body


def mqtt_text(text: bytes) -> bytes:
    return len(text).to_bytes(2, "big") + text


async def test_a_service_answers_the_replay_of_a_dead_letter(server: NatsServer, connect: Connect):
    warning = await connect("warning")

    async def answer(message: Msg) -> None:
        await message.respond(b"done")

    await warning.client.subscribe("retry.warning.>", cb=answer)
    await warning.client.flush()
    admin = await nats.connect(server.url(ADMIN, PASSWORDS[ADMIN]), inbox_prefix="_INBOX_admin")

    assert (await admin.request("retry.warning.reports", b"{}", timeout=2)).data == b"done"
    await admin.close()
