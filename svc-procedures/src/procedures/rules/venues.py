"""Codes and keys of venues, and the days for which check-ins are kept. Pure."""

import hashlib
import secrets
from datetime import UTC, date, datetime, time, timedelta

from hueioc.clock import VIETNAM

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which people mistake for each other."""
CODE_LENGTH = 8
"""32^8 codes: nobody meets one by trying."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normal_code(written: str) -> str:
    """As it is kept, however people type it."""
    return "".join(letter for letter in written.upper() if letter in ALPHABET)


def new_key() -> str:
    """For the staff of a venue; 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> bytes:
    """A key of 256 random bits needs no slow hash."""
    return hashlib.sha256(key.encode()).digest()


def erase_at(day: date, kept_days: int) -> datetime:
    """The first moment at which nothing of `day` is kept: midnight of Hue, `kept_days` days after it began."""
    return datetime.combine(day + timedelta(days=kept_days), time.min, VIETNAM).astimezone(UTC)
