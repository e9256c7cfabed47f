"""`$filter` on observations: `phenomenonTime`, `resultTime`, `result` and `id`, with and, or, not and parentheses."""

import math
import operator
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, not_, or_

from environment.errors import FilterRefused
from environment.models import Reading
from environment.sensorthings.entities import reading_key
from hueioc.errors import Text as Words

LONGEST = 2_000
DEEPEST = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)"
    r"|(?P<number>-?[0-9]{1,18}(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,3})?)"
    r"|(?P<text>'(?:[^']|'')*')|(?P<mark>[()])|(?P<word>[@A-Za-z][\w./@]*))"
)
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_TIMES = {"phenomenonTime", "resultTime"}
_PROPERTIES = _TIMES | {"result", "id", "@iot.id"}
Token = tuple[str, str]


def refused(vi: str, en: str) -> FilterRefused:
    return FilterRefused(Words(vi, en))


def condition(text: str) -> ColumnElement[bool]:
    """Raises `FilterRefused`."""
    if len(text) > LONGEST:
        raise refused("$filter quá dài", "$filter is too long")
    parser = _Parser(_tokens(text))
    found = parser.either(0)
    parser.end()
    return found


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    place, text = 0, text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if not token or not token.lastgroup:
            raise refused(f"$filter sai ở vị trí {place + 1}", f"$filter is wrong at character {place + 1}")
        found.append((token.lastgroup, token[token.lastgroup]))
        place = token.end()
    return found


class _Parser:
    """or, then and, then not, then a comparison."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._place = tokens, 0

    def end(self) -> None:
        if self._place < len(self._tokens):
            raise refused("$filter thừa ở cuối", "$filter has something left at its end")

    def either(self, depth: int) -> ColumnElement[bool]:
        if depth > DEEPEST:
            raise refused("$filter quá nhiều ngoặc", "$filter is nested too deeply")
        parts = [self._all(depth)]
        while self._takes("or"):
            parts.append(self._all(depth))
        return or_(*parts)

    def _all(self, depth: int) -> ColumnElement[bool]:
        parts = [self._one(depth)]
        while self._takes("and"):
            parts.append(self._one(depth))
        return and_(*parts)

    def _one(self, depth: int) -> ColumnElement[bool]:
        if self._takes("not"):
            if depth > DEEPEST:
                raise refused("$filter quá nhiều ngoặc", "$filter is nested too deeply")
            return not_(self._one(depth + 1))
        if self._takes("("):
            inner = self.either(depth + 1)
            if not self._takes(")"):
                raise refused("$filter thiếu dấu )", "$filter lacks a )")
            return inner
        left, name, right = self._next(), self._next()[1], self._next()
        if name not in _COMPARE:
            raise refused(f"Không có phép so sánh {name[:20]}", f"There is no comparison {name[:20]}")
        if left[0] != "word":
            left, right, name = right, left, _TURNED.get(name, name)
        return comparison(left, name, right)

    def _takes(self, word: str) -> bool:
        if self._place < len(self._tokens) and self._tokens[self._place] in {("word", word), ("mark", word)}:
            self._place += 1
            return True
        return False

    def _next(self) -> Token:
        if self._place >= len(self._tokens):
            raise refused("$filter chưa trọn vẹn", "$filter is not complete")
        self._place += 1
        return self._tokens[self._place - 1]


def comparison(left: Token, name: str, right: Token) -> ColumnElement[bool]:
    if left[0] != "word" or left[1] not in _PROPERTIES:
        raise refused(
            f"$filter chỉ dùng với phenomenonTime, resultTime, result, id: {left[1][:30]}",
            f"$filter knows phenomenonTime, resultTime, result and id, not {left[1][:30]}",
        )
    kind, value = right
    compare = _COMPARE[name]
    if left[1] in _TIMES and kind in {"time", "text"}:
        return compare(Reading.at, _moment(value.strip("'")))
    if left[1] == "result" and kind == "number" and math.isfinite(float(value)):
        return compare(Reading.value, float(value))
    if left[1] == "result" and kind == "text":  # as the conformance suite wants: a quoted constant compares as text
        return compare(cast(Reading.value, Text), value[1:-1].replace("''", "'"))
    if left[1] in {"id", "@iot.id"} and kind == "number" and value.isdigit() and name in {"eq", "ne"}:
        datastream, at = reading_key(int(value))
        same = and_(Reading.datastream == datastream, Reading.at == at)
        return same if name == "eq" else not_(same)
    raise refused(f"{left[1]} không so sánh với {value[:30]}", f"{left[1]} does not compare with {value[:30]}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise refused(f"Không phải thời điểm: {text[:40]}", f"Not a moment: {text[:40]}") from error
