"""One request as the pool sends it: the head is built here, so framing is never left to a caller's headers."""

from collections.abc import AsyncIterable
from dataclasses import dataclass

from hueioc.errors import BadRequest

Headers = list[tuple[bytes, bytes]]
"""Pairs as on the wire; names in lower case, as ASGI has them."""

HOP_BY_HOP = frozenset(
    (
        *(b"connection", b"keep-alive", b"proxy-connection", b"proxy-authenticate", b"proxy-authorization"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    )
)
"""RFC 9110 section 7.6.1: fields of one connection; the pool neither sends nor returns them."""

_FRAMING = HOP_BY_HOP | {b"content-length", b"expect"}
_LENGTH_EXPECTED = frozenset((b"POST", b"PUT", b"PATCH"))
_IDEMPOTENT = frozenset((b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS"))
_KEPT = frozenset((b"close", b"keep-alive", b""))


@dataclass(slots=True)
class Request:
    """A request to one upstream. `headers` carry no framing: the pool writes it from `body` and `length`."""

    method: bytes
    target: bytes
    """Path and query, percent-encoded."""
    headers: Headers
    body: bytes | AsyncIterable[bytes] = b""
    length: int | None = None
    """Bytes of a streamed body when they are known; else it goes out chunked."""

    @property
    def is_replayable(self) -> bool:
        return isinstance(self.body, bytes)

    @property
    def is_idempotent(self) -> bool:
        """By method (RFC 9110 section 9.2.2), or because the receiver keeps the Idempotency-Key."""
        return self.method in _IDEMPOTENT or any(name == b"idempotency-key" for name, _ in self.headers)


def nominated(connection: bytes) -> frozenset[bytes]:
    """The fields that a Connection field declares to be hop-by-hop."""
    return frozenset(token.strip().lower() for token in connection.split(b",")) - _KEPT


def encode_head(request: Request, authority: bytes) -> bytes:
    """Request line and fields up to the empty line; a line break or space smuggled into them is refused."""
    lines = [b"%b %b HTTP/1.1" % (request.method, request.target)]
    has_host = False
    for name, value in request.headers:
        if name in _FRAMING:
            if name == b"connection" and (dropped := nominated(value)):
                return encode_head(_without(request, dropped), authority)
            continue
        if name == b"host":
            has_host = True
        lines.append(name + b": " + value)
    if not has_host:
        lines.append(b"host: " + authority)
    if framing := _framing(request):
        lines.append(framing)
    head = b"\r\n".join(lines) + b"\r\n\r\n"
    if not _is_clean(head, lines):
        raise BadRequest
    return head


def _is_clean(head: bytes, lines: list[bytes]) -> bool:
    """Counting over the whole head costs a fraction of looking at each value."""
    breaks = len(lines) + 1
    spaces = 2  # around the target
    return (
        head.count(b"\n") == breaks
        and head.count(b"\r") == breaks
        and head.count(b" ", 0, len(lines[0])) == spaces
        and b"\0" not in head
    )


def _framing(request: Request) -> bytes:
    if isinstance(request.body, bytes):
        if request.body or request.method in _LENGTH_EXPECTED:
            return b"content-length: %d" % len(request.body)
        return b""
    if request.length is None:
        return b"transfer-encoding: chunked"
    return b"content-length: %d" % request.length


def _without(request: Request, names: frozenset[bytes]) -> Request:
    kept = [(name, value) for name, value in request.headers if name not in names and name != b"connection"]
    return Request(request.method, request.target, kept, request.body, request.length)
