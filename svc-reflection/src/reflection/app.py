"""Scene reflection: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from reflection import consumers, events, views
from reflection.events import rule
from reflection.jobs import JOBS
from reflection.models import Base
from reflection.open311 import key_routes
from reflection.open311 import routes as open311
from reflection.routes import (
    appeals,
    citizen,
    desk,
    hiding,
    media,
    ops,
    own,
    people,
    public,
    routing,
    rules,
    statistics,
    submit,
    units,
)
from reflection.rules.media import LARGEST_PHOTO, MEGABYTE
from reflection.schemas import MOST_MEDIA
from reflection.seed import seed
from reflection.service import lists, readership, tile
from reflection.service.rebuild import documents
from reflection.settings import Settings

PUBLIC = (
    "/v1/reports",
    "/v1/report-categories",
    "/v1/report-uploads",
    "/v1/report-subscriptions",
    "/v1/report-comments",
    "/v1/account-lock",
    "/v1/units",
    "/v1/open-data",
    "/v1/statistics",
)
OPS = tuple(
    f"/v1/ops/{name}"
    for name in (
        "queue",
        "rules",
        "appeals",
        "reports",
        "statistics",
        "comments",
        "shortlist",
        "locks",
        "answer-templates",
        "units",
        "open311-keys",
    )
)
OPEN311 = ("/open311", "/v1/dev/open311-key")
RULES = ("evt.reflection.rule.",)
CHANGES = ("evt.reflection.report.",)

service = Service(
    name="reflection",
    title=Text("Phản ánh hiện trường", "Scene reflection"),
    port=8101,
    settings=Settings,
    metadata=Base.metadata,
    # the caller's own reports before `/v1/reports/{report_id}`, which would take "mine" for an id
    routers=(
        public.cached,
        submit.router,
        citizen.uploads,
        citizen.router,
        own.router,
        appeals.router,
        media.router,
        hiding.router,
        people.router,
        public.router,
        ops.router,
        units.router,
        desk.router,
        rules.router,
        routing.router,
        statistics.public,
        statistics.staff,
        open311.router,
        key_routes.router,
    ),
    prefixes=(*PUBLIC, *OPS, *OPEN311),
    # a form of Open311 carries its photos
    body_limits=tuple(
        (f"/open311/v2/{name}", MOST_MEDIA * LARGEST_PHOTO + MEGABYTE) for name in ("requests", "servicerequestupdates")
    ),
    events=(*events.PUBLISHED, *rule.PUBLISHED, *consumers.PUBLISHED),
    consumers=consumers.CONSUMERS,
    views=(views.REPORT, views.STAFF_REPORT),
    lists=(
        ListView(view=views.FEED, dirty_on=CHANGES, render=lists.first_page, refresh_s=30),
        ListView(view=views.QUEUE, dirty_on=CHANGES, render=lists.whole_queue),
        ListView(view=views.STATISTICS, dirty_on=CHANGES, render=lists.statistics, refresh_s=30),
        ListView(view=views.CATEGORIES, dirty_on=RULES, render=lists.categories, refresh_s=300),
        ListView(view=views.UNITS, dirty_on=(), render=lists.units, refresh_s=300),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=30),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=300),
    ),
    jobs=JOBS,
    parts=(submit.SubmitGroup, readership.ReadCounter),
    hot_routes=(submit.HOT,),
    hears=(readership.SUBJECT,),
    documents=documents,
    seed=seed,
)
