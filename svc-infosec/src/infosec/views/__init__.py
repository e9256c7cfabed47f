"""The two documents that leave the service: a tile and a layer of figures. Everything else names accounts, addresses
or weak points and is asked for each time (decision 0260)."""

from hueioc.city import layer_view, tile_view
from hueioc.events import Audience

SERVICE = "infosec"
TILE = tile_view(SERVICE, Audience.STAFF)
LAYER = layer_view(SERVICE, Audience.STAFF)
