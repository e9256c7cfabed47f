"""The documents that stations become: for everybody. Pure."""

from environment import schemas
from environment.views.air import air_index, band, band_of
from environment.views.stations import Facts, flood, station, summary
from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View

__all__ = [
    "AIR",
    "LAYER",
    "STATION",
    "STATIONS",
    "TILE",
    "Facts",
    "air_index",
    "band",
    "band_of",
    "flood",
    "station",
    "summary",
]

SERVICE = "environment"
STATION = View(
    service=SERVICE,
    name="station",
    route="/v1/environment/stations/{key}",
    schema=schemas.Station,
    audience=Audience.PUBLIC,
)
STATIONS = View(
    service=SERVICE,
    name="stations",
    route="/v1/environment/stations",
    schema=schemas.StationList,
    audience=Audience.PUBLIC,
    most_keys=1,
)
AIR = View(
    service=SERVICE,
    name="air",
    route="/v1/environment/air",
    schema=schemas.AirSummary,
    audience=Audience.PUBLIC,
    most_keys=1,
)
TILE = tile_view(SERVICE, Audience.PUBLIC)
LAYER = layer_view(SERVICE, Audience.PUBLIC)
