"""Where a webhook may go: https to the open internet, or to hosts of the city's own network that the settings name."""

import asyncio
import re
import ssl
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from gateway.settings import Settings
from hueioc.errors import Problem, Text, invalid_field
from hueioc.http.addresses import Resolve, are_public, look_up
from hueioc.settings import Env

_PORTS = {"http": 80, "https": 443}
_FIRST_FREE_PORT = 1024
_HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
LOOK_UP_S = 1.0
"""A request waits no longer for a name: its transaction is open, and holds up the relays of all services."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Target(NamedTuple):
    """The parts of an address that a request needs; host in ASCII."""

    scheme: str
    host: str
    port: int
    path: bytes
    """With the query, percent-encoded."""

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class AddressRefused(Problem):
    code = "address-refused"
    title = Text("Địa chỉ này nằm trong mạng nội bộ", "This address is within our own network")


def target_of(url: str) -> Target | None:
    """None for what is no plain http(s) address in ASCII: another scheme, a user name, a fragment, a blank."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    is_plain = path.isascii() and path.isprintable() and " " not in path
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or "@" in parts.netloc or "#" in url or port == 0:
        return None
    if not is_plain:
        return None
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path.encode("ascii"))


@dataclass(frozen=True)
class Reach:
    """Which hosts this installation speaks to, and how names are looked up."""

    inside_hosts: frozenset[str] = frozenset()
    """In the city's own network, by decision of who runs it."""
    resolve: Resolve = look_up

    @classmethod
    def of(cls, settings: Settings) -> "Reach":
        inside = frozenset(settings.webhook_inside_hosts)
        return cls(inside | LOOPBACK if settings.env is Env.DEV else inside)

    async def demand(self, url: str, pointer: str) -> None:
        """Raises `Invalid`. A name that cannot be looked up now may be there tomorrow."""
        target = target_of(url)
        is_inside = target is not None and target.host in self.inside_hosts
        is_open = target is not None and (target.port == _PORTS[target.scheme] or target.port >= _FIRST_FREE_PORT)
        if target is None or not is_open or (target.scheme != "https" and not is_inside):
            raise invalid_field(
                pointer,
                "Cần địa chỉ https đầy đủ, không có tên người dùng và không có #",
                "A full https address without a user name and without #",
            )
        try:
            async with asyncio.timeout(LOOK_UP_S):
                await self.address_of(target)
        except AddressRefused as refused:
            raise invalid_field(
                pointer,
                "Địa chỉ này nằm trong mạng nội bộ; hãy dùng địa chỉ công khai",
                "This address is within a private network; use a public one",
            ) from refused
        except OSError:
            pass

    async def address_of(self, target: Target) -> str:
        """Where to connect to. Raises `AddressRefused`, `OSError`."""
        try:
            found = await self.resolve(target.host, target.port)
        except UnicodeError as error:
            raise OSError(str(error)) from error
        if not found:
            raise OSError(f"{target.host} has no address")
        if target.host not in self.inside_hosts and not are_public(found):
            raise AddressRefused
        return found[0]


@cache
def trusting() -> ssl.SSLContext:
    return ssl.create_default_context()
