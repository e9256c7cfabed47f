"""The answers to a category's questions: `attribute[code]=…`, `attribute[code][]=…`."""

from collections.abc import Sequence

from hueioc.errors import FieldError
from reflection.models import Question
from reflection.open311.answers import wrong
from reflection.open311.form import Form
from reflection.open311.wanted import moment_of
from reflection.rules.questions import Asked, kept, misfit
from reflection.states import QuestionKind


def answers_of(questions: Sequence[Question], form: Form, errors: list[FieldError]) -> list[dict[str, str]]:
    """Redacted, for the public; what no question asks for is left out. Adds to `errors` what does not fit."""
    answers: list[dict[str, str]] = []
    for question in map(Asked.of, questions):
        if not question.is_asked:
            continue
        name = f"attribute[{question.code}]"
        values = form.all((name, f"{name}[]"))
        if error := _misfit(question, name, values):
            errors.append(error)
        else:
            answers += [kept(question, value) for value in dict.fromkeys(values)]
    return answers


def _misfit(question: Asked, name: str, values: list[str]) -> FieldError | None:
    why = misfit(question, values)
    if why is None and question.kind is QuestionKind.DATETIME and any(moment_of(each) is None for each in values):
        return wrong(name, "phải là thời điểm có múi giờ", "must be a date and time with its zone")
    return wrong(name, why.vi, why.en) if why else None
