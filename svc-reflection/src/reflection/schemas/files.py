"""Files of a report as the reporter, staff and everybody see them; what covers a part of a photo."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from hueioc.errors import Text
from reflection import models
from reflection.rules.media import REFUSALS, MediumKind, MediumState, Refusal
from reflection.schemas.inputs import MOST_MEDIA, Payload, Sha256
from reflection.schemas.parts import Medium, Names

MOST_RECTANGLES = 50
Part = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class OwnFile(BaseModel):
    """A file that the reporter has sent, in the order of sending, and why it is not shown when it is not."""

    id: UUID
    kind: MediumKind
    state: MediumState
    problem: Names | None
    url: str | None


class StaffFile(BaseModel):
    """A file of a report. The counts say what detectors have covered, which is never all that is there to cover."""

    id: UUID
    is_answer: bool
    kind: MediumKind
    state: MediumState
    media_type: str
    width: int | None
    height: int | None
    duration_s: float | None
    url: str | None
    poster_url: str | None
    problem: Names | None
    faces_hidden: int | None
    plates_hidden: int | None
    detector: str


class RedactionMade(BaseModel):
    """Rectangles that somebody of the centre has covered."""

    id: UUID
    medium_id: UUID
    rectangles: list[dict[str, float]]
    reason: str
    made_by: str
    made_at: datetime
    undone_by: str | None
    undone_at: datetime | None


class StaffFiles(BaseModel):
    items: list[StaffFile]
    redactions: list[RedactionMade]


class MediaAdded(Payload):
    """Files that follow a report, uploaded before, named by their SHA-256."""

    media: Annotated[list[Sha256], Field(min_length=1, max_length=MOST_MEDIA)]


class RectangleCreate(Payload):
    """Parts of the upright picture: 0 is left or top, 1 is right or bottom."""

    left: Part
    top: Part
    width: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    height: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]

    @model_validator(mode="after")
    def stay_inside(self) -> "RectangleCreate":
        if self.left + self.width > 1.000_001 or self.top + self.height > 1.000_001:  # noqa: PLR2004 - rounding
            raise ValueError("the rectangle reaches beyond the picture")
        return self


class RedactionCreate(Payload):
    rectangles: Annotated[list[RectangleCreate], Field(min_length=1, max_length=MOST_RECTANGLES)]
    reason: Reason


class Visibility(Payload):
    """`release` publishes what waits for a look, `hide` takes a file away from the public, `show` brings it back."""

    decision: Annotated[str, StringConstraints(pattern="^(release|hide|show)$")]
    reason: Reason


def public_medium(row: models.Medium, report_id: UUID) -> Medium:
    return Medium(
        sha256=row.public_sha256 or "",
        kind=row.kind,
        media_type=row.media_type,
        width=row.width or 0,
        height=row.height or 0,
        duration_s=row.duration_s,
        url=f"/v1/reports/{report_id}/media/{row.public_sha256}",
        poster_url=f"/v1/reports/{report_id}/media/{row.poster_sha256}" if row.poster_sha256 else None,
    )


def own_file(row: models.Medium, report_id: UUID) -> OwnFile:
    copy = row.copy_sha256
    return OwnFile(
        id=row.id,
        kind=row.kind or MediumKind.IMAGE,  # a row that is not flushed yet has no defaults
        state=row.state or MediumState.WAITING,
        problem=problem_of(row),
        url=f"/v1/reports/mine/{report_id}/media/{copy}" if copy else None,
    )


def staff_file(row: models.Medium, report_id: UUID) -> StaffFile:
    root = f"/v1/ops/reports/{report_id}/media"
    return StaffFile(
        id=row.id,
        is_answer=row.is_answer,
        kind=row.kind or MediumKind.IMAGE,
        state=row.state or MediumState.WAITING,
        media_type=row.media_type or "image/jpeg",
        width=row.width,
        height=row.height,
        duration_s=row.duration_s,
        url=f"{root}/{row.copy_sha256}" if row.copy_sha256 else None,
        poster_url=f"{root}/{row.poster_sha256}" if row.poster_sha256 else None,
        problem=problem_of(row),
        faces_hidden=row.faces_hidden,
        plates_hidden=row.plates_hidden,
        detector=row.detector or "",
    )


def redaction_made(row: models.Redaction) -> RedactionMade:
    return RedactionMade(
        id=row.id,
        medium_id=row.medium_id,
        rectangles=row.rectangles,
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )


def problem_of(row: models.Medium) -> Names | None:
    if row.refused is None:
        return None
    told = REFUSALS[Refusal(row.refused)] if row.refused in set(Refusal) else Text(row.refused, row.refused)
    return Names(vi=told.vi, en=told.en)
