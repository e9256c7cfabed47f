"""Urban cameras: the whole wiring on one screen."""

from camera import consumers, events, views
from camera.jobs import JOBS
from camera.models import Base
from camera.routes import ops, public, review
from camera.seed import seed
from camera.service import documents, tile
from camera.service.recordings import LARGEST
from camera.service.watch import Watch
from camera.settings import Settings
from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView

CHANGES = tuple(f"evt.camera.{entity}." for entity in ("camera", "violation", "traffic"))
REFRESH_S = 5
"""Frames and pictures come without events; lists show them this late at most."""

service = Service(
    name="camera",
    title=Text("Camera đô thị", "Urban cameras"),
    port=8102,
    settings=Settings,
    metadata=Base.metadata,
    routers=(public.router, ops.router, review.router),
    prefixes=("/v1/camera", "/v1/ops/camera"),
    body_limits=(("/v1/ops/camera/cameras/", LARGEST),),
    events=(*events.PUBLISHED, *consumers.PUBLISHED),
    consumers=consumers.CONSUMERS,
    lists=(
        ListView(view=views.CAMERAS, dirty_on=CHANGES, render=documents.every_camera, refresh_s=REFRESH_S),
        ListView(view=views.PUBLIC_CAMERAS, dirty_on=CHANGES, render=documents.public_cameras, refresh_s=REFRESH_S),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    parts=(Watch,),
    documents=documents.rebuild,
    seed=seed,
)
