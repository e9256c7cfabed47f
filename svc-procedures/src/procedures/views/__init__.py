"""The documents of this service. Pure.

Dossiers have no document of their own in the read models: they are millions, and who may see one depends on the
caller. Figures, the tile and the layer are folded; a dossier is asked of the service.
"""

from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View
from procedures import schemas
from procedures.views.documents import apology, clock_state, history_line, looked_up, summary

__all__ = [
    "CATALOGUE",
    "FIGURES",
    "LAYER",
    "SERVICE",
    "TILE",
    "apology",
    "clock_state",
    "history_line",
    "looked_up",
    "summary",
]

SERVICE = "procedures"
FIGURES = View(
    service=SERVICE,
    name="figures",
    route="/v1/procedures/figures",
    schema=schemas.Figures,
    audience=Audience.PUBLIC,
    most_keys=1,
)
CATALOGUE = View(
    service=SERVICE,
    name="catalogue",
    route="/v1/procedures/catalogue",
    schema=schemas.Catalogue,
    audience=Audience.PUBLIC,
    most_keys=1,
)
TILE = tile_view(SERVICE, Audience.STAFF)
LAYER = layer_view(SERVICE, Audience.STAFF)
