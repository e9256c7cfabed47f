"""What routes need besides their input: the vault, the database, where the caller is."""

from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Request

from hueioc.db import Database
from hueioc.personal.vault import Vault
from hueioc.runtime import runtime_of
from procedures.settings import Settings

_LONGEST = 64
_IPV6_NETWORK = 19
"""Characters of the first 64 bits of an address written out."""


async def vault_of(request: Request) -> Vault:
    return runtime_of(request).vault


async def database_of(request: Request) -> Database:
    return runtime_of(request).database


async def address_of(request: Request) -> str:
    """Where the caller is, as the gateway says (its own peer stands last): IPv4 whole, IPv6 by its /64."""
    settings = runtime_of(request).settings
    before = settings.trusted_proxies if isinstance(settings, Settings) else 0
    written = ",".join(request.headers.getlist("x-forwarded-for"))
    hops = [each.strip() for each in written.split(",") if each.strip()]
    host = hops[-1 - before] if len(hops) > before else (request.client.host if request.client else "")
    return network_of(host)


def network_of(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host[:_LONGEST]
    if address.version == 4:  # noqa: PLR2004 - of the protocol
        return str(address)
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped) if mapped else address.exploded[:_IPV6_NETWORK]


VaultPort = Annotated[Vault, Depends(vault_of)]
DatabasePort = Annotated[Database, Depends(database_of)]
Address = Annotated[str, Depends(address_of)]
"""Of the network the caller speaks from."""
