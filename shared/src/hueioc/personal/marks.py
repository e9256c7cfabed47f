"""Marks personal data in schemas, so that no event and no view can carry it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import BaseModel


@dataclass(frozen=True)
class Personal:
    """`Annotated[str, Personal("phone")]`: this value is about a person; `kind` names what it is."""

    kind: str


PersonalName = Annotated[str, Personal("name")]
PersonalPhone = Annotated[str, Personal("phone")]
PersonalEmail = Annotated[str, Personal("email")]
PersonalText = Annotated[str, Personal("text")]


def personal_fields(model: type[BaseModel]) -> list[str]:
    """The dotted names of all personal fields of `model`, nested models, lists, unions and dicts included."""
    return sorted(set(_in_model(model, "", frozenset())))


def _in_model(model: type[BaseModel], prefix: str, seen: frozenset[type]) -> Iterator[str]:
    if model in seen:
        return
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        if any(isinstance(mark, Personal) for mark in field.metadata):
            yield path
        yield from _in_type(field.annotation, path, seen | {model})


def _in_type(annotation: Any, path: str, seen: frozenset[type]) -> Iterator[str]:
    if any(isinstance(mark, Personal) for mark in getattr(annotation, "__metadata__", ())):
        yield path
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _in_model(annotation, f"{path}.", seen)
    for argument in get_args(annotation):
        yield from _in_type(argument, path, seen)
