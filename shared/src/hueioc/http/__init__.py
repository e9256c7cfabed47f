"""HTTP between the parts of the suite: a keep-alive pool of our own, and what keeps a failing neighbour apart.

The gateway's proxy uses `Upstream` directly; services use `client()`, which is httpx over the same pool.
"""

from hueioc.http.client import HueTransport, client
from hueioc.http.message import HOP_BY_HOP, Headers, Request
from hueioc.http.pool import Pool
from hueioc.http.problem import ConnectFailed, DeadlineExceeded, PoolFull, UpstreamBroken
from hueioc.http.resilience import Breaker, Deadline, RetryBudget, backoff
from hueioc.http.response import Response
from hueioc.http.upstream import Upstream

__all__ = [
    "HOP_BY_HOP",
    "Breaker",
    "ConnectFailed",
    "Deadline",
    "DeadlineExceeded",
    "Headers",
    "HueTransport",
    "Pool",
    "PoolFull",
    "Request",
    "Response",
    "RetryBudget",
    "Upstream",
    "UpstreamBroken",
    "backoff",
    "client",
]
