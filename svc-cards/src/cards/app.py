"""Electronic cards of officials: the whole wiring on one screen."""

from cards import consumers, events, views
from cards.jobs import JOBS
from cards.models import Base
from cards.routes import keys, ops, page, printing, public, rating, trust
from cards.rules.photos import LARGEST
from cards.seed import seed
from cards.service import ratings, tile
from cards.settings import Settings
from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView

CARDS, SCANS, RATED = "evt.cards.card.", "evt.cards.card.scanned", "evt.cards.card.rated"
A_WHILE_S = 300
"""Figures of the last hours and of coming days change with time alone."""

service = Service(
    name="cards",
    title=Text("Thẻ cán bộ", "Officials' cards"),
    port=8105,
    settings=Settings,
    metadata=Base.metadata,
    # fixed paths before `/v1/cards/{short_id}`
    routers=(trust.router, rating.router, public.router, page.router, keys.router, printing.router, ops.router),
    prefixes=("/v1/cards", "/v1/ops/cards", "/v"),
    body_limits=(("/v1/ops/cards/officials", LARGEST),),
    events=(*events.PUBLISHED, *consumers.PUBLISHED),
    consumers=consumers.CONSUMERS,
    views=(),
    lists=(
        ListView(view=views.RATINGS, dirty_on=(RATED,), render=ratings.by_agency, refresh_s=A_WHILE_S),
        ListView(view=views.TILE, dirty_on=(CARDS,), render=tile.city_tile, refresh_s=A_WHILE_S),
        ListView(view=views.LAYER, dirty_on=(SCANS,), render=tile.map_layer, refresh_s=A_WHILE_S),
    ),
    jobs=JOBS,
    seed=seed,
)
