"""One field of a row of the national synchronisation at a time: strings or numbers as partners really send them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hueioc.clock import VIETNAM
from hueioc.errors import Text
from procedures.rules.texts import clean
from procedures.states import Refusal

_MOMENT = re.compile(r"\d{14}", re.ASCII)
_EARLIEST = datetime(2019, 1, 1, tzinfo=VIETNAM)
"""The first year of the working calendar."""
AHEAD = timedelta(minutes=5)
"""How far a partner's clock may be ahead."""
LONGEST = 4_000


class RowRefused(ValueError):
    """One row cannot be taken: which field, why, in both languages. The others of the message are."""

    def __init__(self, field: str, reason: Refusal, detail: Text) -> None:
        super().__init__(f"{field}: {detail.en}")
        self.field, self.reason, self.detail = field, reason, detail


def text_of(row: Mapping[str, Any], name: str, *, most: int = LONGEST) -> str:
    """The text of a field; empty when it is missing. Longer ones are refused, not cut."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise RowRefused(name, Refusal.BAD_VALUE, Text("Phải là chuỗi ký tự", "It must be a text"))
    found = clean(str(value)) if isinstance(value, str) or abs(value) < 10**18 else ""
    if len(found) > most:
        raise RowRefused(name, Refusal.BAD_VALUE, Text(f"Dài quá {most} ký tự", f"Longer than {most} characters"))
    return found


def required(row: Mapping[str, Any], name: str, *, most: int = LONGEST) -> str:
    found = text_of(row, name, most=most)
    if not found:
        raise RowRefused(name, Refusal.MISSING, Text("Thiếu trường bắt buộc này", "This field is missing"))
    return found


def number_of(row: Mapping[str, Any], name: str) -> int | None:
    found = text_of(row, name, most=20)
    if not found:
        return None
    if not found.isascii() or not found.isdigit():
        raise RowRefused(name, Refusal.BAD_VALUE, Text("Phải là một số", "It must be a number"))
    return int(found)


def moment_of(row: Mapping[str, Any], name: str, at: datetime, *, may_be_ahead: bool = False) -> datetime | None:
    """`yyyyMMddHHmmss` of Hue, as UTC; empty is None. What lies in the future is refused unless it may."""
    found = text_of(row, name, most=40)
    if not found:
        return None
    moment = _read(found)
    if moment is None:
        example = Text(
            "Phải có dạng yyyyMMddHHmmss, ví dụ 20260302073000", "It must read yyyyMMddHHmmss, as 20260302073000"
        )
        raise RowRefused(name, Refusal.BAD_DATE, example)
    if moment < _EARLIEST:
        raise RowRefused(name, Refusal.BAD_DATE, Text("Trước năm 2019", "It lies before 2019"))
    if not may_be_ahead and moment > at + AHEAD:
        raise RowRefused(name, Refusal.BAD_DATE, Text("Ở tương lai", "It lies in the future"))
    return moment.astimezone(UTC)


def _read(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def rows_of(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """A list of objects within a row; empty when it is missing."""
    value = row.get(name)
    if value is None or value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise RowRefused(name, Refusal.BAD_VALUE, Text("Phải là danh sách", "It must be a list"))
    return value
