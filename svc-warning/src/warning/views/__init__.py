"""The documents that alerts and situations become. Pure."""

from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View
from warning import schemas
from warning.views.alerts import Facts, area_of, detail, level_of, public, summary
from warning.views.situations import situation

__all__ = [
    "ACTIVE",
    "ALERT",
    "LAYER",
    "SERVICE",
    "TILE",
    "WARD",
    "Facts",
    "area_of",
    "detail",
    "level_of",
    "public",
    "situation",
    "summary",
]

SERVICE = "warning"
ALERT = View(
    service=SERVICE,
    name="alert",
    route="/v1/warning/alerts/{key}",
    schema=schemas.PublicAlert,
    audience=Audience.PUBLIC,
    most_keys=500,
)
ACTIVE = View(
    service=SERVICE,
    name="active",
    route="/v1/warning/active",
    schema=schemas.ActiveAlerts,
    audience=Audience.PUBLIC,
    most_keys=1,
)
WARD = View(
    service=SERVICE,
    name="ward",
    route="/v1/warning/wards/{key}",
    schema=schemas.ActiveAlerts,
    audience=Audience.PUBLIC,
    most_keys=40,
)
TILE = tile_view(SERVICE, Audience.PUBLIC)
LAYER = layer_view(SERVICE, Audience.PUBLIC)
