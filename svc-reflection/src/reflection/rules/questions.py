"""Answers to the questions of a category: what fits, and how it is kept and shown."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from hueioc.errors import FieldError, Text
from hueioc.personal.redact import redact
from reflection.states import QuestionKind

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?\Z")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?([Zz]|[+ -]\d\d:?\d\d)\Z")
LONGEST: dict[QuestionKind, int] = {QuestionKind.STRING: 500, QuestionKind.TEXT: 4_000}
CHOICES = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MANY_CHOICES})


class Asked(NamedTuple):
    """A question, whatever row it comes from."""

    code: str
    kind: QuestionKind
    is_asked: bool
    is_required: bool
    text_vi: str
    choices: list[dict[str, str]]

    @classmethod
    def of(cls, row: Any) -> "Asked":
        return cls(*(getattr(row, name) for name in cls._fields))


def misfit(question: Asked, values: Sequence[str]) -> Text | None:
    """Why these values are no answer to the question; None when they are."""
    if not values:
        return Text("là bắt buộc", "is required") if question.is_required else None
    if len(values) > 1 and question.kind is not QuestionKind.MANY_CHOICES:
        return Text("chỉ nhận một giá trị", "takes one value")
    return next((why for value in values if (why := _wrong(question, value))), None)


def _wrong(question: Asked, value: str) -> Text | None:
    if question.kind in CHOICES and value not in {each["key"] for each in question.choices}:
        return Text("không có trong danh sách", "is not one of the choices")
    if question.kind is QuestionKind.NUMBER and not _NUMBER.match(value):
        return Text("phải là số", "must be a number")
    if question.kind is QuestionKind.DATETIME and not _is_moment(value):
        return Text("phải là thời điểm có múi giờ", "must be a date and time with its zone")
    if len(value) > LONGEST.get(question.kind, len(value)):
        return Text("quá dài", "is too long")
    return None


def kept(question: Asked, value: str) -> dict[str, str]:
    """Redacted, for the public, with the words of the question as they are today."""
    names = {each["key"]: each["vi"] for each in question.choices}
    shown = redact(value) if question.kind in LONGEST else value
    return {"code": question.code, "label": question.text_vi, "name": names.get(value, shown), "value": shown}


def answered(
    questions: Sequence[Asked], given: Mapping[str, Sequence[str]]
) -> tuple[list[dict[str, str]], list[FieldError]]:
    """What is kept, and what does not fit, each by its pointer in the payload."""
    asked = {each.code: each for each in questions if each.is_asked}
    none = Text("Lĩnh vực này không hỏi câu này", "This category does not ask this")
    errors = [FieldError(f"/answers/{code}", none) for code in given if code not in asked]
    answers: list[dict[str, str]] = []
    for code, question in asked.items():
        values = list(dict.fromkeys(given.get(code, ())))
        if why := misfit(question, values):
            errors.append(FieldError(f"/answers/{code}", why))
        else:
            answers += [kept(question, value) for value in values]
    return answers, errors


def _is_moment(value: str) -> bool:
    match = _MOMENT.match(value)
    if match is None:
        return False
    day, clock, zone = match.groups()
    try:
        datetime.fromisoformat(f"{day}T{clock}{zone.replace(' ', '+').replace('z', 'Z')}")
    except ValueError:
        return False
    return True
