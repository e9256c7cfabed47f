"""One answer, encoded once: heads and bodies for plain, gzip and not-modified."""

import gzip
import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from email.utils import formatdate

PUBLIC = "public"
SMALLEST_GZIP = 1_024
CACHE = {
    True: b"public, max-age=5, stale-while-revalidate=30, stale-if-error=86400",
    False: b"private, no-cache",
}


@dataclass(frozen=True)
class Document:
    """A view message as it was folded. `stored_at` in Unix seconds."""

    route: str
    subject: str
    service: str
    audience: str
    version: int
    epoch: str
    position: int
    stored_at: float
    body: bytes
    revision: int = 0
    """Tells documents of one version apart; the higher one is newer."""
    is_counted: bool = False
    """How often it is read is told to its service (`gateway.readmodel.reads`)."""


class Entry:
    """A document ready to be written to a socket. The gzip form is made when it is first asked for twice."""

    __slots__ = ("_asked", "_gzip", "document", "etag", "gzip_etag", "head", "not_modified")

    def __init__(self, document: Document) -> None:
        self.document = document
        digest = urlsafe_b64encode(hashlib.blake2b(document.body, digest_size=12).digest())
        self.etag = b'"' + digest + b'"'
        self.gzip_etag = b'"' + digest + b'-gz"'
        self._gzip: bytes | None = None
        self._asked = 0
        self.head = self._head(self.etag)
        self.not_modified = self._fields(self.etag)

    def gzipped(self) -> tuple[bytes, bytes] | None:
        """(head, body) in gzip, or None when it is not worth it or was asked for only once so far."""
        if len(self.document.body) < SMALLEST_GZIP:
            return None
        if self._gzip is None:
            self._asked += 1
            if self._asked < 2:  # noqa: PLR2004 - compress what is read again
                return None
            self._gzip = gzip.compress(self.document.body, 6, mtime=0)
        fields = self._fields(self.gzip_etag)
        head = b"content-encoding: gzip\r\n" + fields + b"content-length: %d\r\n" % len(self._gzip)
        return head, self._gzip

    @property
    def size(self) -> int:
        return len(self.document.body) + len(self._gzip or b"") + len(self.head) * 2

    def _fields(self, etag: bytes) -> bytes:
        public = self.document.audience == PUBLIC
        vary = b"accept-encoding" if public else b"accept-encoding, authorization"
        modified = formatdate(self.document.stored_at, usegmt=True).encode()
        position = f"{self.document.service}:{self.document.position}".encode()
        return (
            b"content-type: application/json\r\netag: "
            + etag
            + b"\r\ncache-control: "
            + CACHE[public]
            + b"\r\nvary: "
            + vary
            + b"\r\nlast-modified: "
            + modified
            + b"\r\nhue-seq: "
            + position
            + b"\r\n"
        )

    def _head(self, etag: bytes) -> bytes:
        return self._fields(etag) + b"content-length: %d\r\n" % len(self.document.body)


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether `Accept-Encoding` names gzip without refusing it (RFC 9110 section 12.5.3)."""
    if b"gzip" not in accept_encoding:
        return False
    for part in accept_encoding.split(b","):
        coding, _, quality = part.replace(b" ", b"").partition(b";q=")
        if coding == b"gzip":
            return quality.strip(b"0.") != b"" or not quality
    return False


def is_match(if_none_match: bytes, etag: bytes) -> bool:
    """Weak comparison of a list of entity tags (RFC 9110 section 13.1.2)."""
    if if_none_match.strip() == b"*":
        return True
    wanted = etag.removeprefix(b"W/")
    return any(candidate.strip().removeprefix(b"W/") == wanted for candidate in if_none_match.split(b","))
