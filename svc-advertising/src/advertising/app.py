"""Electronic advertising: the whole wiring on one screen."""

from advertising import consumers, events, views
from advertising.jobs import JOBS
from advertising.models import Base
from advertising.routes import device, ops, public, review
from advertising.rules.pictures import LARGEST
from advertising.seed import seed
from advertising.service import screens, tile
from advertising.settings import Settings
from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView

CHANGES = ("evt.advertising.screen.", "evt.advertising.case.")
A_DAY_TURNS_S = 300
"""Licences end without an event of their own hour; lists show it this late at most."""

service = Service(
    name="advertising",
    title=Text("Quảng cáo điện tử", "Electronic advertising"),
    port=8107,
    settings=Settings,
    metadata=Base.metadata,
    routers=(public.router, device.router, ops.router, review.router),
    prefixes=("/v1/advertising", "/v1/ops/advertising"),
    body_limits=(
        ("/v1/advertising/snapshots", LARGEST),
        ("/v1/advertising/play-logs", LARGEST // 2),
        ("/v1/ops/advertising", LARGEST),
    ),
    events=events.PUBLISHED,
    consumers=consumers.CONSUMERS,
    views=(views.SCREEN,),
    lists=(
        ListView(view=views.SCREENS, dirty_on=CHANGES, render=screens.register, refresh_s=A_DAY_TURNS_S),
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=60),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=A_DAY_TURNS_S),
    ),
    jobs=JOBS,
    documents=screens.rebuild,
    seed=seed,
)
