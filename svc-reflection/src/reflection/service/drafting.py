"""What a report is before it is a row: checked, cleaned, redacted, placed.

Every way in goes through `draft`: the ordinary one makes a `Report` of it, the grouped one writes it as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from hueioc.areas.lookup import Areas
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from hueioc.personal.known import NOBODY, Known
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection.errors import AnswersMisfit, CategoryStopped, InTheFuture
from reflection.models import Category
from reflection.rules.places import locate, rounded
from reflection.rules.questions import Asked, answered
from reflection.rules.texts import clean
from reflection.schemas import ReportCreate

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a phone's clock may be ahead."""


@dataclass(frozen=True)
class Intake:
    """What taking in a report needs besides the session."""

    areas: Areas
    vault: Vault


class Spot(NamedTuple):
    """A place in WGS 84 degrees and the redacted words for it."""

    lat: float
    lon: float
    address: str


class SentFile(NamedTuple):
    """A file that a report names, under the id that its row will have."""

    id: UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The public copy of what was sent. `exact` only where the public reads a home's place rounded."""

    id: UUID
    at: datetime
    category: Category
    description: str
    public: Spot
    exact: Spot | None
    cell: int
    ward_code: str
    ward_name: str
    taken_at: datetime | None
    attributes: Sequence[dict[str, str]]
    media: Sequence[SentFile]


def draft(
    intake: Intake,
    category: Category,
    data: ReportCreate,
    *,
    at: datetime,
    attributes: Sequence[dict[str, str]] | None = None,
) -> Draft:
    """Raises for a wrong place, moment, category or answer. `attributes`: answers that are checked already."""
    if data.taken_at and data.taken_at > at + CLOCK_TOLERANCE:
        raise InTheFuture(fields=(FieldError("/taken_at", Text("Thời điểm ở tương lai", "Lies in the future")),))
    if category.stopper_vi:
        raise CategoryStopped(detail=Text(category.stopper_vi, category.stopper_en))
    located = locate(intake.areas, data.place.lat, data.place.lon)
    known = known_of(data)
    spot = Spot(data.place.lat, data.place.lon, redact(clean(data.place.address), known))
    is_home = category.is_home_rounded
    return Draft(
        id=data.id,
        at=at,
        category=category,
        description=redact(clean(data.description), known),
        public=Spot(rounded(spot.lat), rounded(spot.lon), "") if is_home else spot,
        exact=spot if is_home else None,
        cell=located.cell,
        ward_code=located.area.ward.code,
        ward_name=located.area.ward.name_vi,
        taken_at=data.taken_at,
        attributes=_attributes(category, data, known) if attributes is None else attributes,
        media=[SentFile(uuid7(), sha256) for sha256 in dict.fromkeys(data.media)],
    )


def known_of(data: ReportCreate) -> Known:
    """What the reporter has said of the own person; it is masked in the text too."""
    contact = data.contact
    return Known(contact.name, contact.phone, contact.email) if contact else NOBODY


def _attributes(category: Category, data: ReportCreate, known: Known) -> Sequence[dict[str, Any]]:
    if not (data.answers or category.questions):
        return ()
    given = {code: [value] if isinstance(value, str) else value for code, value in data.answers.items()}
    cleaned = {code: [text for value in values if (text := clean(value))] for code, values in given.items()}
    kept, errors = answered([Asked.of(each) for each in category.questions], cleaned)
    if errors:
        raise AnswersMisfit(fields=tuple(errors))
    if not any(known):
        return kept
    return [each | {part: redact(each[part], known) for part in ("name", "value")} for each in kept]
