"""Administrative procedures: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from procedures import consumers, events, views
from procedures.jobs import JOBS
from procedures.models import Base
from procedures.routes import ops, public, sync
from procedures.seed import seed
from procedures.service import documents, figures, tile
from procedures.settings import Settings

CHANGES = ("evt.procedures.dossier.", "evt.procedures.agency.")
REFRESH_S = 60
"""A date that passes is an event; a month that begins is none."""
LARGEST_MESSAGE = 4 << 20

service = Service(
    name="procedures",
    title=Text("Dịch vụ công", "Public services"),
    port=8106,
    settings=Settings,
    metadata=Base.metadata,
    routers=(
        public.router,
        public.lookups,
        sync.router,
        ops.router,
    ),
    prefixes=(
        "/v1/procedures",
        "/v1/ops/procedures",
    ),
    body_limits=(("/v1/procedures/sync", LARGEST_MESSAGE),),
    events=(
        *events.PUBLISHED,
        *consumers.PUBLISHED,
    ),
    consumers=consumers.CONSUMERS,
    views=(),
    lists=(
        ListView(view=views.FIGURES, dirty_on=CHANGES, render=figures.figures_now, refresh_s=REFRESH_S),
        ListView(view=views.CATALOGUE, dirty_on=(), render=documents.catalogue, refresh_s=300),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    seed=seed,
)
