"""The documents that boats, zones and distress become: for staff. Pure."""

from fishing import schemas
from fishing.views.distresses import distress, distress_label
from fishing.views.vessels import boat, fix, flag_names, label, summary, vessel, zone_name
from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View

__all__ = [
    "DISTRESS",
    "DISTRESSES",
    "FLEET",
    "LAYER",
    "TILE",
    "VESSEL",
    "ZONES",
    "boat",
    "distress",
    "distress_label",
    "fix",
    "flag_names",
    "label",
    "summary",
    "vessel",
    "zone_name",
]

SERVICE = "fishing"
STAFF = Audience.STAFF
ROOT = "/v1/ops/fishing"
VESSEL = View(
    service=SERVICE,
    name="vessel",
    route=ROOT + "/vessels/{key}",
    schema=schemas.Vessel,
    audience=STAFF,
    most_keys=1_000,  # the registered boats of Hue from 6 m on; strangers have no document
)
DISTRESS = View(
    service=SERVICE,
    name="distress",
    route=ROOT + "/distresses/{key}",
    schema=schemas.Distress,
    audience=STAFF,
    most_keys=100,
)
FLEET = View(service=SERVICE, name="fleet", route=ROOT + "/fleet", schema=schemas.Fleet, audience=STAFF, most_keys=1)
ZONES = View(service=SERVICE, name="zones", route=ROOT + "/zones", schema=schemas.ZoneList, audience=STAFF, most_keys=1)
DISTRESSES = View(
    service=SERVICE,
    name="distresses",
    route=ROOT + "/open-distresses",
    schema=schemas.DistressList,
    audience=STAFF,
    most_keys=1,
)
TILE = tile_view(SERVICE, STAFF)
LAYER = layer_view(SERVICE, STAFF)
