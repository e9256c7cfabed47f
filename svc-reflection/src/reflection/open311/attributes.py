"""The answers to a category's questions: `attribute[code]=…`, `attribute[code][]=…`."""

import re
from collections.abc import Sequence

from hueioc.errors import FieldError
from hueioc.personal.redact import redact
from reflection.models import Question
from reflection.open311.answers import wrong
from reflection.open311.form import Form
from reflection.open311.wanted import moment_of
from reflection.states import QuestionKind

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?\Z")
LONGEST: dict[QuestionKind, int] = {QuestionKind.STRING: 500, QuestionKind.TEXT: 4_000}
CHOICES = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MANY_CHOICES})


def answers_of(questions: Sequence[Question], form: Form, errors: list[FieldError]) -> list[dict[str, str]]:
    """Redacted, for the public; what no question asks for is left out. Adds to `errors` what does not fit."""
    answers: list[dict[str, str]] = []
    for question in questions:
        if not question.is_asked:
            continue
        name = f"attribute[{question.code}]"
        values = form.all((name, f"{name}[]"))
        if not values and question.is_required:
            errors.append(wrong(name, "là bắt buộc", "is required"))
        elif error := _misfit(question, name, values):
            errors.append(error)
        else:
            answers += [_answer(question, value) for value in dict.fromkeys(values)]
    return answers


def _misfit(question: Question, name: str, values: list[str]) -> FieldError | None:
    if len(values) > 1 and question.kind is not QuestionKind.MANY_CHOICES:
        return wrong(name, "chỉ nhận một giá trị", "takes one value")
    for value in values:
        if question.kind in CHOICES and value not in {each["key"] for each in question.choices}:
            return wrong(name, "không có trong danh sách", "is not one of the choices")
        if question.kind is QuestionKind.NUMBER and not _NUMBER.match(value):
            return wrong(name, "phải là số", "must be a number")
        if question.kind is QuestionKind.DATETIME and moment_of(value) is None:
            return wrong(name, "phải là thời điểm có múi giờ", "must be a date and time with its zone")
        if len(value) > LONGEST.get(question.kind, len(value)):
            return wrong(name, "quá dài", "is too long")
    return None


def _answer(question: Question, value: str) -> dict[str, str]:
    names = {each["key"]: each["vi"] for each in question.choices}
    shown = redact(value) if question.kind in LONGEST else value
    return {"code": question.code, "label": question.text_vi, "name": names.get(value, shown), "value": shown}
