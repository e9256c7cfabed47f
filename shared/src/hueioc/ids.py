"""Identifiers: UUIDv7 (RFC 9562 section 5.7), so that primary keys grow with time.

Written here because the random source must be read after a fork: a library that keeps generator
state per process would give two forked services the same ids.
"""

import os
import time
from uuid import UUID

_RANDOM_BITS = 74
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then 12 + 62 random bits."""
    random = int.from_bytes(os.urandom(10), "big") & ((1 << _RANDOM_BITS) - 1)
    milliseconds = time.time_ns() // 1_000_000
    high = random >> 62
    low = random & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | _VERSION | high << 64 | _VARIANT | low)
