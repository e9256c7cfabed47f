"""Numbers that are nobody's: dates, amounts, coordinates, decisions, addresses of machines, tax codes of firms.

They are covered before telephone and identity numbers are looked for, so that two of them side by side
are not read as one number of a person. Each rule is narrow: what it covers, it hides from redaction.
"""

import re

from hueioc.personal.plain import cover

_NOT_INSIDE = "".join(rf"(?<!\d[ .,\-_)(/]{{{width}}})" for width in range(5))
"""No digits close before: what could be the middle of a telephone number is not excused."""
_CURRENCY = r"(?:d|dong|vnd|usd|eur|euro|trieu|ty|ti|nghin|ngan)(?![a-z0-9])|[$€%]"
_UNIT = r"(?:nguoi|luot|ho|m2|m3|km2?|ha|tan|kg|met|luot xem)(?![a-z0-9])"
_THOUSANDS = r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*+"
_DEGREES = r"[-+]?(?:0|[1-9]\d?|1\d\d)\.\d{3,}+"

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"

_SAFE = (
    # A coordinate pair, or one coordinate after its name.
    re.compile(rf"{_NOT_INSIDE}(?![+]?84\.){_DEGREES}\s?[,;/]\s?(?:lo?ng?\w*[:=]\s?)?{_DEGREES}(?![\d.])"),
    re.compile(rf"(?:lat|latitude|lng|lon|longitude|vi do|kinh do|toa do|gps)\b[\s:=\"']{{0,4}}{_DEGREES}"),
    # An amount: the unit tells. Such a number never starts with a zero.
    re.compile(rf"{_NOT_INSIDE}{_THOUSANDS}(?:,\d{{1,2}})?\s?(?:{_CURRENCY}|{_UNIT})"),
    re.compile(rf"{_NOT_INSIDE}[1-9]\d{{3,14}}+\s?(?:{_CURRENCY})"),
    re.compile(rf"(?:[$€]|(?<![a-z])(?:vnd|usd)) ?(?:{_THOUSANDS}|[1-9]\d*+)"),
    # 30/2022/QD-UBND
    re.compile(r"(?<!\d)\d{1,6}/(?:19|20)\d\d/[a-z][a-z0-9\-]*+"),
    # The tax code of a firm (10 digits, or 13 for a branch), only after its name.
    re.compile(r"(?:mst|ma so thue|ma so doanh nghiep|msdn|tax code)\b[\s:.]{0,4}\d{10}(?:-?\d{3})?(?!\d)"),
    # Identifiers and addresses of machines.
    re.compile(r"(?<![\w])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)"),
    re.compile(rf"{_NOT_INSIDE}{_OCTET}(?:\.{_OCTET}){{3}}(?![ .\-_]{{0,4}}+\d)"),
)

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_HOUR = r"(?:[01]?\d|2[0-3])\.[0-5]\d"
_TIMES = (
    # The same mark twice, and not the same mark again: 05.07.2022 but not 09.12.2034.78
    re.compile(rf"(?<!\d)(?<!\d[.\-/]){_DAY}([.\-/]){_MONTH}\1{_YEAR}(?!\d)(?!\1\d)"),
    re.compile(rf"(?<!\d)(?<!\d[.\-/]){_YEAR}([.\-/])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)(?!\1\d)"),
    re.compile(rf"{_NOT_INSIDE}{_HOUR} ?- ?{_HOUR}(?![ .\-]{{0,4}}+\d)"),
)


def cover_amounts_and_codes(text: str) -> str:
    return _cover_all(text, _SAFE)


def cover_times(text: str) -> str:
    return _cover_all(text, _TIMES)


def _cover_all(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        text = cover(text, [match.span() for match in pattern.finditer(text)])
    return text
