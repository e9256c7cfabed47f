"""What the routes of identity and notices need beside the session: one per worker."""

from dataclasses import dataclass
from ipaddress import ip_address

from fastapi import Request
from starlette.types import Scope

from gateway.identity.passwords import Passwords
from gateway.identity.providers import Providers
from gateway.identity.sms import SmsSender
from gateway.notices.channels import Channels
from gateway.settings import Settings
from hueioc.runtime import Runtime, runtime_of

FORWARDED = b"x-forwarded-for"


@dataclass
class Ports:
    """Outside parties by their protocols."""

    settings: Settings
    sms: SmsSender
    passwords: Passwords
    providers: Providers
    channels: Channels


def ports_of(request: Request) -> Ports:
    return request.app.state.ports


def address_of(request: Request) -> bytes:
    """A keyed hash of where the caller is: IPv4 whole, IPv6 by its /64, behind `trusted_proxies` as they say."""
    host = host_of(request.scope, ports_of(request).settings.trusted_proxies)
    return runtime_of(request).vault.token("address", network_of(host))


def host_of(scope: Scope, proxies: int) -> str:
    """The address of the caller; behind `proxies` of our own as the first of them says."""
    host: str = (scope.get("client") or ("", 0))[0]
    if proxies:
        given = b",".join(value for name, value in scope["headers"] if name == FORWARDED).decode("latin-1")
        hops = [each.strip() for each in given.split(",") if each.strip()]
        host = hops[-proxies] if len(hops) >= proxies else host
    return host


def network_of(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if address.version == 4:  # noqa: PLR2004 - of the protocol
        return str(address)
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped) if mapped else address.exploded[:19]


def device_of(request: Request) -> str:
    """Browser and system in two coarse words, so that people know their sessions apart."""
    agent = request.headers.get("user-agent", "")
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    )
    words = [next((name for mark, name in known if mark in agent), "") for known in (browsers, systems)]
    return ", ".join(word for word in words if word) or ("Linux" if "Linux" in agent else "")


def runtime_parts(request: Request) -> tuple[Runtime, Ports]:
    return runtime_of(request), ports_of(request)
