"""What comes most, read in columns: AIS types 1-3 and 18 in one sentence. Everything else is handed back as it came.

Lines are found, checked and unpacked for a whole buffer at once; nothing is done line by line in Python.
"""

from dataclasses import dataclass
from string import hexdigits
from typing import TYPE_CHECKING, Any

from fishing.rules import ais_fields as at
from fishing.rules.ais import ARMOUR, Position
from fishing.rules.ais_fields import Place

if TYPE_CHECKING:
    import numpy as np

    Column = np.ndarray[Any, np.dtype[Any]]

CHARACTERS = 28
"""Of a payload of 168 bits."""
_HEAD = 14
"""`!AIVDM,1,1,,A,` before the payload; with a group number it is one longer, and goes the careful way."""
_END = _HEAD + CHARACTERS
_LINE = _END + 5
_WORD = 24
"""Bits of the four characters that are unpacked together."""
_NEWLINE, _RETURN, _BACKSLASH, _BANG, _DOLLAR = b"\n\r\\!$"
_SHAPE = {place: ord(each) for place, each in enumerate("!AIVDM,1,1,,A,") if place > 2 and place != 12} | {  # noqa: PLR2004 - the talker and the channel differ
    _END: ord(","),
    _END + 1: ord("0"),
    _END + 2: ord("*"),
}
"""Which character must stand where in `!AIVDM,1,1,,A,<28 characters>,0*hh`."""
_CHANNELS = b"ABCD12"
_TYPES = b"123B"
"""The first character of types 1, 2, 3 and 18."""
_ARMOUR = bytes(ARMOUR.find(chr(code)) if chr(code) in ARMOUR else at.SIXTY_FOUR for code in range(256))
_NIBBLES = bytes(int(chr(code), 16) if chr(code) in hexdigits else 255 for code in range(256))


@dataclass(frozen=True)
class Columns:
    """One element per message: degrees and knots as floats (NaN: not known), the rest as whole numbers."""

    kind: "Column"
    mmsi: "Column"
    lat: "Column"
    lon: "Column"
    sog: "Column"
    cog: "Column"
    heading: "Column"
    """511: not known."""
    second: "Column"
    nav: "Column"
    is_accurate: "Column"
    tags: list[bytes]
    """The TAG block of each message; an empty list when none has one."""

    def positions(self) -> list[Position]:
        """One by one, with None where something is not known."""
        columns = (
            self.kind.tolist(),
            self.mmsi.tolist(),
            *(_known(each, each != each) for each in (self.lat, self.lon, self.sog, self.cog)),  # noqa: PLR0124 - NaN
            _known(self.heading, self.heading >= 360),  # noqa: PLR2004 - degrees
            self.second.tolist(),
            self.nav.tolist(),
            self.is_accurate.tolist(),
        )
        return list(map(Position._make, zip(*columns, strict=True)))


def read(lines: bytes) -> tuple[Columns | None, bytes]:
    """The columns of the plain sentences with a right checksum, and all other lines."""
    import numpy as np

    buffer = np.frombuffer(lines if lines.endswith(b"\n") else lines + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(buffer == _NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    bodies, are_tagged = _after_tags(buffer, starts, ends)
    plain = ends - (buffer[np.maximum(ends - 1, 0)] == _RETURN) - bodies == _LINE
    if not plain.any():
        return None, lines
    rows = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(buffer, _LINE)[bodies[plain]].T)
    sixes = _translated(rows[_HEAD:_END], _ARMOUR)
    right = _are_right(rows, sixes)
    plain[plain] = right
    if not right.any():
        return None, lines
    places = zip(starts[plain].tolist(), bodies[plain].tolist(), strict=True) if are_tagged else ()
    tags = [lines[start + 1 : max(body - 1, start)] for start, body in places]
    columns = _columns(_words(sixes if right.all() else sixes[:, right]), tags)
    if plain.all():
        return columns, b""
    others = zip(starts[~plain].tolist(), ends[~plain].tolist(), strict=True)
    return columns, b"".join([lines[start : end + 1] for start, end in others])


def _after_tags(buffer: "Column", starts: "Column", ends: "Column") -> tuple["Column", bool]:
    """Where the sentence of each line begins: behind the second backslash of a TAG block, when there is one."""
    tagged = buffer[starts] == _BACKSLASH
    if not tagged.any():
        return starts, False
    import numpy as np

    slashes = np.append(np.flatnonzero(buffer == _BACKSLASH), len(buffer) - 1)
    behind = slashes[np.minimum(np.searchsorted(slashes, starts) + 1, len(slashes) - 1)] + 1
    return np.where(tagged, np.minimum(behind, ends), starts), True


def _are_right(rows: "Column", sixes: "Column") -> "Column":
    """Which sentences have the one shape that is read here, all characters in the armour and the checksum right.

    `rows`: a row for each place of the line, as numpy goes through rows fastest; `sixes` is their payload.
    """
    import numpy as np

    right = (rows[0] == _BANG) | (rows[0] == _DOLLAR)
    for place, wanted in _SHAPE.items():
        right &= rows[place] == wanted
    right &= np.isin(rows[_HEAD], np.frombuffer(_TYPES, dtype=np.uint8))
    right &= np.isin(rows[12], np.frombuffer(_CHANNELS, dtype=np.uint8))
    right &= sixes.max(axis=0) < at.SIXTY_FOUR
    given = _translated(rows[-2:], _NIBBLES)
    right &= given.max(axis=0) < 16  # noqa: PLR2004 - hexadecimal
    return right & (np.bitwise_xor.reduce(rows[1:-3], axis=0) == (given[0] << 4 | given[1]))


def _translated(characters: "Column", table: bytes) -> "Column":
    """Each character by a table of 256: `bytes` does it faster than an index into an array."""
    import numpy as np

    return np.frombuffer(characters.tobytes().translate(table), dtype=np.uint8).reshape(characters.shape)


def _words(sixes: "Column") -> "Column":
    """Four characters in each word of 24 bits: one row for each word of the payload."""
    import numpy as np

    words = sixes[0::4].astype(np.uint32)
    for place in (1, 2, 3):
        words <<= 6
        words |= sixes[place::4]
    return words


def _columns(words: "Column", tags: list[bytes]) -> Columns:
    import numpy as np

    kind = _bits(words, at.TYPE)
    is_b = kind == 18  # noqa: PLR2004 - the number of a message type

    def column(name: str) -> "Column":
        return np.where(is_b, _bits(words, at.POSITION_B[name]), _bits(words, at.POSITION_A[name]))

    lon, lat = _signed(column("lon"), 28), _signed(column("lat"), 27)
    sog, cog = column("sog"), column("cog")
    is_lost = (np.abs(lat) > 90 * at.PER_DEGREE) | (np.abs(lon) > 180 * at.PER_DEGREE)
    return Columns(
        kind=kind,
        mmsi=_bits(words, at.MMSI),
        lat=np.where(is_lost, np.nan, lat / at.PER_DEGREE),
        lon=np.where(is_lost, np.nan, lon / at.PER_DEGREE),
        sog=np.where(sog >= at.NO_SOG, np.nan, sog / 10),
        cog=np.where(cog >= at.NO_COG, np.nan, cog / 10),
        heading=column("heading"),
        second=column("second"),
        nav=np.where(is_b, at.NO_NAV, _bits(words, at.POSITION_A["nav"])),
        is_accurate=column("acc") == 1,
        tags=tags,
    )


def _bits(words: "Column", place: Place) -> "Column":
    """The number, of at most 31 bits, in some bits of every payload: words joined by shifts, what is before cut off."""
    first, length = place
    begin, end = first // _WORD, (first + length - 1) // _WORD
    spare = _WORD * (end + 1) - first - length
    value = words[end] >> spare
    for word in range(begin, end):
        value |= words[word] << (_WORD * (end - word) - spare)
    return (value & ((1 << length) - 1)).view("int32")


def _signed(values: "Column", bits: int) -> "Column":
    return values - ((values >> (bits - 1)) << bits)


def _known(values: "Column", is_missing: "Column") -> list[Any]:
    """As Python numbers, None where there is none."""
    found = values.tolist()
    for place in is_missing.nonzero()[0].tolist():
        found[place] = None
    return found
