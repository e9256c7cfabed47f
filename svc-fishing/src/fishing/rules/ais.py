"""One AIS payload as a message. Pure Python: what is rare, long or odd; the stream goes through `ais_batch`."""

from binascii import a2b_base64, b2a_base64
from typing import NamedTuple

from fishing.rules import ais_fields as at
from fishing.rules.ais_fields import Place

ARMOUR = bytes((*range(48, 88), *range(96, 120))).decode("ascii")
"""The characters of a payload, in the order of the six bits they carry."""
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TO_BASE64 = bytes(_BASE64[ARMOUR.find(chr(code))] if chr(code) in ARMOUR else ord("-") for code in range(256))
_TEXT = bytes((*range(64, 96), *range(32, 64)))
_TO_TEXT = bytes.maketrans(_BASE64, _TEXT)
"""Both alphabets carry six bits a character, as base 64 does: packing and unpacking is left to `binascii`. It refuses
the hyphen, which stands for all that is none of the armour."""


class Unreadable(ValueError):
    """The payload is no message of a type that this service reads."""


class Position(NamedTuple):
    """Degrees WGS 84, knots, degrees; None where the message says that it does not know."""

    kind: int
    mmsi: int
    lat: float | None
    lon: float | None
    sog: float | None
    cog: float | None
    heading: int | None
    second: int
    """Of the minute; 60 to 63: not known."""
    nav: int
    is_accurate: bool


class Particulars(NamedTuple):
    """What types 5, 19 and 24 say of the ship itself; empty or None where they do not."""

    kind: int
    mmsi: int
    name: str
    call_sign: str
    ship_type: int | None
    length_m: int | None
    width_m: int | None
    mothership: int | None


Message = Position | Particulars


def kind_of(payload: str) -> int | None:
    return found if (found := ARMOUR.find(payload[:1] or "~")) >= 0 else None


class Bits:
    """The bits of a payload as one number. Raises `Unreadable` for a character that is none of the armour."""

    __slots__ = ("_length", "_value", "size")

    def __init__(self, payload: str, fill: int = 0) -> None:
        characters = payload.encode().translate(_TO_BASE64) + b"AAA"[: -len(payload) % 4]
        try:
            packed = a2b_base64(characters, strict_mode=True)
        except ValueError as error:
            raise Unreadable from error
        self._value, self._length = int.from_bytes(packed, "big"), 8 * len(packed)
        self.size = 6 * len(payload) - fill

    def number(self, place: Place) -> int:
        first, length = place
        shift = self._length - first - length
        value = self._value >> shift if shift >= 0 else self._value << -shift
        return value & ((1 << length) - 1)

    def signed(self, place: Place) -> int:
        value = self.number(place)
        return value - (1 << place[1]) if value >> (place[1] - 1) else value

    def text(self, place: Place) -> str:
        """Six-bit ASCII up to the first @, without blanks at the end."""
        first, length = place[0], min(place[1], max(self.size - place[0], 0)) // 6 * 6
        spare = -length % 24
        raw = (self.number((first, length)) << spare).to_bytes((length + spare) // 8, "big")
        return b2a_base64(raw, newline=False).translate(_TO_TEXT)[: length // 6].partition(b"@")[0].decode().strip()


def decode(payload: str, fill: int = 0) -> list[Message]:
    """The messages of an armoured payload of type 1-3, 5, 18, 19 or 24 (19 says both). Raises `Unreadable`."""
    bits = Bits(payload, fill)
    kind = bits.number(at.TYPE) if payload else 0
    if bits.size < at.BITS.get(kind, 1 << 30):
        raise Unreadable
    if kind in at.CLASS_A:
        return [_position(bits, kind, at.POSITION_A)]
    if kind == 18:  # noqa: PLR2004 - the number of a message type
        return [_position(bits, kind, at.POSITION_B)]
    if kind == 19:  # noqa: PLR2004 - the number of a message type
        return [_position(bits, kind, at.POSITION_B), _extended(bits)]
    return [_voyage(bits)] if kind == 5 else [_static(bits)]  # noqa: PLR2004 - the number of a message type


def _position(bits: Bits, kind: int, places: dict[str, Place]) -> Position:
    lon, lat = bits.signed(places["lon"]), bits.signed(places["lat"])
    known = is_on_earth(lat, lon)
    sog, cog, heading = (bits.number(places[name]) for name in ("sog", "cog", "heading"))
    return Position(
        kind=kind,
        mmsi=bits.number(at.MMSI),
        lat=lat / at.PER_DEGREE if known else None,
        lon=lon / at.PER_DEGREE if known else None,
        sog=None if sog >= at.NO_SOG else sog / 10,
        cog=None if cog >= at.NO_COG else cog / 10,
        heading=None if heading >= 360 else heading,  # noqa: PLR2004 - 511 says none, what is between is none
        second=bits.number(places["second"]),
        nav=bits.number(places["nav"]) if "nav" in places else at.NO_NAV,
        is_accurate=bool(bits.number(places["acc"])),
    )


def is_on_earth(lat: int, lon: int) -> bool:
    """In 1/10,000 minutes; 181° and 91° say that there is no position."""
    return abs(lat) <= 90 * at.PER_DEGREE and abs(lon) <= 180 * at.PER_DEGREE


def _size(bits: Bits, first: int) -> tuple[int | None, int | None]:
    """Length and width: bow, stern (9 bits each), port, starboard (6 each)."""
    sides = bits.number((first, 30))
    return (sides >> 21) + (sides >> 12 & 511) or None, (sides >> 6 & 63) + (sides & 63) or None


def _extended(bits: Bits) -> Particulars:
    length, width = _size(bits, at.DIMENSIONS_19)
    ship_type = bits.number(at.SHIP_TYPE_19) or None
    return Particulars(19, bits.number(at.MMSI), bits.text(at.NAME_19), "", ship_type, length, width, None)


def _voyage(bits: Bits) -> Particulars:
    length, width = _size(bits, at.DIMENSIONS_5)
    name, call_sign = bits.text(at.NAME_5), bits.text(at.CALL_SIGN_5)
    return Particulars(
        5, bits.number(at.MMSI), name, call_sign, bits.number(at.SHIP_TYPE_5) or None, length, width, None
    )


def _static(bits: Bits) -> Particulars:
    mmsi, part = bits.number(at.MMSI), bits.number(at.PART_24)
    if part == 0:
        return Particulars(24, mmsi, bits.text(at.NAME_24), "", None, None, None, None)
    if part != 1 or bits.size < 162:  # noqa: PLR2004 - the end of the dimensions
        raise Unreadable
    length, width, mothership = None, None, None
    if mmsi // 10_000_000 == at.AUXILIARY:
        mothership = bits.number((at.DIMENSIONS_24, 30)) or None
    else:
        length, width = _size(bits, at.DIMENSIONS_24)
    ship_type = bits.number(at.SHIP_TYPE_24) or None
    return Particulars(24, mmsi, "", bits.text(at.CALL_SIGN_24), ship_type, length, width, mothership)
