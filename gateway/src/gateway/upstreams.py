"""Which service answers which path, as data of the services' own descriptors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from hueioc.app import LARGEST_BODY
from hueioc.http.upstream import Upstream
from hueioc.service import Service


@dataclass(frozen=True)
class Route:
    """One prefix and the service behind it."""

    prefix: str
    service: str


class Upstreams:
    """The services this gateway knows, each behind its own pool and breaker."""

    def __init__(self, services: Sequence[Service], addresses: Mapping[str, str]) -> None:
        self._routes = sorted(
            (Route(prefix, service.name) for service in services for prefix in service.prefixes),
            key=lambda route: -len(route.prefix),
        )
        self._limits = sorted((limit for each in services for limit in each.body_limits), key=lambda it: -len(it[0]))
        self._upstreams: dict[str, Upstream] = {}
        for name, address in addresses.items():
            parts = urlsplit(address)
            self._upstreams[name] = Upstream(parts.hostname or "127.0.0.1", parts.port or 80)

    def find(self, path: str) -> tuple[str, Upstream | None] | None:
        """(service, upstream) for a path: the longest prefix wins. The upstream is None when it is not configured."""
        for route in self._routes:
            if path == route.prefix or path.startswith(route.prefix + "/"):
                return route.service, self._upstreams.get(route.service)
        return None

    def body_limit(self, path: str) -> int:
        """The largest body, in bytes, that the service behind `path` takes; 1 MB unless it declares more."""
        return next((limit for start, limit in self._limits if path.startswith(start)), LARGEST_BODY)

    def of(self, service: str) -> Upstream | None:
        return self._upstreams.get(service)

    async def close(self) -> None:
        for upstream in self._upstreams.values():
            await upstream.close()
