"""What every service shows of itself in the one picture of the city: a tile of figures and a layer of the map.

Each service publishes both as lists of its own (`tile`, `layer`); the gateway gathers them into `/v1/city` and
`/v1/map` from its memory alone, so the picture stands, with its age, when a service is down.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from hueioc.errors import Text
from hueioc.events import Audience
from hueioc.views import View

MOST_FEATURES = 500
"""Of one layer: the most urgent first. What is left out is counted in `total`."""


ALWAYS_THERE = ConfigDict(json_schema_serialization_defaults_required=True)


class Level(StrEnum):
    """How much a figure wants to be looked at."""

    NORMAL = "normal"
    WATCH = "watch"
    WARNING = "warning"
    ALARM = "alarm"


class Words(BaseModel):
    vi: str
    en: str

    @classmethod
    def of(cls, text: Text) -> "Words":
        return cls(vi=text.vi, en=text.en)


class CityFigure(BaseModel):
    """One number of a tile. `value` None: not known at present. `href`: the page of the console that shows it."""

    code: str
    label: Words
    value: float | None
    unit: str
    level: Level
    href: str | None


class CityTile(BaseModel):
    """The state of one service at a glance: three to five figures, the most important first."""

    service: str
    title: Words
    level: Level
    sentence: Words
    """What somebody who passes by should know, without a number that a figure does not show."""
    figures: list[CityFigure]
    at: datetime


class MapGeometry(BaseModel):
    """RFC 7946: longitude before latitude."""

    type: Literal["Point", "LineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


class MapProperties(BaseModel):
    kind: str
    title: Words
    level: Level
    at: datetime
    href: str | None


class MapFeature(BaseModel):
    model_config = ALWAYS_THERE

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: MapGeometry
    properties: MapProperties


class MapLayer(BaseModel):
    """A GeoJSON FeatureCollection (RFC 7946) with the members `service`, `title` and `total`."""

    model_config = ALWAYS_THERE

    type: Literal["FeatureCollection"] = "FeatureCollection"
    service: str
    title: Words
    total: int
    features: list[MapFeature]


def highest(levels: list[Level]) -> Level:
    """The level of a tile: that of its most urgent figure."""
    order = list(Level)
    return max(levels, key=order.index, default=Level.NORMAL)


def point(lat: float, lon: float) -> MapGeometry:
    return MapGeometry(type="Point", coordinates=[round(lon, 6), round(lat, 6)])


def tile_view(service: str, audience: Audience) -> View:
    """`audience` STAFF for services whose figures are not for everybody."""
    return View(
        service=service, name="tile", route=f"/v1/city/{service}", schema=CityTile, audience=audience, most_keys=1
    )


def layer_view(service: str, audience: Audience) -> View:
    return View(
        service=service, name="layer", route=f"/v1/map/{service}", schema=MapLayer, audience=audience, most_keys=1
    )
