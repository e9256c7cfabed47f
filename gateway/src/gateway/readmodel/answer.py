"""Who may read an entry, and the same answer over ASGI for requests that cannot take the fast path."""

import asyncio
from typing import TYPE_CHECKING

from starlette.types import Send

from gateway.readmodel.entry import PUBLIC, Entry, is_match
from hueioc.auth.principal import ANONYMOUS, Principal

if TYPE_CHECKING:
    from gateway.front import Front

BEARER = b"bearer "
WAIT_FOR_WRITE_S = 0.25


def may_read(front: "Front", entry: Entry, token: bytes) -> bool:
    """Without waiting: public, or the token was verified within the last minute and its audience fits."""
    audience = entry.document.audience
    if audience == PUBLIC and not token:
        return True
    principal = front.verifier.remembered(token) if token else None
    return principal is not None and fits(principal, audience)


def fits(principal: Principal, audience: str) -> bool:
    """Staff of the operations centre may read every agency's documents, an agency only its own."""
    seen = principal.audiences()
    return audience in seen or ("staff" in seen and audience.startswith("agency:"))


async def wait_for(front: "Front", entry: Entry, minimum: bytes) -> Entry | None:
    """Read-your-writes: wait up to 250 ms until the entry covers `Hue-Min-Seq`; None when it does not."""
    service, _, position = minimum.decode("latin-1").partition(":")
    if service != entry.document.service or not position.isdigit():
        return entry
    wanted, url = int(position), entry.document.route.encode()
    try:
        async with asyncio.timeout(WAIT_FOR_WRITE_S), front.fold.changed:
            await front.fold.changed.wait_for(lambda: _covers(front, url, wanted))
    except TimeoutError:
        return None
    return front.table.get(url)


def _covers(front: "Front", url: bytes, wanted: int) -> bool:
    entry = front.table.get(url)
    return entry is None or entry.document.position >= wanted


async def send_entry(front: "Front", entry: Entry, send: Send, *, headers: dict[bytes, bytes], head: bool) -> None:
    """The entry as an ASGI answer."""
    fields, body, status = entry.head, entry.document.body, 200
    if b"gzip" in headers.get(b"accept-encoding", b"") and (compressed := entry.gzipped()):
        fields, body = compressed
    match = headers.get(b"if-none-match", b"")
    if match and (is_match(match, entry.etag) or is_match(match, entry.gzip_etag)):
        fields, body, status = entry.not_modified, b"", 304
    lines = (fields + front.table.sources(entry)).split(b"\r\n")
    pairs = [tuple(line.split(b": ", 1)) for line in lines if line]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def principal_or_anonymous(front: "Front", headers: dict[bytes, bytes]) -> Principal:
    """Raises `TokenRefused` when a token is sent that is not good."""
    given = headers.get(b"authorization", b"")
    if given[: len(BEARER)].lower() != BEARER:
        return ANONYMOUS
    return await front.verifier.verify(given[len(BEARER) :].strip())
