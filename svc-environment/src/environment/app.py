"""Environment: the whole wiring on one screen."""

from environment import consumers, events, views
from environment.jobs import JOBS
from environment.models import Base
from environment.routes import device, ops, public
from environment.seed import seed
from environment.sensorthings import routes as sensorthings
from environment.service import documents, tile
from environment.settings import Settings
from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView

CHANGES = tuple(f"evt.environment.{entity}." for entity in ("station", "limit", "flood_level", "index"))
REFRESH_S = 10
"""Readings come without events; lists show them this late at most."""

service = Service(
    name="environment",
    title=Text("Quan trắc môi trường", "Environment monitoring"),
    port=8108,
    settings=Settings,
    metadata=Base.metadata,
    routers=(public.router, device.router, ops.router, sensorthings.router),
    prefixes=("/v1/environment", "/v1/ops/environment", "/v1.1"),
    events=events.PUBLISHED,
    consumers=consumers.CONSUMERS,
    views=(views.STATION,),
    lists=(
        ListView(view=views.STATIONS, dirty_on=CHANGES, render=documents.every_station, refresh_s=REFRESH_S),
        ListView(view=views.AIR, dirty_on=CHANGES, render=documents.air_summary, refresh_s=REFRESH_S),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    documents=documents.rebuild,
    seed=seed,
)
