"""The digits of a telephone number by which a citizen without an account proves that a dossier is theirs."""

import re
import unicodedata

LEAST, MOST = 4, 10


def digits_of(text: str) -> str:
    """Only the digits, whatever the way of writing (full width, blanks, dots)."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text), flags=re.ASCII)


def endings_of(phone: str) -> list[str]:
    """The last four up to the last ten digits of a number; none of a number that is too short."""
    digits = digits_of(phone)
    return [digits[-length:] for length in range(LEAST, min(len(digits), MOST) + 1)]
