"""What several documents are made of."""

from uuid import UUID

from pydantic import BaseModel

from reflection.rules.media import MediumKind
from reflection.states import QuestionKind


class Names(BaseModel):
    vi: str
    en: str


class Category(BaseModel):
    code: str
    name: Names
    group: Names


class Choice(BaseModel):
    key: str
    name: Names


class Question(BaseModel):
    """Asked beside the text; `is_asked` false: only shown."""

    code: str
    kind: QuestionKind
    is_asked: bool
    is_required: bool
    text: Names
    hint: Names | None
    choices: list[Choice]


class CategoryEntry(Category):
    """`parent`: the branch of the tree. `emergency`: whom to call at once. `stopper`: not taken here, where to go."""

    parent: str | None
    emergency: Names | None
    stopper: Names | None
    is_urgent: bool
    questions: list[Question]


class Unit(BaseModel):
    id: UUID
    agency_id: UUID
    name: Names


class Categories(BaseModel):
    items: list[CategoryEntry]


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
    """A public copy: metadata stripped, turned upright, faces and plates covered as far as detectors found them.

    `url` and `poster_url` (a still of a film) are relative to the gateway.
    """

    sha256: str
    kind: MediumKind
    media_type: str
    width: int
    height: int
    duration_s: float | None
    url: str
    poster_url: str | None
