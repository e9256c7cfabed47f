"""Asks a service whether it is ready, with as little as that needs."""

import asyncio

from hueioc.embedded.ports import LOOPBACK

TIMEOUT_S = 2.0


async def answers(port: int, path: str = "/readyz") -> bool:
    """Whether `path` answers 200."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return (await _status_line(port, path)).split(b" ", 2)[1:2] == [b"200"]
    except (OSError, TimeoutError):
        return False


async def _status_line(port: int, path: str) -> bytes:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nConnection: close\r\n\r\n".encode())
        return await reader.readline()
    finally:
        writer.close()
