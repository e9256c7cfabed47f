"""Any ASGI app on a real socket of this machine, in the loop of the test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import uvicorn

Serve = Callable[..., Awaitable[int]]
Talk = Callable[..., Awaitable[bytes]]
LAST = b"GET /no-such.page HTTP/1.1\r\nHost: hue.test\r\nConnection: close\r\n\r\n"
ANSWER_S = 10.0


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """`await serve(app)`: the port it listens on; `http=` names another protocol class. Without the app's lifespan."""
    servers: list[uvicorn.Server] = []

    async def start(app: Any, *, http: Any = "httptools") -> int:
        config = uvicorn.Config(
            app,
            port=0,
            http=http,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        servers.append(server)
        return server.servers[0].sockets[0].getsockname()[1]

    yield start
    for server in servers:
        await server.shutdown()


@pytest.fixture
def talk() -> Talk:
    """`await talk(port, b"GET …", b"…")`: raw bytes on one connection, piece by piece; all that is answered to them."""

    async def speak(port: int, *pieces: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in (*pieces, LAST):
            writer.write(piece)
            await asyncio.sleep(0.001)  # a packet of its own
        answered = await asyncio.wait_for(reader.read(), ANSWER_S)
        writer.close()
        end = answered.rfind(b"HTTP/1.1 404")  # the answer to LAST, unless the server has closed before
        return answered[:end] if end >= 0 else answered

    return speak
