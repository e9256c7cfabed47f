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
    plain, rows = _are_plain(buffer, bodies, ends)
    if not plain.any():
        return None, lines
    places = zip(starts[plain].tolist(), bodies[plain].tolist(), strict=True) if are_tagged else ()
    columns = _columns(rows[:, plain], [lines[start + 1 : max(body - 1, start)] for start, body in places])
    if plain.all():
        return columns, b""
    return columns, buffer[np.repeat(~plain, ends - starts + 1)].tobytes()


def _after_tags(buffer: "Column", starts: "Column", ends: "Column") -> tuple["Column", bool]:
    """Where the sentence of each line begins: behind the second backslash of a TAG block, when there is one."""
    tagged = buffer[starts] == _BACKSLASH
    if not tagged.any():
        return starts, False
    import numpy as np

    slashes = np.append(np.flatnonzero(buffer == _BACKSLASH), len(buffer) - 1)
    behind = slashes[np.minimum(np.searchsorted(slashes, starts) + 1, len(slashes) - 1)] + 1
    return np.where(tagged, np.minimum(behind, ends), starts), True


def _are_plain(buffer: "Column", bodies: "Column", ends: "Column") -> tuple["Column", "Column"]:
    """Which sentences have the one shape that is read here, all characters in the armour and the checksum right.

    Also the characters of every line, one row for each place: rows are what numpy goes through fastest.
    """
    import numpy as np

    has_return = buffer[np.maximum(ends - 1, 0)] == _RETURN
    plain = ends - has_return - bodies == _LINE
    places = np.minimum(np.where(plain, bodies, 0) + np.arange(_LINE)[:, None], len(buffer) - 1)
    rows = buffer[places]
    plain &= (rows[0] == _BANG) | (rows[0] == _DOLLAR)
    for place, wanted in _SHAPE.items():
        plain &= rows[place] == wanted
    plain &= np.isin(rows[_HEAD], np.frombuffer(_TYPES, dtype=np.uint8))
    plain &= np.isin(rows[12], np.frombuffer(_CHANNELS, dtype=np.uint8))
    plain &= (_sixes(rows[_HEAD:_END]) < at.SIXTY_FOUR).all(axis=0)
    given = np.frombuffer(_NIBBLES, dtype=np.uint8)[rows[-2:]]
    return plain & (np.bitwise_xor.reduce(rows[1:-3], axis=0) == given[0] * 16 + given[1]), rows


def _sixes(characters: "Column") -> "Column":
    """The six bits of each character; 64 for what is none of the armour."""
    import numpy as np

    return np.frombuffer(_ARMOUR, dtype=np.uint8)[characters]


def _columns(rows: "Column", tags: list[bytes]) -> Columns:
    import numpy as np

    sixes = _sixes(rows[_HEAD:_END]).astype(np.int64)
    kind = sixes[0]
    is_b = kind == 18  # noqa: PLR2004 - the number of a message type

    def column(name: str) -> "Column":
        return np.where(is_b, _bits(sixes, at.POSITION_B[name]), _bits(sixes, at.POSITION_A[name]))

    lon, lat = _signed(column("lon"), 28), _signed(column("lat"), 27)
    sog, cog = column("sog"), column("cog")
    is_lost = (np.abs(lat) > 90 * at.PER_DEGREE) | (np.abs(lon) > 180 * at.PER_DEGREE)
    return Columns(
        kind=kind,
        mmsi=_bits(sixes, at.MMSI),
        lat=np.where(is_lost, np.nan, lat / at.PER_DEGREE),
        lon=np.where(is_lost, np.nan, lon / at.PER_DEGREE),
        sog=np.where(sog >= at.NO_SOG, np.nan, sog / 10),
        cog=np.where(cog >= at.NO_COG, np.nan, cog / 10),
        heading=column("heading"),
        second=column("second"),
        nav=np.where(is_b, at.NO_NAV, _bits(sixes, at.POSITION_A["nav"])),
        is_accurate=column("acc") == 1,
        tags=tags,
    )


def _bits(sixes: "Column", place: Place) -> "Column":
    """The number in some bits of every payload: characters joined by shifts, then cut at the right end."""
    first, length = place
    begin, end = first // 6, (first + length - 1) // 6
    value = sixes[begin]
    for character in range(begin + 1, end + 1):
        value = (value << 6) | sixes[character]
    return (value >> (6 * (end + 1) - first - length)) & ((1 << length) - 1)


def _signed(values: "Column", bits: int) -> "Column":
    return values - ((values >> (bits - 1)) << bits)


def _known(values: "Column", is_missing: "Column") -> list[Any]:
    """As Python numbers, None where there is none."""
    found = values.tolist()
    for place in is_missing.nonzero()[0].tolist():
        found[place] = None
    return found
