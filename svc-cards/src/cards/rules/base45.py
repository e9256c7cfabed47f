"""Base45 (RFC 9285), strict: nothing is trimmed, because a blank is a symbol, and nothing above 65,535 is read."""

import sys
from array import array

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE, _SQUARE = 45, 45 * 45
_WRONG = 255
_VALUES = bytes(SYMBOLS.find(chr(code)) if chr(code) in SYMBOLS else _WRONG for code in range(256))
_LARGEST_BYTE = 255


class NotBase45(ValueError):
    """The text is not Base45."""


def encode(raw: bytes) -> str:
    out: list[str] = []
    for place in range(0, len(raw) - 1, 2):
        high, rest = divmod(raw[place] << 8 | raw[place + 1], _SQUARE)
        middle, low = divmod(rest, _BASE)
        out += (SYMBOLS[low], SYMBOLS[middle], SYMBOLS[high])
    if len(raw) % 2:
        middle, low = divmod(raw[-1], _BASE)
        out += (SYMBOLS[low], SYMBOLS[middle])
    return "".join(out)


def decode(text: str) -> bytes:
    """The bytes; raises `NotBase45`. Pairs of bytes are built as one column of numbers, not one by one."""
    try:
        digits = text.encode("ascii").translate(_VALUES)
    except UnicodeEncodeError as error:
        raise NotBase45 from error
    whole = len(digits) - len(digits) % 3
    rest = digits[whole:]
    if _WRONG in digits or len(rest) == 1:
        raise NotBase45
    low, middle, high = digits[:whole:3], digits[1:whole:3], digits[2:whole:3]
    try:
        pairs = array("H", [a + _BASE * b + _SQUARE * c for a, b, c in zip(low, middle, high, strict=True)])
    except OverflowError as error:
        raise NotBase45 from error
    if sys.byteorder == "little":
        pairs.byteswap()
    if not rest:
        return pairs.tobytes()
    last = rest[0] + _BASE * rest[1]
    if last > _LARGEST_BYTE:
        raise NotBase45
    return pairs.tobytes() + bytes((last,))
