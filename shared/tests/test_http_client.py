"""httpx over the pool against uvicorn: retries, breaker, deadlines and streams as a service sees them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import uvicorn

from hueioc.errors import Problem
from hueioc.http import Breaker, Deadline, HueTransport, Request, Upstream, client
from hueioc.http.problem import BreakerOpen

App = Callable[[Any, Any, Any], Awaitable[None]]


@contextlib.asynccontextmanager
async def running(app: App) -> AsyncIterator[str]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        server.force_exit = True
        await task


async def answer(send: Any, status: int, body: bytes = b"", headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


def statuses(*sequence: int) -> tuple[App, list[dict[bytes, bytes]]]:
    """Answers with these statuses in turn, the last one for ever; the list gathers the request headers."""
    seen: list[dict[bytes, bytes]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(dict(scope["headers"]) | {b":path": scope["raw_path"] + b"?" + scope["query_string"]})
        await answer(send, sequence[min(len(seen), len(sequence)) - 1], b"body")

    return app, seen


async def test_httpx_works_over_the_pool() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        await answer(send, 201, scope["method"].encode() + b" " + scope["path"].encode() + b" " + body)

    async with running(app) as url, client(url) as http:
        response = await http.post("/phản-ánh", json={"a": 1})
        assert response.status_code == 201
        assert response.text == 'POST /phản-ánh {"a":1}'
        assert (await http.get("/x")).text == "GET /x "


async def test_a_failing_read_is_retried_and_the_deadline_shrinks() -> None:
    app, seen = statuses(503, 502, 200)
    async with running(app) as url, client(url) as http:
        response = await http.get("/a?b=c", headers={"Hue-Timeout-Ms": "5000"})
        assert response.status_code == 200
        assert [headers[b":path"] for headers in seen] == [b"/a?b=c"] * 3
        left = [int(headers[b"hue-timeout-ms"]) for headers in seen]
        assert 5000 >= left[0] >= left[1] >= left[2] > 3000


async def test_a_write_is_retried_only_with_an_idempotency_key() -> None:
    app, seen = statuses(503)
    async with running(app) as url, client(url) as http:
        assert (await http.post("/", content=b"x")).status_code == 503
        assert len(seen) == 1
        assert (await http.post("/", content=b"x", headers={"Idempotency-Key": '"1"'})).status_code == 503
        assert len(seen) == 4


async def test_a_refusal_of_the_request_is_not_retried() -> None:
    app, seen = statuses(429, 500, 404)
    async with running(app) as url, client(url) as http:
        assert [(await http.get("/")).status_code for _ in range(3)] == [429, 500, 404]
        assert len(seen) == 3


async def test_the_trace_goes_along() -> None:
    app, seen = statuses(200)
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    async with running(app) as url, client(url, transport=HueTransport(traceparent=lambda: parent)) as http:
        await http.get("/")
        own = parent.replace("b7ad", "b7ae")
        await http.get("/", headers={"traceparent": own})
    assert [headers[b"traceparent"].decode() for headers in seen] == [parent, own]


async def test_the_breaker_opens_and_recovers() -> None:
    app, seen = statuses(500, 500, 500, 500, 500, 200)
    now = [100.0]
    async with running(app) as url:
        upstream = Upstream("127.0.0.1", httpx.URL(url).port or 0, breaker=Breaker(lambda: now[0], lambda: 0.5))
        ask = Request(b"GET", b"/", [])
        for _ in range(5):
            assert (await upstream.send(ask, Deadline.after(5))).status == 500
        with pytest.raises(BreakerOpen) as refused:
            await upstream.send(ask, Deadline.after(5))
        assert refused.value.headers == {"Retry-After": "5"}
        assert len(seen) == 5
        now[0] += 5.1
        for _ in range(3):
            assert (await upstream.send(ask, Deadline.after(5))).status == 200
        assert upstream.breaker.state == "closed"
        await upstream.close()


async def test_an_impatient_caller_cannot_open_the_breaker() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.05)
        await answer(send, 200)

    async with running(slow) as url, client(url) as http:
        for _ in range(10):
            with pytest.raises(httpx.ReadTimeout):
                await http.get("/", headers={"Hue-Timeout-Ms": "1"})
        assert (await http.get("/")).status_code == 200


async def test_a_dead_neighbour_is_an_httpx_error_and_a_problem() -> None:
    app, _ = statuses(200)
    async with running(app) as url:
        pass
    async with client(url) as http:
        with pytest.raises(httpx.ConnectError) as failed:
            await http.get("/")
        assert isinstance(failed.value, Problem)
        assert failed.value.status == 503
        assert failed.value.request.url == url + "/"


async def test_the_default_deadline_of_a_read_is_under_a_second() -> None:
    async def never(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(5)

    async with running(never) as url, client(url) as http:
        started = asyncio.get_running_loop().time()
        with pytest.raises(httpx.TimeoutException):
            await http.get("/")
        assert 0.7 < asyncio.get_running_loop().time() - started < 1.5


async def test_an_httpx_time_out_is_the_deadline() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(1)
        await answer(send, 200)

    async with running(slow) as url, client(url) as http:
        with pytest.raises(httpx.TimeoutException):
            await http.post("/", timeout=0.1)
        assert (await http.get("/", timeout=5)).status_code == 200


async def test_a_stream_is_read_in_pieces_and_may_be_left() -> None:
    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        gone = asyncio.create_task(receive())
        while not gone.done() or gone.result()["type"] != "http.disconnect":
            if gone.done():
                gone = asyncio.create_task(receive())
            await send({"type": "http.response.body", "body": b"x" * 50_000, "more_body": True})

    async with running(endless) as url, client(url, transport=HueTransport(idle_timeout_s=2)) as http:
        async with http.stream("GET", "/") as response:
            read = 0
            async for chunk in response.aiter_raw():
                read += len(chunk)
                if read > 5_000_000:
                    break
        assert read > 5_000_000


async def test_a_streamed_upload_arrives_whole() -> None:
    async def count(scope: Any, receive: Any, send: Any) -> None:
        total, more = 0, True
        while more:
            message = await receive()
            total += len(message["body"])
            more = message["more_body"]
        await answer(send, 200, b"%d" % total)

    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"y" * 10_000

    async with running(count) as url, client(url) as http:
        for _ in range(2):
            assert (await http.put("/", content=body())).text == "1000000"


async def test_a_compressed_answer_is_opened_by_httpx() -> None:
    import gzip

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await answer(send, 200, gzip.compress(b"xin ch\xc3\xa0o" * 100), ((b"content-encoding", b"gzip"),))

    async with running(app) as url, client(url) as http:
        assert (await http.get("/")).text == "xin chào" * 100
