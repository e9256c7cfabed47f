"""What is asked beside the text of a category, changed from a date on. Answers keep the words of their question."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from reflection.events.rule import RuleAct
from reflection.models import Question, RuleKind
from reflection.queries import rules
from reflection.rules.dating import demand_change, demand_new, moment_from, withdrawal
from reflection.rules.questions import CHOICES
from reflection.rules.refusals import UnknownRule, misfit
from reflection.schemas.rules import QuestionLine, QuestionLines, QuestionRule, QuestionRuleCreate
from reflection.service.rule_lines import changed, spans_of, take
from reflection.views.rules import question_lines

KIND = RuleKind.QUESTION


async def listed(session: AsyncSession, category: str) -> QuestionLines:
    """Every question that this category ever asked. Raises `UnknownRule`."""
    await _demand_category(session, category)
    rows, lines = await rules.question_rows(session, category), await rules.lines_of(session, KIND, f"{category}/")
    return QuestionLines(items=question_lines(rows, lines, now()))


async def _shown(session: AsyncSession, category: str, code: str) -> QuestionLine | None:
    rows, lines = await rules.question_rows(session, category, code), await rules.lines_of(session, KIND, category)
    return next(iter(question_lines(rows, lines, now())), None)


async def _found(session: AsyncSession, category: str, code: str) -> QuestionLine:
    line = await _shown(session, category, code)
    if line is None:
        raise UnknownRule
    return line


async def add(session: AsyncSession, category: str, caller: Principal, data: QuestionRuleCreate) -> QuestionLine:
    """One more question, or one that has ended and is asked again. Raises `RuleExists`, `ChangeWaits`, `RuleMisfit`."""
    await _demand_category(session, category)
    line = await take(session, KIND, f"{category}/{data.code}", None)
    every = await rules.question_rows(session, category)
    begins = moment_from(data.valid_from, now())
    demand_new(spans_of([row for row in every if row.code == data.code]), now(), begins)
    row = _row(category, data.code, data, begins, max((each.position for each in every), default=-1) + 1)
    session.add(row)
    await changed(session, line, caller, RuleAct.ADDED, counts_from=begins, detail=_told(row))
    return await _found(session, category, data.code)


async def change(
    session: AsyncSession, category: str, code: str, caller: Principal, data: QuestionRule, version: int
) -> QuestionLine:
    """Asked in another way from that day on."""
    line = await take(session, KIND, f"{category}/{code}", version)
    rows, begins = await rules.question_rows(session, category, code), moment_from(data.valid_from, now())
    if not rows:
        raise UnknownRule
    old = rows[demand_change(spans_of(rows), now(), begins)]
    row = _row(category, code, data, begins, old.position)
    old.valid_to = begins
    session.add(row)
    await changed(session, line, caller, RuleAct.CHANGED, counts_from=begins, detail=_told(row))
    return await _found(session, category, code)


async def end(
    session: AsyncSession, category: str, code: str, caller: Principal, on: date, version: int
) -> QuestionLine:
    """No longer asked from that day on."""
    line = await take(session, KIND, f"{category}/{code}", version)
    rows, ends = await rules.question_rows(session, category, code), moment_from(on, now(), "/valid_to")
    if not rows:
        raise UnknownRule
    rows[demand_change(spans_of(rows), now(), ends)].valid_to = ends
    await changed(session, line, caller, RuleAct.ENDED, counts_from=ends, detail={})
    return await _found(session, category, code)


async def withdraw(
    session: AsyncSession, category: str, code: str, caller: Principal, version: int
) -> QuestionLine | None:
    """Take back what does not count yet; None when nothing of the question is left."""
    line = await take(session, KIND, f"{category}/{code}", version)
    rows = list(await rules.question_rows(session, category, code))
    place, reopened = withdrawal(spans_of(rows), now())
    if reopened is not None:
        rows[reopened].valid_to = None
    detail = {} if place is None else _told(rows[place])
    if place is not None:
        await session.delete(rows[place])
    await changed(session, line, caller, RuleAct.WITHDRAWN, counts_from=now(), detail=detail)
    return await _shown(session, category, code)


async def _demand_category(session: AsyncSession, category: str) -> None:
    if not await rules.category_rows(session, category):
        raise UnknownRule


def _row(category: str, code: str, data: QuestionRule, begins: datetime, position: int) -> Question:
    _demand_fit(data)
    return Question(
        category_code=category,
        code=code,
        valid_from=begins,
        valid_to=None,
        position=position if data.position is None else data.position,
        kind=data.kind,
        is_asked=data.is_asked,
        is_required=data.is_required,
        text_vi=data.text.vi,
        text_en=data.text.en,
        hint_vi=data.hint.vi if data.hint else "",
        hint_en=data.hint.en if data.hint else "",
        choices=[{"key": each.key, "vi": each.name.vi, "en": each.name.en} for each in data.choices],
        source=data.source,
    )


def _demand_fit(data: QuestionRule) -> None:
    if data.kind in CHOICES and not data.choices:
        raise misfit("/choices", "Loại câu hỏi này cần các lựa chọn", "A question of this kind needs choices")
    if data.kind not in CHOICES and data.choices:
        raise misfit("/choices", "Loại câu hỏi này không có lựa chọn", "A question of this kind has no choices")
    keys = [each.key for each in data.choices]
    if twice := next((number for number, key in enumerate(keys) if key in keys[:number]), None):
        raise misfit(f"/choices/{twice}/key", "Mã lựa chọn bị trùng", "Two choices have this key")
    if data.is_required and not data.is_asked:
        raise misfit("/is_required", "Dòng chỉ để đọc thì không bắt buộc", "What is only shown cannot be required")


def _told(row: Question) -> dict[str, Any]:
    names = ("text_vi", "text_en", "is_asked", "is_required", "choices", "source")
    return {name: getattr(row, name) for name in names} | {"kind": row.kind.value}
