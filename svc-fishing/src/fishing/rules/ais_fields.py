"""Where the fields of AIS messages lie (ITU-R M.1371-5, annex 8): first bit and number of bits."""

Place = tuple[int, int]

TYPE, MMSI = (0, 6), (8, 30)

POSITION_A: dict[str, Place] = {
    "nav": (38, 4),
    "sog": (50, 10),
    "acc": (60, 1),
    "lon": (61, 28),
    "lat": (89, 27),
    "cog": (116, 12),
    "heading": (128, 9),
    "second": (137, 6),
}
"""Types 1, 2, 3: 168 bits."""
POSITION_B: dict[str, Place] = {
    "sog": (46, 10),
    "acc": (56, 1),
    "lon": (57, 28),
    "lat": (85, 27),
    "cog": (112, 12),
    "heading": (124, 9),
    "second": (133, 6),
}
"""Types 18 (168 bits) and 19 (312 bits)."""

CLASS_A = frozenset({1, 2, 3})
CLASS_B = frozenset({18, 19})
POSITIONS = CLASS_A | CLASS_B

NAME_19, SHIP_TYPE_19 = (143, 120), (263, 8)
DIMENSIONS_19 = 271

CALL_SIGN_5, NAME_5, SHIP_TYPE_5 = (70, 42), (112, 120), (232, 8)
DIMENSIONS_5 = 240

PART_24 = (38, 2)
NAME_24, SHIP_TYPE_24, CALL_SIGN_24 = (40, 120), (40, 8), (90, 42)
DIMENSIONS_24 = 132

BITS = {1: 168, 2: 168, 3: 168, 18: 168, 19: 312, 5: 420, 24: 160}
"""The least bits of a message that can be read; type 5 loses its last spare bits with some transponders."""
DECODED = frozenset(BITS)
LAST_TYPE = 27

NO_LON, NO_LAT = 181 * 600_000, 91 * 600_000
NO_SOG, NO_COG, NO_HEADING, NO_NAV = 1023, 3600, 511, 15
PER_DEGREE = 600_000
SIXTY_FOUR = 64
"""No value of six bits."""
SECONDS = 60
"""Values of `second` from 60 on say that there is none, or that the position is not from a satellite."""
UNDER_TEST = 15
"""Navigational status of a SART, MOB device or EPIRB that is tried out."""
AUXILIARY = 98
"""MMSI 98…: a craft of another one; its type 24 B carries the mothership's MMSI where others have dimensions."""
