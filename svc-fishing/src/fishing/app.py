"""Fishing boats: the whole wiring on one screen."""

from fishing import consumers, events, views
from fishing.jobs import JOBS
from fishing.models import Base
from fishing.routes import device, ops, vessels
from fishing.seed import seed
from fishing.service import documents, tile
from fishing.service.receiver import AisReceiver
from fishing.settings import Settings
from hueioc.errors import Text
from hueioc.service import Door, Service
from hueioc.views import ListView

CHANGES = tuple(f"evt.fishing.{entity}." for entity in ("vessel", "port", "distress"))
REFRESH_S = 5
"""Positions come without events; lists show them this late at most."""

service = Service(
    name="fishing",
    title=Text("Tàu cá", "Fishing boats"),
    port=8110,
    settings=Settings,
    metadata=Base.metadata,
    routers=(device.router, vessels.router, vessels.tables, ops.router),
    prefixes=("/v1/fishing", "/v1/ops/fishing"),
    doors=(Door("ais_port", 10110, "udp"),),
    body_limits=(("/v1/ops/fishing/vessel-table", 8 << 20),),
    events=(*events.PUBLISHED, *consumers.PUBLISHED),
    consumers=consumers.CONSUMERS,
    views=(views.VESSEL, views.DISTRESS),
    lists=(
        ListView(view=views.DISTRESSES, dirty_on=("evt.fishing.distress.",), render=documents.open_distresses),
        ListView(view=views.FLEET, dirty_on=CHANGES, render=documents.fleet, refresh_s=REFRESH_S),
        ListView(view=views.ZONES, dirty_on=CHANGES, render=documents.zone_list, refresh_s=60),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    parts=(AisReceiver,),
    documents=documents.rebuild,
    seed=seed,
)
