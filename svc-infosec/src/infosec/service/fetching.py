"""One look at an agency's page: over a fresh connection, to public addresses only, bounded in time and size."""

import asyncio
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import httpx
from cryptography import x509

from hueioc.http.addresses import are_public, look_up
from infosec.states import Failure

TOTAL_S = 30.0
CONNECT_S = 10.0
MOST_BYTES = 2 << 20
MOST_REDIRECTS = 5
AGENT = "HueIOC-watch/1.0 (+uptime and integrity check of public pages)"


@dataclass(frozen=True)
class Rules:
    """What may be fetched beside public addresses, and whom certificates may come from."""

    inside_hosts: frozenset[str] = frozenset()
    authorities: str = ""


@dataclass
class Look:
    """What was found. `certificate` is that of the first address, also of one that is not trusted."""

    url: str
    failure: Failure | None = None
    status: int | None = None
    body: bytes = b""
    took_ms: int = 0
    certificate: tuple[datetime, datetime] | None = None


class _Refused(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


async def look(url: str, rules: Rules) -> Look:
    """Never raises for what the other side does."""
    found, began = Look(url), time.monotonic()
    try:
        async with asyncio.timeout(TOTAL_S):
            await _follow(found, url, rules)
    except _Refused as refused:
        found.failure = refused.failure
    except (TimeoutError, httpx.TimeoutException):
        found.failure = Failure.TIMEOUT
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        found.failure = _failure(error)
    found.took_ms = round(1000 * (time.monotonic() - began))
    return found


def _failure(error: BaseException) -> Failure:
    chain: list[BaseException | None] = [error]
    while chain[-1] is not None and len(chain) < 8:  # noqa: PLR2004 - as long as anybody wraps errors
        chain.append(chain[-1].__cause__ or chain[-1].__context__)
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in chain):
        return Failure.CERTIFICATE
    return Failure.CONNECTION if isinstance(error, httpx.NetworkError | OSError) else Failure.PROTOCOL


async def _follow(found: Look, url: str, rules: Rules) -> None:
    for hop in range(MOST_REDIRECTS + 1):
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme not in {"http", "https"} or not host:
            raise _Refused(Failure.PROTOCOL)
        address = await addressed(host, port, rules)
        if hop == 0 and parts.scheme == "https":
            found.certificate = await certificate(address, port, host)
        target = await _get(found, url, address, rules)
        if target is None:
            return
        url = urljoin(url, target)
    raise _Refused(Failure.REDIRECTS)


async def addressed(host: str, port: int, rules: Rules) -> str:
    """The address that is connected to: checked here, so that a second answer of the resolver changes nothing."""
    try:
        found = await look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise _Refused(Failure.NAME) from error
    if not found or (host not in rules.inside_hosts and not are_public(found)):
        raise _Refused(Failure.REFUSED_ADDRESS)
    return found[0]


async def _get(found: Look, url: str, address: str, rules: Rules) -> str | None:
    """The body into `found`; or where a redirect leads."""
    given = httpx.URL(url)
    pinned = given.copy_with(host=address)
    headers = {"Host": given.netloc.decode(), "User-Agent": AGENT, "Accept": "text/html,*/*;q=0.5"}
    timeout = httpx.Timeout(TOTAL_S, connect=CONNECT_S)
    async with (
        httpx.AsyncClient(verify=_context(rules), timeout=timeout, trust_env=False, follow_redirects=False) as client,
        client.stream("GET", pinned, headers=headers, extensions={"sni_hostname": given.host}) as answer,
    ):
        found.status = answer.status_code
        if answer.is_redirect and (target := answer.headers.get("location")):
            return target
        if answer.status_code >= 400:  # noqa: PLR2004 - HTTP's errors begin there
            found.failure = Failure.STATUS
            return None
        async for part in answer.aiter_bytes():
            found.body += part[: MOST_BYTES - len(found.body)]
            if len(found.body) >= MOST_BYTES:
                break
    return None


def _context(rules: Rules) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if rules.authorities:
        context.load_verify_locations(rules.authorities)
    return context


async def certificate(address: str, port: int, host: str) -> tuple[datetime, datetime] | None:
    """From when and until when the server's certificate is valid; it is read even when nobody trusts it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        async with asyncio.timeout(CONNECT_S):
            _, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=host)
    except (OSError, TimeoutError, ValueError):
        return None
    try:
        raw = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        made = x509.load_der_x509_certificate(raw)
    except (ValueError, TypeError):
        return None
    finally:
        writer.close()
    return made.not_valid_before_utc, made.not_valid_after_utc
