"""`GET /v1/stream` (WHATWG HTML, server-sent events): resume by `Last-Event-ID`, end with the token."""

import asyncio
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from gateway.readmodel.answer import NUMBER, fits
from gateway.stream.direct import Direct, direct_of
from gateway.stream.frames import KEEP_ALIVE, RESET, RETRY, Frame, make_frame, position_frame
from gateway.stream.hub import Reader
from hueioc.auth.principal import Principal
from hueioc.bus.connection import BusError, JetStreamError
from hueioc.bus.read import messages_of
from hueioc.bus.streams import EVENTS
from hueioc.errors import Text, Unavailable

if TYPE_CHECKING:
    from gateway.front import Front

KEEP_ALIVE_S = 5.0
"""So that a console can tell within ten seconds that a stream is silent."""
FOLLOWS_WITHIN_S = 3.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
TYPE_ROOT = "vn.hue."


class StreamUnavailable(Unavailable):
    code = "stream-unavailable"
    title = Text("Chưa nối lại được luồng sự kiện; hãy thử lại", "The event stream cannot be resumed now; try again")


async def stream(front: "Front", caller: Principal, scope: Scope, receive: Receive, send: Send) -> None:
    """Send what was missed since `Last-Event-ID`, then what happens, until the client leaves or the token ends."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    headers = dict(scope["headers"])
    last_id = (headers.get(b"last-event-id") or query.get("last_event_id", [""])[0].encode()).decode("latin-1")
    topics = tuple(TYPE_ROOT + topic for value in query.get("topics", []) for topic in value.split(",") if topic)

    after = 0

    def wants(frame: Frame) -> bool:
        return frame.sequence > after and may_see(frame)

    def may_see(frame: Frame) -> bool:
        return (
            not is_over(front, caller)
            and fits(caller, frame.audience)
            and (not topics or frame.type.startswith(topics))
        )

    reader = Reader(wants)
    front.hub.join(reader)
    position = front.hub.position
    try:
        missed, gap = await _missed(front, last_id)
        after = missed[-1].sequence if missed else 0
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        begin = RETRY + (RESET if gap else b"") + b"".join(f.data for f in missed if may_see(f))
        if position is not None:
            begin += position_frame(max(position, missed[-1].sequence if missed else 0))
        await send({"type": "http.response.body", "body": begin, "more_body": True})
        watching = asyncio.create_task(_watch(reader, receive), name="stream-client")
        try:
            await _follow(front, reader, caller, send, after=after, direct=direct_of(scope))
        finally:
            watching.cancel()
    finally:
        front.hub.leave(reader)


async def _watch(reader: Reader, receive: Receive) -> None:
    """Without this a stream whose client has left would wait for it for ever."""
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end()


def is_over(front: "Front", caller: Principal) -> bool:
    """The token has expired, or its session was ended."""
    has_expired = caller.expires_at and time.time() >= caller.expires_at
    return bool(has_expired) or caller.session_id in front.verifier.revoked


async def _follow(
    front: "Front", reader: Reader, caller: Principal, send: Send, *, after: int, direct: Direct | None
) -> None:
    while not front.ending.is_set() and not reader.ended:
        frames = [frame for frame in await reader.wait(KEEP_ALIVE_S) if frame.sequence > after]
        if is_over(front, caller):
            break  # after the wait: nothing that came meanwhile is sent to a session that has ended
        body = b"".join([frame.data for frame in frames]) or KEEP_ALIVE
        await send({"type": "http.response.body", "body": body, "more_body": True})
        reader.go_direct(direct)
    await send({"type": "http.response.body", "body": b""})


async def _missed(front: "Front", last_id: str) -> tuple[list[Frame], bool]:
    """Frames after `last_id`, and whether some are lost for good. Raises `StreamUnavailable`."""
    if not NUMBER.match(last_id):
        return [], bool(last_id)
    last = int(last_id)
    if 0 < last <= front.hub.renumbered:
        return [], True
    if front.hub.oldest and front.hub.oldest <= last + 1 <= front.hub.newest + 1:
        return list(front.hub.since(last)), False
    try:
        async with asyncio.timeout(FOLLOWS_WITHIN_S):
            await front.hub.following.wait()  # what comes after the reading below must not pass the hub by
        state = (await front.bus.api(f"STREAM.INFO.{EVENTS}"))["state"]
        if last > state["last_seq"] or (state["messages"] and last + 1 < state["first_seq"]):
            return [], True
        found = [
            make_frame(each.sequence, each.headers, each.payload)
            async for each in messages_of(front.bus, EVENTS, subject=">", after=last)
        ]
    except (*BusError, JetStreamError) as error:
        raise StreamUnavailable(headers={"Retry-After": "1"}) from error
    return [frame for frame in found if frame], False
