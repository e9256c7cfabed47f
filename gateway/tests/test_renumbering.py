"""The bus dies and numbers the end of its feed anew: nobody misses an event, nobody hears one twice."""

from types import SimpleNamespace

import pytest

from gateway.stream.hub import Hub, Reader
from gateway.stream.route import _missed
from hueioc.cloudevents import CloudEvent


class Stored:
    """A message of the feed as it comes from the server."""

    def __init__(self, sequence, event_id):
        event = CloudEvent(event_id, "/svc/reflection", "vn.hue.reflection.report.accepted.v1", b"{}", "r-1")
        self.headers = event.headers() | {"Hue-Audience": "public"}
        self.reply = f"$JS.ACK.EVENTS.c.1.{sequence}.{sequence}.1700000000000000000.0"
        self.data = b"{}"


@pytest.fixture
def hub():
    return Hub(SimpleNamespace(name="gateway"))


@pytest.fixture
def reader(hub):
    joined = Reader(lambda _: True)
    hub.join(joined)
    return joined


async def heard(reader):
    return [frame.event_id for frame in await reader.wait(0)]


async def test_what_comes_again_under_another_number_is_heard_once(hub, reader):
    await hub._fan_out([Stored(1, "a"), Stored(2, "b"), Stored(3, "c")])
    await hub._fan_out([Stored(2, "x"), Stored(3, "b"), Stored(4, "c"), Stored(5, "y")])
    assert await heard(reader) == ["a", "b", "c", "x", "y"]


async def test_who_comes_back_with_a_number_from_before_is_told_to_begin_anew(hub):
    await hub._fan_out([Stored(1, "a"), Stored(2, "b"), Stored(3, "c")])
    await hub._fan_out([Stored(2, "x"), Stored(3, "b"), Stored(4, "c"), Stored(5, "y")])
    front = SimpleNamespace(hub=hub)
    assert await _missed(front, "3") == ([], True)


async def test_who_comes_back_with_a_number_from_after_goes_on(hub):
    await hub._fan_out([Stored(1, "a"), Stored(2, "b")])
    await hub._fan_out([Stored(2, "x"), Stored(3, "b"), Stored(4, "y"), Stored(5, "z")])
    frames, is_lost = await _missed(SimpleNamespace(hub=hub), "4")
    assert ([frame.event_id for frame in frames], is_lost) == (["z"], False)


async def test_who_came_before_the_first_event_of_all_goes_on(hub):
    await hub._fan_out([Stored(1, "a"), Stored(2, "b")])
    frames, is_lost = await _missed(SimpleNamespace(hub=hub), "0")
    assert ([frame.event_id for frame in frames], is_lost) == (["a", "b"], False)


async def test_what_merely_comes_twice_changes_no_number(hub):
    await hub._fan_out([Stored(1, "a"), Stored(2, "b")])
    await hub._fan_out([Stored(1, "a"), Stored(2, "b"), Stored(3, "c")])
    frames, is_lost = await _missed(SimpleNamespace(hub=hub), "1")
    assert ([frame.event_id for frame in frames], is_lost) == (["b", "c"], False)
