"""The documents that reports become: for the public, for staff, for the reporter, for lists. Pure."""

from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View
from reflection import schemas
from reflection.views.parts import answer, category, category_entry, media, names, place, rating, timeline, unit
from reflection.views.reports import (
    can_rate,
    history_entry,
    own_report,
    public_report,
    staff_report,
    summary,
)

__all__ = [
    "answer",
    "can_rate",
    "category",
    "category_entry",
    "history_entry",
    "media",
    "names",
    "own_report",
    "place",
    "public_report",
    "rating",
    "staff_report",
    "summary",
    "timeline",
    "unit",
]

SERVICE = "reflection"

REPORT = View(
    service=SERVICE,
    name="report",
    route="/v1/reports/{key}",
    schema=schemas.Report,
    audience=Audience.PUBLIC,
    most_keys=5_000,
    is_counted=True,
)
STAFF_REPORT = View(
    service=SERVICE,
    name="desk",
    route="/v1/ops/reports/{key}",
    schema=schemas.StaffReport,
    audience=Audience.STAFF,
    most_keys=5_000,
)
FEED = View(
    service=SERVICE, name="feed", route="/v1/reports", schema=schemas.ReportPage, audience=Audience.PUBLIC, most_keys=1
)
QUEUE = View(
    service=SERVICE, name="queue", route="/v1/ops/queue", schema=schemas.Queue, audience=Audience.STAFF, most_keys=1
)
STATISTICS = View(
    service=SERVICE,
    name="statistics",
    route="/v1/ops/statistics",
    schema=schemas.Statistics,
    audience=Audience.STAFF,
    most_keys=1,
)
CATEGORIES = View(
    service=SERVICE,
    name="categories",
    route="/v1/report-categories",
    schema=schemas.Categories,
    audience=Audience.PUBLIC,
    most_keys=1,
)
UNITS = View(
    service=SERVICE, name="units", route="/v1/units", schema=schemas.Units, audience=Audience.PUBLIC, most_keys=1
)
TILE = tile_view(SERVICE, Audience.PUBLIC)
LAYER = layer_view(SERVICE, Audience.PUBLIC)
