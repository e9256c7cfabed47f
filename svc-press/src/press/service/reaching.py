"""One polite GET into the open internet, from which nobody is led into our own network.

Each hop is resolved once, every address of it is judged, and the connection goes to the address that was judged; a
redirect is a hop like the first. Everything has an end: time, redirects, bytes, also those that unpack from few.
"""

import asyncio
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hueioc.errors import BadRequest
from hueioc.http import ConnectFailed, DeadlineExceeded, Pool, Request, Response, UpstreamBroken
from hueioc.http.addresses import Resolve, are_public, look_up
from press.rules.addresses import Target, target_of
from press.states import FetchProblem

CONNECT_S = 10.0
TOTAL_S = 30.0
MOST_BYTES = 10 << 20
"""Of a body, packed or unpacked."""
MOST_REDIRECTS = 5
_OPEN_PORTS = frozenset({80, 443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_ANY_WINDOW = 47
"""zlib: gzip or zlib by its head."""


class FetchRefused(Exception):
    """Nothing usable came; `problem` says why."""

    def __init__(self, problem: FetchProblem, status: int | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.status = status


@dataclass(frozen=True)
class Fetched:
    """An answer that is no redirect. `moved_to`: where the feed permanently is, or empty."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    moved_to: str


@dataclass(frozen=True)
class Reach:
    """How this process asks publishers."""

    user_agent: str
    resolve: Resolve = look_up
    total_s: float = TOTAL_S

    async def get(self, url: str, conditions: Mapping[str, str], *, is_private: bool = False) -> Fetched:
        """Raises `FetchRefused`. `is_private`: an address of our own network may be asked."""
        try:
            async with asyncio.timeout(self.total_s):
                return await self._follow(url, conditions, is_private=is_private)
        except TimeoutError as error:
            raise FetchRefused(FetchProblem.TIMED_OUT) from error

    async def _follow(self, url: str, conditions: Mapping[str, str], *, is_private: bool) -> Fetched:
        moved_to, is_permanent = "", True
        for _ in range(MOST_REDIRECTS + 1):
            target = target_of(url)
            if target is None:
                raise FetchRefused(FetchProblem.ADDRESS_REFUSED)
            status, headers, body = await self._once(target, conditions, is_private=is_private)
            if status not in _REDIRECTS or "location" not in headers:
                return Fetched(status, headers, body, target.url, moved_to)
            following = target_of(headers["location"], target.url)
            url = following.url if following else ""
            is_permanent = is_permanent and status in _PERMANENT
            moved_to = url if is_permanent else moved_to
        raise FetchRefused(FetchProblem.TOO_MANY_REDIRECTS)

    async def _once(
        self, target: Target, conditions: Mapping[str, str], *, is_private: bool
    ) -> tuple[int, dict[str, str], bytes]:
        address = await self._address_of(target, is_private=is_private)
        tls = _tls() if target.scheme == "https" else None
        pool = Pool(target.host, target.port, max_connections=1, tls=tls, address=address, connect_timeout_s=CONNECT_S)
        try:
            response = await pool.send(self._request(target, conditions), timeout_s=self.total_s)
            headers = _joined(response)
            is_read = response.status == 200  # noqa: PLR2004 - nothing else has a body that we want
            return response.status, headers, await _body(response, headers) if is_read else b""
        except DeadlineExceeded as error:
            raise FetchRefused(FetchProblem.TIMED_OUT) from error
        except ConnectFailed as error:
            raise FetchRefused(FetchProblem.UNREACHABLE) from error
        except (UpstreamBroken, BadRequest) as error:
            raise FetchRefused(FetchProblem.BROKEN) from error
        finally:
            await pool.close()

    async def _address_of(self, target: Target, *, is_private: bool) -> str:
        """The address to connect to: the first, when all may be asked. One private among public ones is a trap."""
        try:
            found = await self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise FetchRefused(FetchProblem.UNREACHABLE) from error
        if not found:
            raise FetchRefused(FetchProblem.UNREACHABLE)
        if not is_private and (target.port not in _OPEN_PORTS or not are_public(found)):
            raise FetchRefused(FetchProblem.ADDRESS_REFUSED)
        return found[0]

    def _request(self, target: Target, conditions: Mapping[str, str]) -> Request:
        authority = target.url.split("/", 3)[2]
        fields = {
            "host": authority,
            "user-agent": self.user_agent,
            "accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
            "accept-encoding": "gzip",
            **conditions,
        }
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in fields.items()]
        return Request(b"GET", target.path.encode("ascii"), headers)


async def _body(response: Response, headers: Mapping[str, str]) -> bytes:
    """Unpacked as it comes, so that a few bytes never become more than the bound in memory."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        response.close()
        raise FetchRefused(FetchProblem.BROKEN, response.status)
    unpack = zlib.decompressobj(_ANY_WINDOW) if coding not in {"", "identity"} else None
    parts: list[bytes] = []
    size = packed = 0
    async for chunk in response:
        packed += len(chunk)
        try:
            part = unpack.decompress(chunk, MOST_BYTES + 1 - size) if unpack else chunk
        except zlib.error as error:
            response.close()
            raise FetchRefused(FetchProblem.BROKEN, response.status) from error
        size += len(part)
        if max(size, packed) > MOST_BYTES:
            response.close()
            raise FetchRefused(FetchProblem.TOO_LARGE, response.status)
        parts.append(part)
    return b"".join(parts)


def _joined(response: Response) -> dict[str, str]:
    """The first of each field, byte for byte (latin-1)."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        found.setdefault(name.decode("latin-1"), value.decode("latin-1"))
    return found


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
