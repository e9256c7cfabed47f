"""Views folded and events streamed from a real bus."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from gateway.protocol import ReadModelProtocol
from hueioc.auth.principal import Role
from hueioc.cloudevents import CloudEvent
from hueioc.ids import uuid7
from hueioc.testing.buses import PASSWORD

URL = b"/v1/reports/1"


async def until(is_true):
    async with asyncio.timeout(10):
        while not is_true():
            await asyncio.sleep(0.01)


@pytest.fixture
async def live(make_front, bus, nats_server):
    """A gateway on a real bus, with the gateway's own user."""
    front = await make_front(nats_url=nats_server.url("gateway", PASSWORD))
    await asyncio.wait_for(front.bus.connect(), 10)
    await asyncio.wait_for(front.fold.complete.wait(), 10)
    await asyncio.wait_for(front.hub.following.wait(), 10)
    yield front
    await front.bus.close()


@pytest.fixture
def view(bus):
    async def put(key="1", version=1, position=5, body=b"{}", **more):
        headers = {
            "Hue-Route": f"/v1/reports/{key}",
            "Hue-Audience": "public",
            "Hue-Version": str(version),
            "Hue-Seq": f"reflection:e:{position}",
        }
        return await bus.publish_durably(f"view.reflection.report.{key}", body, headers | more)

    return put


@pytest.fixture
def tell(bus):
    async def publish(verb="accepted", audience="public"):
        event = CloudEvent(str(uuid7()), "/svc/reflection", f"vn.hue.reflection.report.{verb}.v1", b"{}", "r-1")
        headers = event.headers() | {"Hue-Audience": audience, "Hue-Version": "1"}
        await bus.publish_durably(f"evt.reflection.report.{verb}", b"{}", headers)
        return event.id

    return publish


class Client:
    """A reader of the stream."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.got = reader, writer, b""

    async def until(self, words):
        async with asyncio.timeout(10):
            while words.encode() not in self.got:
                part = await self.reader.read(65536)
                assert part, self.got
                self.got += part
        return self.got.decode()

    @property
    def last_id(self):
        return self.got.rpartition(b"id: ")[2].partition(b"\n")[0].decode()


@pytest.fixture
async def listen(live, serve):
    port = await serve(live, http=ReadModelProtocol)

    @asynccontextmanager
    async def connect(query="", **fields):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [
            f"GET /v1/stream{query} HTTP/1.1",
            "Host: x",
            *(f"{k.replace('_', '-')}: {v}" for k, v in fields.items()),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        client = Client(reader, writer)
        try:
            await client.until("\r\n\r\n")
            yield client
        finally:
            writer.close()

    return connect


async def test_a_view_on_the_bus_becomes_an_answer(live, view):
    await view(body=b'{"a":1}')
    await until(lambda: live.table.get(URL))
    assert live.table.get(URL).document.body == b'{"a":1}'


async def test_a_tombstone_on_the_bus_takes_the_answer_away(live, view):
    await view()
    await until(lambda: live.table.get(URL))
    await view(version=2, **{"Hue-Op": "DEL"})
    await until(lambda: live.table.get(URL) is None)


async def test_what_is_no_view_of_ours_holds_up_nothing(live, view, bus):
    await bus.publish_durably("view.reflection.report.broken", b"{}", {"Hue-Version": "x"})
    await bus.publish_durably("view.reflection.report.bare", b"{}", {})
    await view()
    await until(lambda: live.table.get(URL))


async def test_a_gateway_that_starts_late_has_everything_when_it_is_ready(bus, view, make_front, nats_server):
    for number in range(20):
        await view(str(number))
    front = await make_front(nats_url=nats_server.url("gateway", PASSWORD))
    assert front._readiness()
    front.bus.start()
    await asyncio.wait_for(front.fold.complete.wait(), 10)
    assert (len(front.table), front._readiness()) == (20, "")
    await front.bus.close()


async def test_a_service_that_says_it_is_alive_is_fresh(live, view, bus):
    await view()
    await bus.publish("live.reflection.alive", b"12")
    await until(lambda: "reflection" in live.table.freshness and live.table.freshness["reflection"].position == 12)


async def test_an_event_reaches_its_readers(listen, tell):
    async with listen() as client:
        event_id = await tell()
        assert event_id in await client.until(event_id)


@pytest.mark.parametrize("audience", ["staff", "agency:a1"])
async def test_an_event_for_staff_does_not_reach_the_public(listen, tell, audience):
    async with listen() as client:
        secret, public = await tell("received", audience), await tell()
        assert secret not in await client.until(public)


async def test_an_officer_hears_of_the_own_agency_only(listen, tell, token):
    async with listen(Authorization=f"Bearer {token(Role.OFFICER, agency_id='a1')}") as client:
        other, staff = await tell("answered", "agency:a2"), await tell("received", "staff")
        own, public = await tell("answered", "agency:a1"), await tell()
        got = await client.until(public)
        assert (own in got, other in got, staff in got) == (True, False, False)


async def test_a_reader_chooses_topics(listen, tell):
    async with listen("?topics=reflection.report.resolved,press.") as client:
        other, wanted = await tell("accepted"), await tell("resolved")
        assert other not in await client.until(wanted)


async def test_who_comes_back_gets_what_was_missed(listen, tell):
    async with listen() as client:
        await client.until(await tell())
        last_id = client.last_id
    missed = [await tell() for _ in range(3)]
    async with listen(Last_Event_ID=last_id) as client:
        got = await client.until(missed[-1])
        assert [got.count(each) for each in missed] == [1, 1, 1]
        assert "event: reset" not in got


async def test_who_asks_for_more_than_there_ever_was_is_told_to_begin_anew(listen, tell, live):
    await tell()
    await until(lambda: live.hub.newest)
    async with listen(Last_Event_ID="999999") as client:
        await client.until("event: reset")


@pytest.mark.parametrize("last_id", ["x", "-1", "²", "9" * 5000])
async def test_an_id_that_is_none_of_ours_means_beginning_anew(listen, last_id):
    async with listen(Last_Event_ID=last_id) as client:
        await client.until("event: reset")


async def test_a_client_that_leaves_is_forgotten(listen, live):
    async with listen():
        await until(lambda: len(live.hub) == 1)
    await until(lambda: len(live.hub) == 0)


async def test_a_stream_ends_with_its_token(listen, live, token, monkeypatch):
    import time

    from gateway.stream import route

    monkeypatch.setattr(route, "KEEP_ALIVE_S", 0.05)
    async with listen(Authorization=f"Bearer {token(Role.MODERATOR, exp=int(time.time()) + 1)}") as client:
        await client.until("\r\n0\r\n\r\n")


async def test_a_server_that_ends_closes_its_streams_at_once(listen, live):
    async with listen() as client:
        live.end()
        async with asyncio.timeout(1):
            await client.until("\r\n0\r\n\r\n")


async def test_a_document_that_is_said_anew_replaces_the_one_of_its_version(live, view):
    await view(version=2, body=b'{"views":0}')
    await until(lambda: live.table.get(URL))
    await view(version=2, body=b'{"views":7}', **{"Hue-Revision": "7", "Hue-Counted": "1"})
    await until(lambda: live.table.get(URL).document.body == b'{"views":7}')
    assert (live.table.get(URL).document.is_counted, live.table.get(URL).document.version) == (True, 2)
