"""Deadlines, streams, cancellation and full queues of the pool, against scripted servers on loopback."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from hueioc.errors import BadRequest, TooLarge
from hueioc.http import ConnectFailed, DeadlineExceeded, Pool, PoolFull, Request, UpstreamBroken

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
GET = Request(b"GET", b"/", [])


@asynccontextmanager
async def pool_to(talk: Talk, **limits: int) -> AsyncIterator[Pool]:
    async def talk_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk_and_close, "127.0.0.1", 0)
    pool = Pool("127.0.0.1", server.sockets[0].getsockname()[1], **limits)
    try:
        yield pool
    finally:
        await pool.close()
        server.close()
        await server.wait_closed()


def answering(answer: bytes, times: int = 1_000_000) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(times):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()

    return talk


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def fetch(pool: Pool, request: Request = GET, timeout_s: float = 5) -> tuple[int, bytes]:
    response = await pool.send(request, timeout_s=timeout_s)
    return response.status, await response.read()


async def test_a_silent_upstream_is_given_up_at_the_deadline() -> None:
    async with pool_to(silent) as pool:
        started = asyncio.get_running_loop().time()
        with pytest.raises(DeadlineExceeded):
            await fetch(pool, timeout_s=0.1)
        assert asyncio.get_running_loop().time() - started < 0.5
        assert pool.open_connections == 0


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A chunk every 20 ms, twenty of them."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in range(20):
        writer.write(b"1\r\nx\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)
    writer.write(b"0\r\n\r\n")


async def test_a_slow_body_respects_the_deadline() -> None:
    async with pool_to(drip) as pool:
        response = await pool.send(GET, timeout_s=0.15)
        with pytest.raises(DeadlineExceeded):
            await response.read()
        assert pool.open_connections == 0


async def test_a_stream_may_outlive_the_deadline_while_it_keeps_coming() -> None:
    async with pool_to(drip) as pool:
        response = await pool.send(GET, timeout_s=0.15, idle_timeout_s=1)
        assert await response.read() == b"x" * 20


async def test_a_stream_that_falls_silent_is_given_up() -> None:
    async def one_chunk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n")
        await reader.read()

    async with pool_to(one_chunk) as pool:
        response = await pool.send(GET, timeout_s=5, idle_timeout_s=0.1)
        assert await anext(response) == b"x"
        with pytest.raises(DeadlineExceeded):
            await anext(response)
        assert pool.open_connections == 0


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Sends the body back while it is still coming."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % length)
    while length:
        data = await reader.read(65536)
        length -= len(data)
        writer.write(data)
        await writer.drain()
    await reader.read()


async def test_a_big_body_streams_both_ways_without_being_held() -> None:
    block, blocks = random.Random(1).randbytes(1 << 16), 800
    ahead = 0
    most_ahead = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal ahead, most_ahead
        for _ in range(blocks):
            ahead += len(block)
            most_ahead = max(most_ahead, ahead)
            yield block

    async with pool_to(echo) as pool:
        request = Request(b"PUT", b"/", [], body(), blocks * len(block))
        response = await pool.send(request, timeout_s=30)
        received = 0
        async for chunk in response:
            received += len(chunk)
            ahead -= len(chunk)
            if received % (1 << 20) < 4096:
                await asyncio.sleep(0.001)
        assert received == blocks * len(block)
        assert most_ahead < received / 2
        assert pool.idle_connections == 1


async def test_a_chunked_body_arrives_as_it_was_given() -> None:
    got = bytearray()

    async def unchunk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        while size := int(await reader.readline(), 16):
            got.extend(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        writer.write(OK)
        await reader.read()

    async def body() -> AsyncIterator[bytes]:
        for part in (b"mot ", b"", b"hai ", b"ba"):
            yield part

    async with pool_to(unchunk) as pool:
        assert await fetch(pool, Request(b"POST", b"/", [], body())) == (200, b"ok")
        assert bytes(got) == b"mot hai ba"
        assert pool.idle_connections == 1


@pytest.mark.parametrize("length", [3, 30])
async def test_a_streamed_body_of_another_length_than_announced_is_refused(length: int) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"ten bytes!"

    async with pool_to(answering(b"", times=1)) as pool:
        with pytest.raises(BadRequest):
            await pool.send(Request(b"PUT", b"/", [], body(), length), timeout_s=5)
        assert pool.open_connections == 0


async def test_the_error_of_a_body_reaches_the_sender() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"some"
        raise TooLarge

    async with pool_to(silent) as pool:
        with pytest.raises(TooLarge):
            await pool.send(Request(b"POST", b"/", [], body()), timeout_s=5)
        assert pool.open_connections == 0


async def test_an_early_refusal_ends_the_upload_and_the_connection() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n")
        await reader.read(1)

    closed = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"x" * 1000
                await asyncio.sleep(0.001)
        finally:
            closed.set()

    async with pool_to(refuse) as pool:
        response = await pool.send(Request(b"POST", b"/", [], endless()), timeout_s=5)
        assert response.status == 413
        assert pool.open_connections == 0
        await asyncio.wait_for(closed.wait(), 1)


async def test_a_slow_reader_stops_the_socket() -> None:
    written = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x" * 100_000)
            await writer.drain()
            written += 100_000

    async with pool_to(flood) as pool:
        response = await pool.send(GET, timeout_s=20)
        await asyncio.sleep(0.3)
        assert written < 20_000_000
        with pytest.raises(TooLarge):
            await response.read(limit=1_000_000)
        assert pool.open_connections == 0


async def test_a_cancelled_request_does_not_poison_the_next() -> None:
    async def numbered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            line = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
            await asyncio.sleep(0.002)
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(line), line))

    rand = random.Random(2)
    async with pool_to(numbered, max_connections=4) as pool:

        async def ask(number: int) -> None:
            path = b"/%d" % number
            assert await fetch(pool, Request(b"GET", path, [])) == (200, path)

        tasks = [asyncio.create_task(ask(number)) for number in range(300)]
        for task in rand.sample(tasks, 150):
            await asyncio.sleep(rand.random() * 0.003)
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} <= {type(None), asyncio.CancelledError}
        assert outcomes.count(None) >= 150
        assert pool.open_connections <= 4
        assert pool.waiting == 0
        await ask(999)


async def test_a_response_closed_half_way_drops_its_connection() -> None:
    async with pool_to(drip) as pool:
        response = await pool.send(GET, timeout_s=5)
        response.close()
        assert pool.open_connections == 0
        assert (await fetch(pool))[1] == b"x" * 20


async def test_a_full_queue_answers_at_once_and_says_when_to_come_back() -> None:
    async with pool_to(silent, max_connections=1, max_waiting=2) as pool:
        tasks = [asyncio.create_task(fetch(pool, timeout_s=0.3)) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(PoolFull) as refused:
            await fetch(pool)
        assert refused.value.status == 503
        assert refused.value.headers == {"Retry-After": "1"}
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(outcome, DeadlineExceeded) for outcome in outcomes)
        assert pool.open_connections == 0


async def test_waiting_requests_are_served_in_the_order_they_came() -> None:
    order: list[int] = []
    async with pool_to(answering(OK), max_connections=2) as pool:

        async def ask(number: int) -> None:
            await fetch(pool)
            order.append(number)

        await asyncio.gather(*[ask(number) for number in range(50)])
        assert order == sorted(order)
        assert pool.open_connections == 2


async def test_a_closed_port_is_unreachable_and_leaves_no_slot_taken() -> None:
    async with pool_to(silent) as pool:
        port = pool.port
    gone = Pool("127.0.0.1", port)
    with pytest.raises(ConnectFailed):
        await fetch(gone)
    assert gone.open_connections == 0
    await gone.close()


async def test_a_closed_pool_refuses_and_frees_the_waiting() -> None:
    async with pool_to(silent, max_connections=1) as pool:
        tasks = [asyncio.create_task(fetch(pool)) for _ in range(3)]
        await asyncio.sleep(0.05)
        await pool.close()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [UpstreamBroken, ConnectFailed, ConnectFailed]
        with pytest.raises(ConnectFailed):
            await fetch(pool)
