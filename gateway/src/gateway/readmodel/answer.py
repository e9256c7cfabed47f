"""Who may read an entry, and the same answer over ASGI for requests that cannot take the fast path."""

import asyncio
import re
from typing import TYPE_CHECKING

from starlette.types import Send

from gateway.readmodel.entry import PUBLIC, Entry, accepts_gzip, is_match
from hueioc.auth.principal import ANONYMOUS, Principal, Role
from hueioc.events import Audience

if TYPE_CHECKING:
    from gateway.front import Front

BEARER = b"bearer "
CENTRE = (Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
WAIT_FOR_WRITE_S = 0.25
NUMBER = re.compile(r"[0-9]{1,18}\Z")
"""A position or sequence as clients send it back."""


def may_read(front: "Front", entry: Entry, token: bytes) -> bool:
    """Without waiting: public, or the token was verified within the last minute and its audience fits."""
    audience = entry.document.audience
    if audience == PUBLIC and not token:
        return True
    principal = front.verifier.remembered(token) if token else None
    return principal is not None and fits(principal, audience)


def fits(principal: Principal, audience: str) -> bool:
    """The operations centre may read everything, an officer beside what is public only what is the own agency's.

    What an officer sees of the rest depends on the unit, so the service answers it, and no shared document.
    """
    if audience == PUBLIC or (principal.has_role(*CENTRE) and audience != Audience.SERVICE):
        return True
    return principal.is_staff and bool(principal.agency_id) and audience == f"agency:{principal.agency_id}"


async def wait_for(front: "Front", entry: Entry, minimum: bytes) -> Entry | None:
    """Read-your-writes: wait up to 250 ms until the entry covers `Hue-Min-Seq`; None when it does not."""
    service, _, position = minimum.decode("latin-1").partition(":")
    if service != entry.document.service or not NUMBER.match(position):
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
    if accepts_gzip(headers.get(b"accept-encoding", b"")) and (compressed := entry.gzipped()):
        fields, body = compressed
    match = headers.get(b"if-none-match", b"")
    if match and (is_match(match, entry.etag) or is_match(match, entry.gzip_etag)):
        fields, body, status = entry.not_modified, b"", 304
    if entry.document.is_counted and not match and not head:
        front.reads.note(entry, headers.items())
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
