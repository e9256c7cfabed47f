"""Local press: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from press import consumers, events, views
from press.jobs import JOBS
from press.models import Base
from press.routes import ops, public, sources
from press.seed import seed
from press.service import documents, tile
from press.settings import Settings

CHANGES = ("evt.press.story.", "evt.press.item.")
REFRESH_S = 30
"""Alerts that were looked at, and a day that has ended, are no events; lists show them this late at most."""
HEALTH_S = 5
"""How sources stand comes without events."""

service = Service(
    name="press",
    title=Text("Thông tin báo chí", "Local press"),
    port=8104,
    settings=Settings,
    metadata=Base.metadata,
    routers=(public.router, ops.router, sources.router),
    prefixes=("/v1/press", "/v1/ops/press"),
    events=events.PUBLISHED,
    consumers=consumers.CONSUMERS,
    views=(views.ANSWER,),
    lists=(
        ListView(view=views.STORIES, dirty_on=CHANGES, render=documents.first_stories, refresh_s=HEALTH_S),
        ListView(view=views.SOURCES, dirty_on=CHANGES, render=documents.source_list, refresh_s=HEALTH_S),
        ListView(view=views.ANSWERS, dirty_on=("evt.press.item.",), render=documents.first_answers),
        ListView(view=views.DIGEST, dirty_on=CHANGES, render=documents.digest_of_today, refresh_s=REFRESH_S),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    documents=documents.rebuild,
    seed=seed,
)
