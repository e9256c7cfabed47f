"""The pool against scripted servers on loopback: bytes on a socket, nothing pretended."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from hueioc.http import Pool, Request, UpstreamBroken
from hueioc.http.connection import Connection

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


async def test_a_small_answer_comes_whole_with_its_head() -> None:
    async with pool_to(answering(OK)) as pool:
        response = await pool.send(GET, timeout_s=5)
        assert response.is_whole
        assert response.whole() == b"ok"
        assert response.headers == [(b"content-length", b"2")]


async def test_one_connection_serves_one_request_after_another() -> None:
    async with pool_to(answering(OK)) as pool:
        for _ in range(20):
            assert await fetch(pool) == (200, b"ok")
        assert pool.open_connections == 1


async def test_an_answer_parses_the_same_at_ten_thousand_random_chunk_boundaries() -> None:
    answer = (
        b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nX-Empty:\r\nX-Long: " + b"v" * 300 + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\nhello\r\n10;ext=1\r\n0123456789abcdef\r\n0\r\nX-Trailer: t\r\n\r\n"
    )
    rand = random.Random(46)
    async with pool_to(silent) as pool:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(lambda: Connection(pool, loop), pool.host, pool.port)
        for _ in range(10_000):
            exchange = loop.create_task(connection.exchange(GET, b"", timeout_s=5, idle_s=None))
            await asyncio.sleep(0)
            cuts = sorted(rand.sample(range(1, len(answer)), rand.randint(0, 40)))
            for start, end in zip([0, *cuts], [*cuts, len(answer)], strict=True):
                connection.data_received(answer[start:end])
            response = await exchange
            assert response.status == 200
            assert response.headers == [(b"x-empty", b""), (b"x-long", b"v" * 300)]
            assert response.whole() == b"hello0123456789abcdef"
        connection.close()


async def test_a_connection_closed_while_idle_is_not_used_again() -> None:
    async with pool_to(answering(OK, times=1)) as pool:
        for _ in range(5):
            assert await fetch(pool) == (200, b"ok")
            await asyncio.sleep(0.01)
            assert pool.open_connections == 0


async def test_a_get_on_a_stale_connection_is_sent_once_more_on_a_fresh_one() -> None:
    requests = 0

    async def second_request_kills(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        await reader.readuntil(b"\r\n\r\n")
        requests += 1
        writer.write(OK)
        await reader.readuntil(b"\r\n\r\n")
        requests += 1

    async with pool_to(second_request_kills) as pool:
        assert await fetch(pool) == (200, b"ok")
        assert await fetch(pool) == (200, b"ok")
        assert requests == 3


async def test_a_post_on_a_stale_connection_is_never_sent_twice() -> None:
    async with pool_to(answering(OK)) as pool:
        post = Request(b"POST", b"/", [], b"")
        assert await fetch(pool, post) == (200, b"ok")

    requests = 0

    async def second_request_kills(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        for answer in (OK, b""):
            await reader.readuntil(b"\r\n\r\n")
            requests += 1
            writer.write(answer)

    async with pool_to(second_request_kills) as pool:
        assert await fetch(pool, post) == (200, b"ok")
        with pytest.raises(UpstreamBroken):
            await fetch(pool, post)
        assert requests == 2


async def test_a_post_with_an_idempotency_key_is_sent_again() -> None:
    async with pool_to(answering(OK, times=1)) as pool:
        post = Request(b"POST", b"/", [(b"idempotency-key", b'"1"')], b"x")
        assert post.is_idempotent
        assert await fetch(pool, post) == (200, b"ok")
        assert await fetch(pool, post) == (200, b"ok")


async def test_a_head_answer_has_no_body_and_the_connection_lives_on() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n"
    async with pool_to(answering(head)) as pool:
        for _ in range(3):
            response = await pool.send(Request(b"HEAD", b"/", []), timeout_s=5)
            assert response.whole() == b""
        assert pool.open_connections == 1


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
async def test_an_answer_that_cannot_have_a_body_ends_with_its_head(status: bytes) -> None:
    answer = b"HTTP/1.1 " + status + b'\r\netag: "a"\r\n\r\n'
    async with pool_to(answering(answer)) as pool:
        for _ in range(3):
            response = await pool.send(GET, timeout_s=5)
            assert response.whole() == b""
        assert pool.open_connections == 1


async def test_a_304_may_tell_the_length_of_what_it_does_not_send() -> None:
    async with pool_to(answering(b"HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n")) as pool:
        for _ in range(3):
            assert await fetch(pool) == (304, b"")


async def test_a_body_may_end_with_the_connection() -> None:
    async with pool_to(answering(b"HTTP/1.0 200 OK\r\n\r\nuntil the end", times=1)) as pool:
        assert await fetch(pool) == (200, b"until the end")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 100_000,
        b"".join([b"HTTP/1.1 200 OK\r\n", b"x-filler: " + b"a" * 1000 + b"\r\n", *[b"y: 1\r\n"] * 50_000, b"\r\n"]),
    ],
    ids=["short body", "short chunk", "short head", "nothing", "not http", "two framings", "upgrade", "long", "many"],
)
async def test_a_broken_answer_is_a_problem_and_never_a_hang(answer: bytes) -> None:
    async with pool_to(answering(answer, times=1)) as pool:
        with pytest.raises(UpstreamBroken):
            await fetch(pool)
        assert pool.open_connections == 0


async def test_bytes_after_an_answer_are_never_taken_for_the_next_one() -> None:
    async with pool_to(answering(OK + OK)) as pool:
        assert await fetch(pool) == (200, b"ok")
        assert pool.open_connections == 0


async def test_connection_close_is_obeyed() -> None:
    async with pool_to(answering(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok")) as pool:
        assert await fetch(pool) == (200, b"ok")
        assert pool.open_connections == 0


async def test_fields_of_one_connection_are_not_handed_on() -> None:
    answer = (
        b"HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nX-End: 2\r\n"
        b"Content-Length: 0\r\n\r\n"
    )
    async with pool_to(answering(answer)) as pool:
        response = await pool.send(GET, timeout_s=5)
        assert response.headers == [(b"x-end", b"2"), (b"content-length", b"0")]
