"""One upstream as its callers see it: the pool behind a breaker, with retries that cannot become a storm."""

import asyncio
import math
import random
import ssl
import time

from hueioc.errors import Problem
from hueioc.http.message import Request
from hueioc.http.pool import Pool
from hueioc.http.problem import BreakerOpen, ConnectFailed, DeadlineExceeded, PoolFull, UpstreamBroken
from hueioc.http.resilience import MAX_RETRIES, READ_TIMEOUT_S, TIMEOUT_HEADER, Breaker, Deadline, RetryBudget, backoff
from hueioc.http.response import Response

_RETRIED = frozenset((502, 503, 504))
_SERVER_ERROR = 500


class Upstream:
    """Send through `send()`; share one per (host, port) and process."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        pool: Pool | None = None,
        breaker: Breaker | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.pool = pool or Pool(host, port, tls=tls)
        self.breaker = breaker or Breaker()
        self.budget = RetryBudget()

    async def send(self, request: Request, deadline: Deadline, *, idle_timeout_s: float | None = None) -> Response:
        """The answer of the upstream, after at most two retries of a request that may be repeated.

        Raises ConnectFailed, BreakerOpen, PoolFull (503), UpstreamBroken (502), DeadlineExceeded (504).
        """
        self.budget.started()
        try:
            return await self._try(request, deadline, idle_timeout_s)
        finally:
            self.budget.ended()

    async def close(self) -> None:
        await self.pool.close()

    async def _try(self, request: Request, deadline: Deadline, idle_timeout_s: float | None) -> Response:
        for attempt in range(MAX_RETRIES + 1):
            retried = attempt > 0
            try:
                response = await self._once(request, deadline, idle_timeout_s)
            except (ConnectFailed, UpstreamBroken) as problem:
                if not await self._may_repeat(request, deadline, attempt, failure=problem):
                    raise
            else:
                if response.status not in _RETRIED or not await self._may_repeat(request, deadline, attempt):
                    return response
                response.close()
            finally:
                if retried:
                    self.budget.give_back()
        raise DeadlineExceeded

    async def _once(self, request: Request, deadline: Deadline, idle_timeout_s: float | None) -> Response:
        remaining = deadline.remaining()
        if not remaining:
            raise DeadlineExceeded
        ticket = self.breaker.admit()
        if not ticket:
            seconds = math.ceil(self.breaker.retry_after_s())
            raise BreakerOpen(headers={"Retry-After": str(seconds)})
        _set_timeout(request, deadline)
        started = time.monotonic()
        ok: bool | None = None
        try:
            response = await self.pool.send(request, timeout_s=remaining, idle_timeout_s=idle_timeout_s)
            ok = response.status < _SERVER_ERROR
        except (ConnectFailed, UpstreamBroken):
            ok = False
            raise
        except DeadlineExceeded:
            # A caller that allows 1 ms must not be able to take the upstream away from everybody.
            ok = False if time.monotonic() - started >= READ_TIMEOUT_S / 2 else None
            raise
        finally:
            self.breaker.record(ticket, ok=ok)
        return response

    async def _may_repeat(
        self, request: Request, deadline: Deadline, attempt: int, *, failure: Problem | None = None
    ) -> bool:
        """Wait for the turn of the next attempt; False when there is none."""
        if attempt == MAX_RETRIES or not _is_repeatable(request, failure):
            return False
        wait_s = backoff(attempt, random.random)
        if wait_s >= deadline.remaining() or not self.budget.take():
            return False
        try:
            await asyncio.sleep(wait_s)
        except asyncio.CancelledError:
            self.budget.give_back()
            raise
        return True


def _is_repeatable(request: Request, failure: Problem | None) -> bool:
    if isinstance(failure, PoolFull):
        return False
    if isinstance(failure, ConnectFailed):
        return True  # nothing was sent, not even the first piece of a streamed body
    return request.is_replayable and request.is_idempotent


def _set_timeout(request: Request, deadline: Deadline) -> None:
    """Tell the next hop how long we still wait."""
    field = deadline.header()
    for place, (name, _) in enumerate(request.headers):
        if name == TIMEOUT_HEADER:
            request.headers[place] = field
            return
    request.headers.append(field)
