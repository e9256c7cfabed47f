"""One attempt: a POST to a pinned address, bounded in time and in what is read of the answer."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from gateway.partners.states import LONGEST_RETRY_AFTER
from gateway.partners.targets import AddressRefused, Reach, Target, target_of, trusting
from hueioc.clock import now
from hueioc.errors import BadRequest
from hueioc.http import ConnectFailed, DeadlineExceeded, Pool, Request, Response, UpstreamBroken

TIMEOUT_S = 20.0
CONNECT_S = 10.0
MOST_READ = 4_096
MOST_KEPT = 200
AT_ONCE = 4
"""Connections to one endpoint."""
GONE = 410
OVERLOADED = frozenset({429, 502, 504})


@dataclass(frozen=True)
class Attempt:
    """How it went. `status` is None when there was no answer."""

    at: datetime
    took_ms: int
    status: int | None
    answer: str
    retry_after: timedelta | None = None

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - success in HTTP; a redirect is none

    @property
    def is_gone(self) -> bool:
        return self.status == GONE

    @property
    def is_overloaded(self) -> bool:
        return self.status in OVERLOADED or self.retry_after is not None

    def logged(self) -> dict[str, object]:
        return {"at": self.at.isoformat(), "took_ms": self.took_ms, "status": self.status, "answer": self.answer}


class Line:
    """Connections to one endpoint, looked up once. Close it when its batch is through."""

    def __init__(self, url: str, reach: Reach) -> None:
        self._target = target_of(url)
        self._reach = reach
        self._pool: Pool | None = None

    async def post(self, headers: dict[str, str], body: bytes) -> Attempt:
        """Never raises for what the other side does."""
        at, began = now(), time.perf_counter()

        def attempt(status: int | None, answer: str, retry_after: timedelta | None = None) -> Attempt:
            took_ms = round(1000 * (time.perf_counter() - began))
            return Attempt(at, took_ms, status, answer[:MOST_KEPT], retry_after)

        if self._target is None:
            return attempt(None, "not an address")
        try:
            pool = await self._connected(self._target)
            response = await pool.send(_request(self._target, headers, body), timeout_s=TIMEOUT_S)
            text = await _beginning(response)
        except (AddressRefused, ConnectFailed, DeadlineExceeded, UpstreamBroken, BadRequest) as problem:
            return attempt(None, problem.code)
        except OSError as error:
            return attempt(None, f"name-not-found: {error}")
        return attempt(response.status, text, _asked_for(response))

    async def _connected(self, target: Target) -> Pool:
        if self._pool is None:
            async with asyncio.timeout(CONNECT_S):
                address = await self._reach.address_of(target)
            self._pool = Pool(
                target.host,
                target.port,
                max_connections=AT_ONCE,
                tls=trusting() if target.scheme == "https" else None,
                address=address,
                connect_timeout_s=CONNECT_S,
            )
        return self._pool

    async def close(self) -> None:
        if self._pool:
            await self._pool.close()


def _request(target: Target, headers: dict[str, str], body: bytes) -> Request:
    fields = {
        "host": target.authority,
        "user-agent": "HueIOC-webhooks/1.0",
        "content-type": "application/json",
        **headers,
    }
    return Request(b"POST", target.path, [(name.encode(), value.encode()) for name, value in fields.items()], body)


async def _beginning(response: Response) -> str:
    """The first of the answer, for the log; the rest is not read."""
    found = bytearray()
    async for chunk in response:
        found += chunk
        if len(found) > MOST_READ:
            response.close()
            break
    return found[:MOST_READ].decode("utf-8", "replace").replace("\0", " ").strip()


def _asked_for(response: Response) -> timedelta | None:
    given = next((value for name, value in response.headers if name == b"retry-after"), b"")
    return retry_after(response.status, given.decode("latin-1"))


def retry_after(status: int, given: str) -> timedelta | None:
    """RFC 9110 section 10.2.3: seconds, or a date; None when it is neither, or after a success."""
    given = given.strip()
    if not given or status < 300:  # noqa: PLR2004 - a success asks for nothing
        return None
    if given.isascii() and given.isdigit():
        wanted = timedelta(seconds=min(int(given[:12]), int(LONGEST_RETRY_AFTER.total_seconds())))
    else:
        try:
            moment = parsedate_to_datetime(given)
            wanted = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now()
        except (ValueError, OverflowError):
            return None
    return min(max(wanted, timedelta(seconds=1)), LONGEST_RETRY_AFTER)
