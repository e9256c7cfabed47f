"""Which address of a name may be spoken to: one of the open internet, judged first and then connected to.

Whoever lets others say where a request goes resolves the name once, by this, and pins what was found: a second answer
of the resolver changes nothing.
"""

import asyncio
import ipaddress
import socket
from typing import Protocol

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: an IPv4 address stands in the last 32 bits."""


class Resolve(Protocol):
    """Looks a name up: every address of it. Raises `OSError`, `UnicodeError`."""

    async def __call__(self, host: str, port: int) -> list[str]: ...


async def look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))


def is_public(address: str) -> bool:
    """Whether `address` is one of the open internet: not private, loopback, link-local, multicast or hidden in IPv6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def are_public(addresses: list[str]) -> bool:
    """One private address among public ones is a trap."""
    return bool(addresses) and all(map(is_public, addresses))
