"""Query parameters become a filter; what makes no sense is refused by name."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hueioc.clock import VIETNAM
from hueioc.errors import invalid_field
from hueioc.paging import PageQuery, decode_cursor
from hueioc.vi import fold
from reflection.queries.feed import GROUPS, Box, PublicFilter, Sort, StateGroup
from reflection.rules.figures import FIGURES
from reflection.rules.texts import clean
from reflection.schemas.filters import FeedQuery, Narrowing
from reflection.states import SHOWN_AS, State

_YEARS = range(2000, 2200)


def filter_of(asked: Narrowing) -> PublicFilter:
    """Raises Invalid."""
    since, until = _moment("/since", asked.since), _moment("/until", asked.until, is_end=True)
    if asked.month:
        first, end = month_span(asked.month)
        since, until = max(since or first, first), min(until or end, end)
    if asked.counted_in and asked.counted_in not in FIGURES:
        names = ", ".join(FIGURES)
        raise invalid_field("/counted_in", f"Phải là một trong: {names}", f"Must be one of: {names}")
    return PublicFilter(
        states=_states(asked),
        category=asked.category,
        group=asked.group,
        ward=asked.ward,
        unit_id=asked.unit_id,
        words=_words(asked.q),
        box=box_of(asked.bbox) if asked.bbox else None,
        since=since,
        until=until,
        has_photo=asked.has_photo,
        figure=asked.counted_in,
        met=asked.met,
    )


def page_of(asked: FeedQuery) -> PageQuery:
    return PageQuery(asked.limit, decode_cursor(asked.cursor) if asked.cursor else None)


def sorted_filter(asked: FeedQuery) -> PublicFilter:
    return replace(filter_of(asked), sort=Sort(asked.sort))


def month_span(month: str) -> tuple[datetime, datetime]:
    """From midnight of its first day in Vietnam to that of the next. Raises Invalid."""
    year, number = (int(part) for part in month.split("-"))
    if year not in _YEARS:
        raise invalid_field("/month", "Có dạng 2026-11", "Reads 2026-11")
    following = date(year + number // 12, number % 12 + 1, 1)
    return _midnight(date(year, number, 1)), _midnight(following)


def box_of(text: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if -90 <= west <= 90 and 90 < south <= 180:  # noqa: PLR2004 - no latitude is beyond 90, every longitude here is
        raise invalid_field("/bbox", "Kinh độ đứng trước vĩ độ", "Longitude goes before latitude")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004
        raise invalid_field("/bbox", "Có dạng tây,nam,đông,bắc tính bằng độ", "Reads west,south,east,north in degrees")
    return Box(west, south, east, north)


def _states(asked: Narrowing) -> frozenset[State] | None:
    found = None
    if asked.state:
        found = SHOWN_AS.get(asked.state)
        if found is None:
            raise invalid_field("/state", "Trạng thái này không công khai", "Reports in this state are not public")
    if asked.status:
        group = GROUPS[StateGroup(asked.status)]
        found = group if found is None else found & group
    return found


def _words(text: str) -> str:
    words = clean(text)
    if text and not fold(words):
        raise invalid_field("/q", "Không có chữ nào để tìm", "There are no words to look for")
    return words


def _moment(pointer: str, text: str | None, *, is_end: bool = False) -> datetime | None:
    if not text:
        return None
    try:
        is_day = len(text) == len("2026-11-22")
        value = _midnight(date.fromisoformat(text)) if is_day else datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise _no_moment(pointer) from error
    if value.year not in _YEARS:
        raise _no_moment(pointer)
    value = value if value.tzinfo else value.replace(tzinfo=VIETNAM)
    return value + timedelta(days=1) if is_end and is_day else value


def _no_moment(pointer: str) -> Exception:
    return invalid_field(pointer, "Có dạng 2026-11-22 hoặc 2026-11-22T08:00:00+07:00", "Reads 2026-11-22 or a moment")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)
