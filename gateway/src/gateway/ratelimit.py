"""How much one caller may ask of the services: GCRA in memory, one number for each caller, by itself in each worker.

What is answered from memory costs next to nothing and is not counted. Sign-in has limits of its own, in the database.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from starlette.types import Scope

from gateway.identity.ports import host_of, network_of
from gateway.settings import Settings
from hueioc.auth.principal import MACHINES, Principal
from hueioc.errors import Text, TooManyRequests
from hueioc.settings import Env

BURST_S = 30
"""So many seconds' worth may come at once: an app that was offline, a page that opens."""
DEV_FACTOR = 50
"""On a development machine tests and demonstrations are one caller."""
MOST_CALLERS = 50_000


@dataclass(frozen=True)
class Pace:
    """`per_s` requests a second in the long run, `burst` of them at once."""

    name: str
    per_s: float
    burst: int


class RateLimiter:
    """One per worker."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        factor = DEV_FACTOR if settings.env is Env.DEV else 1
        self._address = _pace("address", settings.rate_per_address * factor)
        self._person = _pace("person", settings.rate_per_person * factor)
        self._machine = _pace("machine", settings.rate_per_machine * factor)
        self._proxies = settings.trusted_proxies
        self._clock = clock
        self._arrivals: dict[str, float] = {}
        """When the caller's bucket is empty again, by the theory (TAT); by caller."""

    def __len__(self) -> int:
        return len(self._arrivals)

    def demand(self, principal: Principal, scope: Scope) -> None:
        """Raises `TooManyRequests` with `Retry-After` and the RateLimit fields of the IETF draft."""
        if principal.is_anonymous:
            self._take(self._address, network_of(host_of(scope, self._proxies)))
        else:
            is_machine = bool(principal.roles) and principal.roles <= MACHINES
            self._take(self._machine if is_machine else self._person, principal.subject)

    def _take(self, pace: Pace, caller: str) -> None:
        moment = self._clock()
        arrival = max(moment, self._arrivals.get(caller, 0.0)) + 1 / pace.per_s
        wait_s = arrival - moment - pace.burst / pace.per_s
        if wait_s > 0:
            raise _too_many(pace, max(1, ceil(wait_s)))
        if len(self._arrivals) >= MOST_CALLERS and caller not in self._arrivals:
            self._forget(moment)
        self._arrivals[caller] = arrival

    def _forget(self, moment: float) -> None:
        """Those whose bucket is empty; if there are none, those that were counted first."""
        self._arrivals = {caller: arrival for caller, arrival in self._arrivals.items() if arrival > moment}
        for caller in list(self._arrivals)[: max(0, len(self._arrivals) - MOST_CALLERS + MOST_CALLERS // 10)]:
            del self._arrivals[caller]


def _pace(name: str, per_s: float) -> Pace:
    return Pace(name, per_s, ceil(per_s * BURST_S))


def _too_many(pace: Pace, wait_s: int) -> TooManyRequests:
    return TooManyRequests(
        Text(f"Hãy thử lại sau {wait_s} giây", f"Try again in {wait_s} s"),
        headers={
            "Retry-After": str(wait_s),
            "RateLimit-Policy": f'"{pace.name}";q={pace.burst};w={BURST_S}',
            "RateLimit": f'"{pace.name}";r=0;t={wait_s}',
        },
        extra={"violated-policies": [pace.name], "retry_after_s": wait_s},
    )
