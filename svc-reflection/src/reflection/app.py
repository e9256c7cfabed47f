"""Scene reflection: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from reflection import events, views
from reflection.jobs import JOBS
from reflection.models import Base
from reflection.open311 import routes as open311
from reflection.routes import citizen, ops, public, submit
from reflection.seed import seed
from reflection.service import lists
from reflection.service.rebuild import documents
from reflection.settings import Settings

OPS = ("/v1/ops/queue", "/v1/ops/reports", "/v1/ops/statistics")
OPEN311 = ("/open311", "/v1/dev/open311-key")
CHANGES = ("evt.reflection.report.",)

service = Service(
    name="reflection",
    title=Text("Phản ánh hiện trường", "Scene reflection"),
    port=8101,
    settings=Settings,
    metadata=Base.metadata,
    # the caller's own reports before `/v1/reports/{report_id}`, which would take "mine" for an id
    routers=(submit.router, citizen.uploads, citizen.router, public.router, ops.router, open311.router),
    prefixes=("/v1/reports", "/v1/report-categories", "/v1/report-uploads", "/v1/units", *OPS, *OPEN311),
    events=events.PUBLISHED,
    views=(views.REPORT, views.STAFF_REPORT),
    lists=(
        ListView(view=views.FEED, dirty_on=CHANGES, render=lists.first_page),
        ListView(view=views.QUEUE, dirty_on=CHANGES, render=lists.whole_queue),
        ListView(view=views.STATISTICS, dirty_on=CHANGES, render=lists.statistics, refresh_s=30),
        ListView(view=views.CATEGORIES, dirty_on=(), render=lists.categories, refresh_s=300),
        ListView(view=views.UNITS, dirty_on=(), render=lists.units, refresh_s=300),
    ),
    jobs=JOBS,
    parts=(submit.SubmitGroup,),
    documents=documents,
    seed=seed,
)
