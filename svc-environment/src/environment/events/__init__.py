"""What the environment service tells the others: what readings mean, never the readings themselves."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event


class StationFacts(Event, type="vn.hue.environment.station.changed.v1", audience=Audience.PUBLIC):
    """What every event of a station says. Not published itself."""

    station_id: UUID
    code: str
    name_vi: str
    name_en: str
    lat: float
    lon: float
    ward: str | None
    at: datetime


class StationOnline(StationFacts, type="vn.hue.environment.station.online.v1", audience=Audience.PUBLIC):
    """Data comes again from a station that was silent."""


class StationSilent(StationFacts, type="vn.hue.environment.station.silent.v1", audience=Audience.PUBLIC):
    """Nothing has come for longer than the station's rule allows."""

    heard_at: datetime


class LimitFacts(StationFacts, type="vn.hue.environment.limit.changed.v1", audience=Audience.PUBLIC):
    """An hourly mean against its limit. Not published itself; `at` is the end of the hour."""

    parameter: str
    unit: str
    value: float
    limit: float
    source: str


class LimitExceeded(LimitFacts, type="vn.hue.environment.limit.exceeded.v1", audience=Audience.PUBLIC):
    """The hourly mean is above the limit in force."""


class LimitReturned(LimitFacts, type="vn.hue.environment.limit.returned.v1", audience=Audience.PUBLIC):
    """The hourly mean is within the limit again."""


class FloodFacts(StationFacts, type="vn.hue.environment.flood_level.changed.v1", audience=Audience.PUBLIC):
    """A water level against the alarm levels, with the bulletin's sentence. Not published itself."""

    river_vi: str
    river_en: str
    level: int
    """The alarm level that holds now: 0 none, 1 to 3."""
    before: int
    value_m: float
    levels_m: tuple[float, ...]
    nearest: int
    distance_m: float
    sentence_vi: str
    sentence_en: str


class FloodLevelReached(FloodFacts, type="vn.hue.environment.flood_level.reached.v1", audience=Audience.PUBLIC):
    """The water has reached a higher alarm level."""


class FloodLevelLeft(FloodFacts, type="vn.hue.environment.flood_level.left.v1", audience=Audience.PUBLIC):
    """The water has fallen below the alarm level that held."""


class IndexPublished(StationFacts, type="vn.hue.environment.index.published.v1", audience=Audience.PUBLIC):
    """The hourly VN_AQI of a station; `at` is the end of the hour."""

    index: str
    value: int
    main: str
    band: str
    colour: str
    advice_vi: str
    advice_en: str
    advice_sensitive_vi: str
    advice_sensitive_en: str
    method: str
    source: str


PUBLISHED = (
    StationOnline,
    StationSilent,
    LimitExceeded,
    LimitReturned,
    FloodLevelReached,
    FloodLevelLeft,
    IndexPublished,
)
