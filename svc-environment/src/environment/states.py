"""The states, channels and flags of stations and readings, as data."""

from enum import IntEnum, IntFlag, StrEnum


class Medium(StrEnum):
    """What a station watches."""

    AIR = "air"
    RIVER = "river"
    RAIN = "rain"
    WATER = "water"


class StationState(StrEnum):
    AWAITED = "awaited"
    """Nothing has ever come from it."""
    ONLINE = "online"
    SILENT = "silent"


class Channel(StrEnum):
    """The door a reading came in by."""

    UPLOAD = "upload"
    FOLDER = "folder"
    JSON = "json"
    MQTT = "mqtt"


class Outcome(StrEnum):
    """What became of one row."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a row was rejected, or a file could not be read."""

    SYNTAX = "syntax"
    UNKNOWN_SYMBOL = "unknown-symbol"
    NOT_A_NUMBER = "not-a-number"
    WRONG_UNIT = "wrong-unit"
    WRONG_TIME = "wrong-time"
    IN_THE_FUTURE = "in-the-future"
    TOO_OLD = "too-old"
    WRONG_STATUS = "wrong-status"
    UNKNOWN_STATION = "unknown-station"
    NOT_TEXT = "not-text"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too-many-rows"


class Status(IntEnum):
    """The status column of Circular 10/2021."""

    MEASURING = 0
    CALIBRATING = 1
    DEVICE_ERROR = 2


class Flag(IntEnum):
    """QARTOD's scheme."""

    PASS = 1
    NOT_EVALUATED = 2
    SUSPECT = 3
    FAIL = 4
    MISSING = 9


class Failed(IntFlag):
    """Which tests of quality a reading has failed."""

    NONE = 0
    STATUS = 1
    RANGE = 2
    NEGATIVE = 4
    FLAT_LINE = 8


class Averaging(StrEnum):
    """Over which time a limit or a breakpoint holds."""

    HOUR = "1h"
    EIGHT_HOURS = "8h"
    DAY = "24h"
    YEAR = "year"


class ChangeKind(StrEnum):
    """The lines of a station's history."""

    ONLINE = "online"
    SILENT = "silent"
    LEVEL_REACHED = "level-reached"
    LEVEL_LEFT = "level-left"
    LIMIT_EXCEEDED = "limit-exceeded"
    LIMIT_RETURNED = "limit-returned"


class Method(StrEnum):
    """How a NowCast with gaps and w = 1/2 is computed."""

    LITERAL = "literal"
    """As Decision 1459/QĐ-TCMT prints it: not divided by the weights."""
    NORMALISED = "normalised"
    """Divided by the weights of the hours that have a value."""
