"""Token Status List (IETF draft-ietf-oauth-status-list, section 4): two bits for each card, the lowest bits first."""

import base64
import zlib
from enum import IntEnum

BITS = 2
PER_BYTE = 8 // BITS
_MASK = (1 << BITS) - 1
MOST_BYTES = 1 << 20


class Status(IntEnum):
    """Values registered by the draft; expiry is not among them, a card says that itself."""

    VALID = 0x00
    INVALID = 0x01
    SUSPENDED = 0x02


class BadList(ValueError):
    """The bytes are not a status list, or the index is not in it."""


def empty(size: int) -> bytes:
    """A list of `size` cards, all valid. The size is a multiple of 4."""
    return bytes(size // PER_BYTE)


def with_status(raw: bytes, index: int, status: Status) -> bytes:
    place, shift = divmod(index * BITS, 8)
    if not 0 <= place < len(raw):
        raise BadList
    changed = raw[place] & ~(_MASK << shift) | status << shift
    return raw[:place] + bytes((changed,)) + raw[place + 1 :]


def status_at(raw: bytes, index: int) -> int:
    """The value at an index, also one that only others use; raises `BadList` for an index outside."""
    place, shift = divmod(index * BITS, 8)
    if not 0 <= place < len(raw):
        raise BadList
    return raw[place] >> shift & _MASK


def pack(raw: bytes) -> str:
    """`lst`: base64url without padding of zlib at its best."""
    return base64.urlsafe_b64encode(zlib.compress(raw, 9)).rstrip(b"=").decode()


def unpack(lst: str) -> bytes:
    """The bytes of `lst`; raises `BadList`."""
    stream = zlib.decompressobj()
    try:
        raw = stream.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)), MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise BadList from error
    if not stream.eof:
        raise BadList
    return raw
