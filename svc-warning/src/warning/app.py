"""Warning: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from warning import consumers, events, views
from warning.jobs import JOBS
from warning.models import Base
from warning.routes import ops, public
from warning.seed import seed
from warning.service import documents, tile
from warning.settings import Settings

ALERTS = ("evt.warning.alert.",)
CHANGES = ("evt.warning.",)
REFRESH_S = 60
"""Everything that changes has an event; this is for a clock that jumped."""

service = Service(
    name="warning",
    title=Text("Thông tin cảnh báo", "Warning information"),
    port=8103,
    settings=Settings,
    metadata=Base.metadata,
    routers=(public.router, ops.router),
    prefixes=("/v1/warning", "/v1/ops/warning"),
    events=events.PUBLISHED,
    consumers=consumers.CONSUMERS,
    views=(views.ALERT,),
    lists=(
        ListView(view=views.ACTIVE, dirty_on=ALERTS, render=documents.active_list, refresh_s=REFRESH_S),
        ListView(
            view=views.WARD,
            dirty_on=ALERTS,
            render=documents.ward_list,
            keys=documents.ward_keys,
            dirty_keys=documents.dirty_wards,
            refresh_s=REFRESH_S,
        ),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=ALERTS, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    documents=documents.rebuild,
    seed=seed,
)
