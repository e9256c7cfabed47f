"""The figures of the statistics: what each counts, in words, with its interval; and the same from events alone.

Every figure counts published reports by the moment they were sent. A share is `met / n`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles
from typing import Any, NamedTuple

from hueioc.errors import Text
from reflection.states import Mood, Outcome, Rating

CONTENT = frozenset({Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.ACCEPTABLE})
STRICTLY_CONTENT = frozenset({Rating.VERY_SATISFIED, Rating.SATISFIED})
Z_95 = 1.959963984540054
"""Of the standard normal distribution, two-sided 95 %."""

SHARES: dict[str, Text] = {
    "satisfaction": Text(
        "(rất hài lòng + hài lòng + chấp nhận) / số phản ánh được đánh giá",
        "(very satisfied + satisfied + acceptable) / rated reports",
    ),
    "satisfaction_strict": Text(
        "(rất hài lòng + hài lòng) / số phản ánh được đánh giá", "(very satisfied + satisfied) / rated reports"
    ),
    "response": Text(
        "số phản ánh được đánh giá / số phản ánh có kết quả đã công bố",
        "rated reports / reports with a published answer",
    ),
    "on_time": Text(
        "trả lời không muộn hơn hạn / số phản ánh đã dừng đồng hồ (hạn tính theo ngày thì đến hết ngày đó)",
        "answered not after the due date / reports whose clock has stopped (a due date lasts until its end)",
    ),
    "reopened": Text(
        "số phản ánh bị mở lại / số phản ánh từng có kết quả công bố",
        "reopened reports / reports that ever had a published answer",
    ),
    "transferred": Text(
        "số phản ánh bị chuyển đơn vị / số phản ánh đã giao đơn vị",
        "transferred reports / reports that a unit was given",
    ),
    "recurred": Text(
        "số phản ánh tái phạm (cùng lĩnh vực, trong 50 m, trong 90 ngày) / số phản ánh đã công khai",
        "recurrences (same category, within 50 m, within 90 days) / published reports",
    ),
    "fixed": Text(
        "kết quả ghi 'đã khắc phục' / số phản ánh có kết quả đã công bố",
        "outcome 'resolved' / reports with a published answer",
    ),
    "still_fixed": Text(
        "trả lời 'đã khắc phục' sau bốn tuần / số người trả lời câu hỏi đó",
        "answered 'fixed' four weeks after closing / those who answered that question",
    ),
    "government_better": Text(
        "trả lời 'có' cho 'Chính quyền có đang thay đổi tốt hơn không?' / số người trả lời câu hỏi đó",
        "answered 'yes' to 'Is the government changing for the better?' / those who answered that question",
    ),
}
DURATIONS: dict[str, Text] = {
    "hours_to_classify": Text("từ lúc gửi đến lúc được tiếp nhận công khai", "from sending to publication"),
    "hours_to_assign": Text("từ lúc gửi đến lúc giao đơn vị lần đầu", "from sending to the first assignment"),
    "hours_to_answer": Text(
        "từ lúc gửi đến lúc đơn vị trả lời (câu trả lời đã công bố)", "from sending to the unit's (published) answer"
    ),
    "hours_to_resolve": Text("từ lúc gửi đến lúc công bố kết quả", "from sending to the publication of the answer"),
}
"""Median and ninth decile, in hours of the clock, interpolated between neighbours (PostgreSQL percentile_cont)."""
FIGURES = SHARES | DURATIONS


class Interval(NamedTuple):
    low: float
    high: float


def wilson(met: int, n: int) -> Interval | None:
    """The 95 % score interval of a share (Wilson 1927); None without a case."""
    if n == 0:
        return None
    share, z2 = met / n, Z_95 * Z_95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


@dataclass
class Life:
    """What the events of one report say that the figures count."""

    sent_at: datetime | None = None
    published_at: datetime | None = None
    assigned_at: datetime | None = None
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    stopped_at: datetime | None = None
    due_at: datetime | None = None
    rating: str | None = None
    outcome: str | None = None
    reopened: int = 0
    transfers: int = 0
    still_fixed: str | None = None
    is_recurrence: bool = False
    mood: str | None = None


@dataclass
class Figures:
    """`shares` by figure: how many are counted, how many of them are met. Hours rounded to hundredths."""

    shares: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    hours: dict[str, tuple[int, float | None, float | None]] = field(
        default_factory=dict[str, tuple[int, float | None, float | None]]
    )
    outcomes: dict[str, int] = field(default_factory=dict[str, int])


def replay(events: Iterable[tuple[str, Mapping[str, Any]]]) -> Figures:
    """The figures from events (verb, payload) in their order: all of them."""
    lives: dict[Any, Life] = {}
    for verb, payload in events:
        _tell(lives.setdefault(str(payload["report_id"]), Life()), verb, payload)
    return _count([life for life in lives.values() if life.published_at])


def _tell(life: Life, verb: str, payload: Mapping[str, Any]) -> None:
    at = _moment(payload["at"])
    life.due_at = _moment(payload.get("due_at")) or life.due_at
    life.outcome = _outcome(life, verb, payload)
    match verb:
        case "received":
            life.sent_at = at
        case "accepted":
            life.published_at, life.is_recurrence = at, payload["recurrence_of"] is not None
        case "assigned":
            life.assigned_at = life.assigned_at or at
        case "answered":
            life.resolved_at = None
        case "resolved":
            life.resolved_at = at
            life.answered_at = life.stopped_at = _moment(payload["answered_at"])
        case "rated":
            life.rating, life.mood = payload["rating"], payload["mood"] or life.mood
        case "reopened":
            life.reopened += 1
            life.stopped_at = None
        case "transferred":
            life.transfers = payload["transfers"]
        case "followed_up":
            life.still_fixed = payload["answer"]
        case _:
            return


def _outcome(life: Life, verb: str, payload: Mapping[str, Any]) -> str | None:
    match verb:
        case "resolved" | "closed":
            return payload["outcome"]
        case "planned":
            return Outcome.PLANNED.value
        case "merged":
            return Outcome.DUPLICATE.value
        case "returned" | "unmerged" | "reopened":
            return None
        case _:
            return life.outcome


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _count(lives: list[Life]) -> Figures:
    rated = [life for life in lives if life.rating]
    answered = [life for life in lives if life.resolved_at]
    stopped = [life for life in lives if life.stopped_at and life.due_at]
    once = [life for life in lives if life.resolved_at or life.reopened]
    given = [life for life in lives if life.assigned_at]
    asked = [life for life in lives if life.still_fixed]
    felt = [life for life in lives if life.mood]
    shares = {
        "satisfaction": (len(rated), sum(life.rating in CONTENT for life in rated)),
        "satisfaction_strict": (len(rated), sum(life.rating in STRICTLY_CONTENT for life in rated)),
        "response": (len(answered), sum(life.rating is not None for life in answered)),
        "on_time": (len(stopped), sum(_is_on_time(life) for life in stopped)),
        "reopened": (len(once), sum(life.reopened > 0 for life in once)),
        "transferred": (len(given), sum(life.transfers > 0 for life in given)),
        "recurred": (len(lives), sum(life.is_recurrence for life in lives)),
        "fixed": (len(answered), sum(life.outcome == "resolved" for life in answered)),
        "still_fixed": (len(asked), sum(life.still_fixed == "fixed" for life in asked)),
        "government_better": (len(felt), sum(life.mood == Mood.YES for life in felt)),
    }
    hours = {
        "hours_to_classify": _spread(lives, "published_at"),
        "hours_to_assign": _spread(lives, "assigned_at"),
        "hours_to_answer": _spread(answered, "answered_at"),
        "hours_to_resolve": _spread(answered, "resolved_at"),
    }
    outcomes = Counter(life.outcome for life in answered if life.outcome)
    return Figures(shares, hours, dict(outcomes))


def _is_on_time(life: Life) -> bool:
    return life.stopped_at is not None and life.due_at is not None and life.stopped_at <= life.due_at


def _spread(lives: Iterable[Life], name: str) -> tuple[int, float | None, float | None]:
    hours = [
        (moment - life.sent_at).total_seconds() / 3600
        for life in lives
        if life.sent_at and (moment := getattr(life, name)) is not None
    ]
    if not hours:
        return 0, None, None
    ninth = quantiles(hours, n=10, method="inclusive")[8] if len(hours) > 1 else hours[0]
    return len(hours), round(median(hours), 2), round(ninth, 2)
