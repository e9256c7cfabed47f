"""The figures of the statistics, reckoned by the database; the conditions that lists take to show what one counts."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    String,
    and_,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Answer, Category, Change, Deadline, FollowUp, MoodGiven, RatingGiven, Report, Unit
from reflection.queries.media import is_public
from reflection.rules.figures import CONTENT, DURATIONS, SHARES, STRICTLY_CONTENT
from reflection.states import Action, Fixed, Mood, Outcome

Condition = ColumnElement[bool]


class By(StrEnum):
    """What the figures are grouped by."""

    CITY = "city"
    UNIT = "unit"
    CATEGORY = "category"
    WARD = "ward"
    MONTH = "month"


_first_assigned = (
    select(func.min(Change.at))
    .where(Change.report_id == Report.id, Change.action == Action.ASSIGN)
    .correlate(Report)
    .scalar_subquery()
)
_rated = RatingGiven.report_id.is_not(None)
_answered = Answer.accepted_at.is_not(None)
_stopped = Deadline.stopped_at.is_not(None)
_had_answer = or_(_answered, Report.reopen_count > 0)
_given = _first_assigned.is_not(None)

COUNTED: dict[str, tuple[Condition, Condition]] = {
    # what is counted, and which of those are met
    "satisfaction": (_rated, RatingGiven.rating.in_(CONTENT)),
    "satisfaction_strict": (_rated, RatingGiven.rating.in_(STRICTLY_CONTENT)),
    "response": (_answered, _rated),
    "on_time": (_stopped, Deadline.stopped_at <= Deadline.due_at),
    "reopened": (_had_answer, Report.reopen_count > 0),
    "transferred": (_given, Report.transfer_count > 0),
    "recurred": (Report.published_at.is_not(None), Report.recurrence_of_id.is_not(None)),
    "fixed": (_answered, Report.outcome == Outcome.RESOLVED),
    "still_fixed": (FollowUp.answer.is_not(None), FollowUp.answer == Fixed.FIXED),
    "government_better": (MoodGiven.mood.is_not(None), MoodGiven.mood == Mood.YES),
}
MOMENTS: dict[str, tuple[Condition, Any]] = {
    # whose time is counted, and until when
    "hours_to_classify": (Report.published_at.is_not(None), Report.published_at),
    "hours_to_assign": (_given, _first_assigned),
    "hours_to_answer": (_answered, Answer.answered_at),
    "hours_to_resolve": (_answered, Answer.accepted_at),
}
_MONTH = func.to_char(func.timezone("Asia/Ho_Chi_Minh", Report.created_at), "YYYY-MM")
KEYS: dict[By, tuple[Any, Any, Any]] = {
    # key, names
    By.CITY: (literal_column("'city'"), literal_column("'Toàn thành phố'"), literal_column("'The whole city'")),
    By.UNIT: (cast(Report.unit_id, String), func.max(Unit.name_vi), func.max(Unit.name_en)),
    By.CATEGORY: (Report.category_code, func.max(Category.name_vi), func.max(Category.name_en)),
    By.WARD: (Report.ward_code, func.max(Report.ward_name), func.max(Report.ward_name)),
    By.MONTH: (_MONTH, func.max(_MONTH), func.max(_MONTH)),
}


def counted(figure: str, met: bool | None) -> list[Condition]:  # noqa: FBT001 - the parameter of the address
    """The reports that a figure counts; with `met` those it counts as met, or as not met."""
    conditions = [counts(figure)]
    if met is not None and figure in COUNTED:
        is_met = func.coalesce(COUNTED[figure][1], false())
        conditions.append(is_met if met else ~is_met)
    elif met is not None:
        conditions.append(false() if not met else counts(figure))
    inner = _facts(select(Report.id)).where(base(), *conditions).correlate(None)
    return [Report.id.in_(inner)]


def counts(figure: str) -> Condition:
    return COUNTED[figure][0] if figure in COUNTED else MOMENTS[figure][0]


def base() -> Condition:
    """Every figure counts published reports only."""
    return and_(is_public(), Report.published_at.is_not(None))


async def figures(session: AsyncSession, by: By, narrowing: Sequence[Condition]) -> Sequence[RowMapping]:
    """One row for each key: how many, and for each figure n, how many are met, or median and ninth decile."""
    key, name_vi, name_en = KEYS[by]
    columns: list[Any] = [key.label("key"), name_vi.label("vi"), name_en.label("en"), func.count().label("reports")]
    for name in SHARES:
        is_counted, is_met = COUNTED[name]
        columns.append(func.count().filter(is_counted).label(f"n_{name}"))
        columns.append(func.count().filter(and_(is_counted, is_met)).label(f"met_{name}"))
    for name in DURATIONS:
        is_counted, until = MOMENTS[name]
        hours = func.extract("epoch", until - Report.created_at) / 3600.0
        columns.append(func.count().filter(is_counted).label(f"n_{name}"))
        for label, part in (("median", 0.5), ("p90", 0.9)):
            spread = func.percentile_cont(part).within_group(hours.asc()).filter(is_counted)
            columns.append(spread.label(f"{label}_{name}"))
    columns += [
        func.count().filter(and_(_answered, Report.outcome == outcome)).label(f"o_{outcome.value}")
        for outcome in Outcome
    ]
    statement = _facts(select(*columns)).where(base(), *narrowing)
    if by is not By.CITY:
        statement = statement.where(key.is_not(None)).group_by(key).order_by(key)
    return (await session.execute(statement)).mappings().all()


def _facts(statement: Any) -> Any:
    return (
        statement.select_from(Report)
        .join(Category, and_(Category.code == Report.category_code, Category.valid_from == Report.category_from))
        .outerjoin(Unit, Unit.id == Report.unit_id)
        .outerjoin(Deadline, Deadline.report_id == Report.id)
        .outerjoin(Answer, Answer.report_id == Report.id)
        .outerjoin(RatingGiven, RatingGiven.report_id == Report.id)
        .outerjoin(FollowUp, FollowUp.report_id == Report.id)
        .outerjoin(MoodGiven, MoodGiven.report_id == Report.id)
    )
