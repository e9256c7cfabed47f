"""Entity sets, their relations, and the resource paths that lead to them."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from environment.errors import NoSuchEntity

ROOT = "/v1.1"
LONGEST_PATH = 8
_SEGMENT = re.compile(r"([A-Za-z]{1,30})(?:\(([0-9]{1,19})\))?\Z")
_LARGEST_ID = 2**63 - 1
_SECONDS = 32


class Kind(StrEnum):
    THINGS = "Things"
    LOCATIONS = "Locations"
    DATASTREAMS = "Datastreams"
    SENSORS = "Sensors"
    PROPERTIES = "ObservedProperties"
    OBSERVATIONS = "Observations"


class Relation(NamedTuple):
    target: Kind
    is_many: bool


RELATIONS: dict[Kind, dict[str, Relation]] = {
    Kind.THINGS: {"Datastreams": Relation(Kind.DATASTREAMS, True), "Locations": Relation(Kind.LOCATIONS, True)},  # noqa: FBT003
    Kind.LOCATIONS: {"Things": Relation(Kind.THINGS, True)},  # noqa: FBT003
    Kind.DATASTREAMS: {
        "Thing": Relation(Kind.THINGS, False),  # noqa: FBT003
        "Sensor": Relation(Kind.SENSORS, False),  # noqa: FBT003
        "ObservedProperty": Relation(Kind.PROPERTIES, False),  # noqa: FBT003
        "Observations": Relation(Kind.OBSERVATIONS, True),  # noqa: FBT003
    },
    Kind.SENSORS: {"Datastreams": Relation(Kind.DATASTREAMS, True)},  # noqa: FBT003
    Kind.PROPERTIES: {"Datastreams": Relation(Kind.DATASTREAMS, True)},  # noqa: FBT003
    Kind.OBSERVATIONS: {"Datastream": Relation(Kind.DATASTREAMS, False)},  # noqa: FBT003
}


class Of(NamedTuple):
    """Entities that are related to the entity `id` of `kind`."""

    kind: Kind
    id: int


@dataclass(frozen=True)
class Resource:
    """What a path names: all of `kind`, those of another entity, or the one with `id`; then perhaps a property."""

    kind: Kind
    id: int | None = None
    of: Of | None = None
    is_many: bool = True
    rest: tuple[str, ...] = ()


def observation_id(datastream: int, at: datetime) -> int:
    """Datastream and second in one number that survives JavaScript (53 bits for 2 million datastreams)."""
    return datastream << _SECONDS | int(at.timestamp())


def reading_key(number: int) -> tuple[int, datetime]:
    """Raises `NoSuchEntity`."""
    datastream = number >> _SECONDS
    if datastream >= 2**31:
        raise NoSuchEntity
    return datastream, datetime.fromtimestamp(number & (2**_SECONDS - 1), UTC)


def resource_of(path: str) -> list[Resource]:
    """The steps of a path, first to last; each begins where the one before ended. Raises `NoSuchEntity`."""
    segments = path.strip("/").split("/")
    if len(segments) > LONGEST_PATH:
        raise NoSuchEntity
    name, number = _segment(segments[0])
    if name not in set(Kind):
        raise NoSuchEntity
    steps = [Resource(Kind(name), number, is_many=number is None)]
    for place, segment in enumerate(segments[1:], 1):
        found = _SEGMENT.match(segment)
        relation = RELATIONS[steps[-1].kind].get(found[1]) if found else None
        if relation is None or steps[-1].is_many:
            steps[-1] = replace(steps[-1], rest=tuple(segments[place:]))
            return steps
        _, number = _segment(segment)
        steps.append(Resource(relation.target, number, is_many=relation.is_many and number is None))
    return steps


def _segment(text: str) -> tuple[str, int | None]:
    found = _SEGMENT.match(text)
    if not found or (found[2] and int(found[2]) > _LARGEST_ID):
        raise NoSuchEntity
    return found[1], int(found[2]) if found[2] else None
