"""How often a report is read: counted where it is answered, told to its service, and nothing kept of who read."""

import asyncio
import json

import pytest

from hueioc.bus.connection import Bus
from hueioc.testing.buses import PASSWORD

COUNTED, OTHER = "/v1/reports/1", "/v1/reports"
BROWSER = "User-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
TOLD = "live.gateway.reads.reflection"


def get(path=COUNTED, *fields, method="GET", version="1.1", agent=BROWSER):
    lines = [f"{method} {path} HTTP/{version}", "Host: hue.test", *([agent] if agent else []), *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def sums(front):
    return {subject.rpartition(".")[2]: number for subject, number in front.reads._sums.items()}


@pytest.fixture(autouse=True)
def _documents(front, document):
    front.table.fold(document(COUNTED, is_counted=True))
    front.table.fold(document(OTHER, subject="view.reflection.feed.all"))


async def test_each_reader_is_one(front, wire):
    await wire(get() + get(), get())
    assert sums(front) == {"1": 3}


async def test_only_what_its_service_wants_counted_is(front, wire):
    await wire(get(OTHER))
    assert sums(front) == {}


async def test_whoever_has_a_copy_looks_again_and_is_not_counted_again(front, wire):
    etag = front.table.get(COUNTED.encode()).etag.decode()
    await wire(get(COUNTED, f"If-None-Match: {etag}"), get(COUNTED, 'If-None-Match: "older"'))
    assert sums(front) == {}


async def test_a_head_shows_nothing_and_is_not_counted(front, wire):
    await wire(get(method="HEAD"))
    assert sums(front) == {}


@pytest.mark.parametrize(
    "agent",
    [
        "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "User-Agent: Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "User-Agent: CCBot/2.0",
        "User-Agent: coccocbot-web/1.0",
        "User-Agent: archive.org Crawler",
        "User-Agent:",
        "",
    ],
)
async def test_programs_that_say_what_they_are_or_nothing_at_all_are_no_readers(front, wire, agent):
    await wire(get(agent=agent))
    assert sums(front) == {}


@pytest.mark.parametrize("fields", [("Connection: close",), ("Range: bytes=0-1",)])
async def test_who_takes_the_ordinary_way_is_counted_too(front, wire, fields):
    await wire(get(COUNTED, *fields))
    assert sums(front) == {"1": 1}


async def test_on_the_ordinary_way_heads_copies_and_robots_are_not_counted(front, wire):
    etag = front.table.get(COUNTED.encode()).etag.decode()
    await wire(get(version="1.0", method="HEAD"))
    await wire(get(COUNTED, f"If-None-Match: {etag}", version="1.0"))
    await wire(get(version="1.0", agent="User-Agent: a-bot"))
    assert sums(front) == {}


@pytest.fixture
async def telling(make_front, document, bus, nats_server):
    """A gateway on a real bus with the gateway's own user, which tells at once."""
    front = await make_front(nats_url=nats_server.url("gateway", PASSWORD))
    front.reads._every_s = 0.05
    await asyncio.wait_for(front.bus.connect(), 10)
    await asyncio.wait_for(front.fold.complete.wait(), 10)
    for key in ("1", "2"):
        front.table.fold(document(f"/v1/reports/{key}", is_counted=True))
    yield front
    await front.bus.close()


def note(front, key, number):
    for _ in range(number):
        front.reads.note(front.table.get(f"/v1/reports/{key}".encode()), [(b"user-agent", b"Mozilla/5.0")])


async def test_the_sums_are_told_to_the_service_once(telling, bus_recorder):
    recorder = await bus_recorder("live.gateway.reads.>")
    note(telling, "1", 3)
    note(telling, "2", 1)
    await telling.reads.tell()
    await telling.reads.tell()
    note(telling, "1", 1)
    await telling.reads.tell()
    messages = await recorder.until(2)
    assert [message.subject for message in messages] == [TOLD, TOLD]
    assert [json.loads(message.data) for message in messages] == [{"report.1": 3, "report.2": 1}, {"report.1": 1}]


async def test_the_service_hears_it_by_its_own_right(telling, service_bus):
    heard = asyncio.Queue()
    reflection = await service_bus("reflection")
    await reflection.subscribe(TOLD, heard.put, queue="reflection")
    await reflection.client.flush()
    note(telling, "1", 2)
    await telling.reads.tell()
    assert json.loads((await asyncio.wait_for(heard.get(), 10)).data) == {"report.1": 2}


async def test_what_cannot_be_told_now_is_told_later(front, wire, bus_recorder, nats_server):
    await wire(get())
    await front.reads.tell()
    assert sums(front) == {"1": 1}
    recorder = await bus_recorder("live.gateway.reads.>")
    front.reads._bus = Bus(nats_server.url("gateway", PASSWORD), name="gateway")
    await asyncio.wait_for(front.reads._bus.connect(), 10)
    await wire(get())
    await front.reads.tell()
    await recorder.until(1)
    assert [json.loads(message.data) for message in recorder.messages] == [{"report.1": 2}]
    await front.reads._bus.close()


async def test_a_gateway_that_ends_tells_what_it_has(telling, bus_recorder):
    recorder = await bus_recorder("live.gateway.reads.>")
    note(telling, "1", 7)
    await telling.reads.stop()
    assert json.loads((await recorder.until(1))[0].data) == {"report.1": 7}


async def test_more_than_a_message_holds_goes_in_several(telling, bus_recorder, monkeypatch):
    monkeypatch.setattr("gateway.readmodel.reads.MOST_IN_MESSAGE", 1)
    recorder = await bus_recorder("live.gateway.reads.>")
    note(telling, "1", 1)
    note(telling, "2", 1)
    await telling.reads.tell()
    assert [json.loads(each.data) for each in await recorder.until(2)] == [{"report.1": 1}, {"report.2": 1}]


async def test_as_many_kinds_of_programs_as_there_may_be_are_told_apart(front, monkeypatch):
    monkeypatch.setattr("gateway.readmodel.reads.MOST_PROGRAMS", 3)
    entry = front.table.get(COUNTED.encode())
    for number in range(20):
        front.reads.note(entry, [(b"user-agent", b"Mozilla/5.%d" % number)])
        front.reads.note(entry, [(b"user-agent", b"bot/%d" % number)])
    assert (sums(front), len(front.reads._programs) <= 3) == ({"1": 20}, True)
