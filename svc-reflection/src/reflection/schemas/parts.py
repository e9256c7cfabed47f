"""What several documents are made of."""

from uuid import UUID

from pydantic import BaseModel


class Names(BaseModel):
    vi: str
    en: str


class Category(BaseModel):
    code: str
    name: Names
    group: Names


class Unit(BaseModel):
    id: UUID
    agency_id: UUID
    name: Names


class Categories(BaseModel):
    items: list[Category]


class Units(BaseModel):
    items: list[Unit]


class PublicPlace(BaseModel):
    """Rounded where the category asks for it; `ward` is null outside every ward."""

    lat: float
    lon: float
    address: str
    ward: str | None
    ward_name: str | None


class Medium(BaseModel):
    """A public copy: metadata stripped, turned upright. `url` is relative to the gateway."""

    sha256: str
    media_type: str
    width: int
    height: int
    url: str
