"""Administrative procedures: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from procedures import consumers, events, views
from procedures.jobs import JOBS
from procedures.models import Base
from procedures.routes import calendar, enquiries, epidemic, ops, projects, public, sync
from procedures.seed import seed
from procedures.service import campaigns, documents, figures, project_documents, tile
from procedures.settings import Settings
from procedures.views import epidemic as epidemic_views
from procedures.views import projects as project_views

PROJECTS = ("evt.procedures.project.",)
CAMPAIGNS = ("evt.procedures.campaign.",)
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
        projects.public,
        projects.ops,
        enquiries.public,
        enquiries.ops,
        epidemic.public,
        epidemic.ops,
        calendar.router,
    ),
    prefixes=(
        "/v1/procedures",
        "/v1/ops/procedures",
        "/v1/investment",
        "/v1/ops/investment",
        "/v1/epidemic",
        "/v1/ops/epidemic",
    ),
    body_limits=(("/v1/procedures/sync", LARGEST_MESSAGE),),
    events=(
        *events.PUBLISHED,
        *consumers.PUBLISHED,
    ),
    consumers=consumers.CONSUMERS,
    views=(project_views.PROJECT,),
    lists=(
        ListView(view=views.FIGURES, dirty_on=CHANGES, render=figures.figures_now, refresh_s=REFRESH_S),
        ListView(view=views.CATALOGUE, dirty_on=(), render=documents.catalogue, refresh_s=300),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
        ListView(view=project_views.PROJECTS, dirty_on=PROJECTS, render=project_documents.first_page),
        ListView(view=project_views.CHOICES, dirty_on=(), render=project_documents.choices, refresh_s=300),
        ListView(view=epidemic_views.STATE, dirty_on=CAMPAIGNS, render=campaigns.state, refresh_s=300),
        ListView(view=epidemic_views.FIGURES, dirty_on=(), render=campaigns.figures, refresh_s=30),
    ),
    jobs=JOBS,
    documents=project_documents.rebuild,
    seed=seed,
)
