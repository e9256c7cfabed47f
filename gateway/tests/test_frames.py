"""Events as the bytes of server-sent events, and their readers."""

import asyncio

import orjson
import pytest

from gateway.stream.frames import make_frame
from gateway.stream.hub import MOST_WAITING, Reader
from hueioc.cloudevents import CloudEvent

EVENT = CloudEvent(id="e-1", source="/svc/a", type="vn.hue.a.b.done.v1", subject="Huế €", data=b'{"x":"\xc4\x91"}')


def frame(sequence=7, audience="public", event=EVENT):
    return make_frame(sequence, event.headers() | {"Hue-Audience": audience}, event.data)


def test_a_frame_is_one_event_with_its_place_and_its_type():
    lines = frame().data.decode().split("\n")
    assert lines[:2] == ["id: 7", "event: vn.hue.a.b.done.v1"]
    assert lines[3:] == ["", ""]
    told = orjson.loads(lines[2].removeprefix("data: "))
    assert (told["id"], told["subject"], told["data"]) == ("e-1", "Huế €", {"x": "đ"})


def test_a_frame_says_how_new_documents_must_be_to_show_what_it_tells():
    headers = EVENT.headers() | {"Hue-Seq": "reflection:1a2b:4711"}
    told = orjson.loads(make_frame(1, headers, b"{}").data.split(b"data: ")[1])
    assert told["hueseq"] == "reflection:4711"


def test_a_message_without_an_audience_is_for_staff():
    assert make_frame(1, EVENT.headers(), b"{}").audience == "staff"


def test_what_is_no_event_has_no_frame():
    assert make_frame(1, {"x": "y"}, b"") is None


def test_an_event_without_data_has_null():
    assert b'"data":null}' in make_frame(1, EVENT.headers(), b"").data


async def test_a_reader_is_given_what_it_wants():
    reader = Reader(lambda each: each.audience == "public")
    reader.offer([frame(1)])
    reader.offer([frame(2, "staff")])
    assert [each.sequence for each in await reader.wait(1)] == [1]


async def test_a_reader_waits_no_longer_than_it_was_told():
    assert await Reader(lambda _: True).wait(0.01) == []


async def test_a_reader_that_is_too_slow_is_ended_and_keeps_what_it_has():
    reader = Reader(lambda _: True)
    for number in range(MOST_WAITING + 1):
        reader.offer([frame(number)])
    assert reader.ended
    assert len(await reader.wait(0)) == MOST_WAITING


@pytest.mark.parametrize("act", ["end", "wake"])
async def test_a_waiting_reader_can_be_woken(act):
    reader = Reader(lambda _: True)
    waiting = asyncio.create_task(reader.wait(10))
    await asyncio.sleep(0)
    getattr(reader, act)()
    assert await asyncio.wait_for(waiting, 1) == []
