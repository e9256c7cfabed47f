"""Clients for parties outside the suite: issuers, SMS gateways, push services."""

import ssl
from functools import cache

import httpx


@cache
def _trusting() -> ssl.SSLContext:
    """Once in a process: reading the certificates that the world trusts holds up everything else for 50 ms."""
    return httpx.create_ssl_context()


def outside_client(timeout_s: float, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """Certificates are verified, redirects are not followed, proxies of the environment are not used."""
    return httpx.AsyncClient(timeout=timeout_s, headers=headers, verify=_trusting(), trust_env=False)
