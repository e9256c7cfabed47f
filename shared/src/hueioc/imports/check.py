"""Rows against a schema: good ones as models, bad ones with the reason for each field, in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from hueioc.errors import FieldError, Problem
from hueioc.imports.table import Row
from hueioc.problems import from_validation

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Good(Generic[Model]):
    number: int
    value: Model


@dataclass(frozen=True)
class Bad:
    number: int
    fields: tuple[FieldError, ...]


class RowProblem(BaseModel):
    """A row that was left out, as it is shown."""

    row: int
    column: str
    vi: str
    en: str


def check(rows: Iterable[Row], schema: type[Model]) -> tuple[list[Good[Model]], list[Bad]]:
    """Empty cells count as absent, so that defaults hold."""
    good: list[Good[Model]] = []
    bad: list[Bad] = []
    for row in rows:
        try:
            good.append(Good(row.number, schema.model_validate({k: v for k, v in row.cells.items() if v != ""})))
        except ValidationError as error:
            found = [{**each, "loc": ("row", *each["loc"])} for each in error.errors(include_url=False)]
            bad.append(Bad(row.number, from_validation(RequestValidationError(found)).fields))
    return good, bad


def refusal(number: int, problem: Problem) -> Bad:
    """A row that a use case has refused."""
    return Bad(number, problem.fields or (FieldError("", problem.detail or problem.title),))


def row_problems(bad: Iterable[Bad]) -> list[RowProblem]:
    return [
        RowProblem(row=each.number, column=field.pointer.lstrip("/"), vi=field.detail.vi, en=field.detail.en)
        for each in sorted(bad, key=lambda one: one.number)
        for field in each.fields
    ]
