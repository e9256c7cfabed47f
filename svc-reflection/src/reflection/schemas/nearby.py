"""Reports near a place, and those that may be about the same thing."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from reflection.schemas.parts import Medium, Names
from reflection.states import State


class NearbyReport(BaseModel):
    """A published report near the asked place."""

    id: UUID
    code: str
    state: State
    category: Names
    description: str
    lat: float
    lon: float
    distance_m: float
    reported_at: datetime
    supporters: int
    photo: Medium | None


class NearbyReports(BaseModel):
    items: list[NearbyReport]
    radius_m: int


class Candidate(BaseModel):
    """A report that may be about the same thing; `is_certain`: one photo is in both."""

    id: UUID
    code: str
    state: State
    description: str
    distance_m: float
    reported_at: datetime
    words: float
    score: float
    is_certain: bool


class Candidates(BaseModel):
    items: list[Candidate]
    radius_m: int
