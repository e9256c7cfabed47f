"""Frames straight onto the socket: no task to wake, no queue, one write for each client and batch.

An ASGI send for each of 500 clients costs more than the time between two events.
"""

import asyncio
from typing import Any

from starlette.types import Scope

from gateway.stream.frames import Frame

TRANSPORT = "hue.transport"
MOST_UNSENT = 256 << 10
"""Bytes the kernel has not taken yet; a client that is further behind is cut off, and resumes."""


class Direct:
    """The socket of a response that was begun in chunks (RFC 9112 section 7.1)."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def write(self, frames: list[Frame]) -> bool:
        """False when the client is gone or too slow."""
        transport = self._transport
        if transport.is_closing():
            return False
        transport.write(frames[0].chunk if len(frames) == 1 else b"".join([frame.chunk for frame in frames]))
        return transport.get_write_buffer_size() < MOST_UNSENT


def direct_of(scope: Scope) -> Direct | None:
    """None where the server is not ours, or the client speaks HTTP/1.0, which knows no chunks."""
    transport: Any = scope.get(TRANSPORT)
    return Direct(transport) if transport is not None and scope.get("http_version") == "1.1" else None
