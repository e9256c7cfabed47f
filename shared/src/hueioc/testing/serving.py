"""Any ASGI app on a real socket of this machine, in the loop of the test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import uvicorn

Serve = Callable[..., Awaitable[int]]


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
