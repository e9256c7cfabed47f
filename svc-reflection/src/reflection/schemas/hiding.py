"""Words that the centre takes out of a report's texts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from reflection.schemas.inputs import Payload
from reflection.schemas.steps import Reason


class HiddenWordsCreate(Payload):
    """The words as they stand in the text, and why nobody may read them (the reason does not repeat them)."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    reason: Reason


class HiddenWordsMade(BaseModel):
    """What was hidden, without the words themselves; `can_undo` is false when it is undone or the words are gone."""

    id: UUID
    places: int
    reason: str
    made_by: str
    made_at: datetime
    undone_by: str | None
    undone_at: datetime | None
    can_undo: bool


class HiddenWordsList(BaseModel):
    items: list[HiddenWordsMade]
