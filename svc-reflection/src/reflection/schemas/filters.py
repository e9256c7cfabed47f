"""How lists of published reports are narrowed, as query parameters."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from hueioc.paging import DEFAULT_LIMIT, LARGEST_LIMIT
from reflection.states import State

Moment = Annotated[str, StringConstraints(max_length=40)]
Code = Annotated[str, StringConstraints(max_length=60)]


class Narrowing(BaseModel):
    """Every parameter narrows; together they narrow more."""

    state: State | None = Field(default=None, description="One state, as the public sees it")
    status: Annotated[str, StringConstraints(pattern="^(open|planned|closed)$")] | None = Field(
        default=None, description="open, planned or closed"
    )
    category: Code | None = None
    group: Code | None = Field(default=None, description="Group of categories")
    ward: Annotated[str, StringConstraints(max_length=10, pattern=r"^[0-9a-z-]*$")] | None = None
    unit_id: UUID | None = None
    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="", description="Words of the text or the address, with or without accents"
    )
    bbox: Annotated[str, StringConstraints(max_length=100)] = Field(
        default="", description="west,south,east,north in degrees"
    )
    since: Moment | None = Field(default=None, description="A day or a moment (ISO 8601): sent at or after")
    until: Moment | None = Field(default=None, description="A day, which is included, or a moment: sent before")
    has_photo: bool | None = None
    counted_in: Annotated[str, StringConstraints(max_length=40)] = Field(
        default="", description="Only the reports that a figure of /v1/statistics counts"
    )
    met: bool | None = Field(default=None, description="With counted_in: those that the figure counts as met")
    month: Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = Field(
        default=None, description="Sent in this month of Vietnam, such as 2026-11"
    )


class FeedQuery(Narrowing):
    """A page of the list."""

    sort: Annotated[str, StringConstraints(pattern="^(newest|oldest|updated)$")] = "newest"
    limit: Annotated[int, Field(ge=1, le=LARGEST_LIMIT, description="Rows per page")] = DEFAULT_LIMIT
    cursor: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="", description="next_cursor of the page before"
    )


class MapQuery(Narrowing):
    """A part of the map."""

    zoom: Annotated[int, Field(ge=0, le=22, description="Zoom of a web map")] = 12


class NearbyQuery(BaseModel):
    """A place, before somebody reports it."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    category: Code | None = None
    radius: Annotated[int, Field(ge=10, le=1000, description="Metres; without it what fits the category")] | None = None
