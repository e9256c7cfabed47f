"""The documents of the press service: stories for staff, answers and digests for everybody. Pure."""

from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.paging import Page
from hueioc.views import View
from press import schemas
from press.views.documents import (
    Names,
    agency,
    alert,
    item,
    nearby,
    places,
    public_answer,
    response,
    source,
    story,
    summary,
    watch,
)

__all__ = [
    "ANSWER",
    "ANSWERS",
    "DIGEST",
    "LAYER",
    "SOURCES",
    "STORIES",
    "TILE",
    "Names",
    "agency",
    "alert",
    "item",
    "nearby",
    "places",
    "public_answer",
    "response",
    "source",
    "story",
    "summary",
    "watch",
]

SERVICE = "press"
ANSWER = View(
    service=SERVICE,
    name="answer",
    route="/v1/press/answers/{key}",
    schema=schemas.PublicAnswer,
    audience=Audience.PUBLIC,
    most_keys=500,
)
ANSWERS = View(
    service=SERVICE,
    name="answers",
    route="/v1/press/answers",
    schema=Page[schemas.PublicAnswer],
    audience=Audience.PUBLIC,
    most_keys=1,
)
DIGEST = View(
    service=SERVICE,
    name="digest",
    route="/v1/press/digest",
    schema=schemas.Digest,
    audience=Audience.PUBLIC,
    most_keys=1,
)
STORIES = View(
    service=SERVICE,
    name="stories",
    route="/v1/ops/press/stories",
    schema=Page[schemas.StorySummary],
    audience=Audience.STAFF,
    most_keys=1,
)
SOURCES = View(
    service=SERVICE,
    name="sources",
    route="/v1/ops/press/sources",
    schema=schemas.SourceList,
    audience=Audience.STAFF,
    most_keys=1,
)
TILE = tile_view(SERVICE, Audience.STAFF)
LAYER = layer_view(SERVICE, Audience.STAFF)
