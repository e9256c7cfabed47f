"""Telephone and citizen-id numbers in a plain text, however their digits are grouped.

Sources: the national numbering plan (mobile 10 digits, fixed lines 02x with 11, both since 2017-2018, and the
older 01x with 11); CCCD has 12 digits, CMND 9. Hotlines 1800/1900 and 113-115 belong to nobody and stay.
"""

import re
from collections.abc import Callable

from hueioc.personal.plain import cover

Place = tuple[int, int]
Accept = Callable[[re.Match[str]], bool]

_GAP = r"[ .\-_()\[\]{}/\\,~*|']{0,4}+"
_TIGHT = r"[ .\-_]{0,3}+"
_END = r"(?!\d)"
_MOBILE, _FIXED = "[35789]", "2"

_COUNTRY = rf"(?:\+{_GAP}|(?<!\d)(?:0{_GAP}0{_GAP})?+)8{_GAP}4{_GAP}(?:0{_GAP})?+"
_GLUED = re.compile(r"0(?<!\d0)[35789]\d{8}(?:0[35789]\d{8})++(?!\d)")
_LONG_RUN = re.compile(r"(?<!\d)\d{17,}+")
_PHONES = (
    # From the surest form to the loosest; what is found is covered before the next is looked for.
    re.compile(rf"{_COUNTRY}(?:{_MOBILE}(?:{_GAP}\d){{8}}|{_FIXED}(?:{_GAP}\d){{9}}){_END}"),
    re.compile(rf"0(?<!\d0){_MOBILE}\d(?:{_GAP}\d){{7}}{_END}"),
    re.compile(rf"0(?<!\d0)(?:{_FIXED}\d|1[2689])(?:{_GAP}\d){{8}}{_END}"),
    re.compile(rf"\+{_GAP}[1-9](?:{_TIGHT}[()]?{_TIGHT}\d){{7,14}}{_END}"),
)
_SPELLED_PHONES = (
    re.compile(rf"0(?<!\d0){_GAP}{_MOBILE}(?:{_GAP}\d){{8}}{_END}"),
    re.compile(rf"0(?<!\d0){_GAP}(?:{_FIXED}|1{_GAP}[2689])(?:{_GAP}\d){{9}}{_END}"),
)
_USUAL = frozenset(
    ((10,), (4, 3, 3), (4, 6), (3, 3, 4), (3, 7), (3, 4, 3), (5, 5), (4, 2, 2, 2), (2, 2, 2, 2, 2), (3, 3, 2, 2))
)

_NAMED = re.compile(
    r"(?<!\[)(?<![a-z])(?:cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|citizen id|identity|id(?: card| no)?)"
    r"(?![a-z])\D{0,30}+"
)
_ID_AFTER_NAME = re.compile(rf"(?:\d(?:{_TIGHT}\d){{11}}|\d(?:{_TIGHT}\d){{8}}){_END}")
_ID_12 = re.compile(rf"(?<!\d)(?:\d{{12}}|0(?:{_TIGHT}\d){{11}}){_END}")
_ID_9 = re.compile(rf"(?<!\d)(?:\d{{9}}{_END}|\d(?:{_TIGHT}\d){{8}}{_END}(?!{_TIGHT}\d))")
_ENOUGH = re.compile(r"\d(?:\D{0,8}+\d){8}")
_EMERGENCY = re.compile(r"11\d")
_BEFORE = re.compile(r"\d[ .\-_]{1,3}\Z")


def find_named_ids(text: str) -> list[Place]:
    """Any grouping of 9 or 12 digits behind the word for the card."""
    behind = (_ID_AFTER_NAME.match(text, name.end()) for name in _NAMED.finditer(text))
    return [match.span() for match in behind if match]


def has_numbers(text: str) -> bool:
    """Whether nine digits stand close together at all: spares most texts the rules below."""
    return _ENOUGH.search(text) is not None


def find_glued_phones(text: str) -> tuple[list[Place], str]:
    """Mobile numbers without anything between them; other runs too long for a person's number are covered."""
    places = [match.span() for match in _GLUED.finditer(text)]
    text = cover(text, places)
    return places, cover(text, [match.span() for match in _LONG_RUN.finditer(text)])


def find_phones(text: str) -> tuple[list[Place], str]:
    """The places, and the text with them covered."""
    return _find_in_turn(text, _PHONES, _is_phone)


def find_spelled_phones(text: str) -> tuple[list[Place], str]:
    """Digits in ones and twos: dates must be covered before this."""
    return _find_in_turn(text, _SPELLED_PHONES, _is_spelled_phone)


def find_ids(text: str) -> list[Place]:
    twelve = _scan(text, _ID_12, _stands_apart)
    return twelve + _scan(cover(text, twelve), _ID_9, _is_nine)


def _find_in_turn(text: str, patterns: tuple[re.Pattern[str], ...], accept: Accept) -> tuple[list[Place], str]:
    places: list[Place] = []
    for pattern in patterns:
        found = _scan(text, pattern, accept)
        places += found
        text = cover(text, found)
    return places, text


def _scan(text: str, pattern: re.Pattern[str], accept: Accept) -> list[Place]:
    """Accepted matches; after a refused one the search goes on one character later."""
    found: list[Place] = []
    place = 0
    while match := pattern.search(text, place):
        if accept(match):
            found.append((match.start() - _opens(match), match.end()))
            place = match.end()
        else:
            place = match.start() + 1
    return found


def _opens(match: re.Match[str]) -> bool:
    """The bracket before it closes inside it: (0912) 345 678."""
    number, start = match.group(), match.start()
    before = match.string[start - 1 : start]
    return (before == "(" and number.count(")") > number.count("(")) or (
        before == "[" and number.count("]") > number.count("[")
    )


def _is_phone(match: re.Match[str]) -> bool:
    number = match.group()
    if ", " in number:
        return False  # a list of numbers
    if number[0] == "+":
        return not _is_amount(number[1:]) or "84" in number[:4]
    return not _completes_id(match)


def _is_spelled_phone(match: re.Match[str]) -> bool:
    number = match.group()
    return not ("/" in number or "," in number or _completes_id(match))


def _completes_id(match: re.Match[str]) -> bool:
    """With the digits behind it, this is a CCCD that happens to be parted where a telephone number would end."""
    groups = tuple(len(group) for group in re.findall(r"\d+", match.group()))
    missing = 12 - sum(groups)
    if groups in _USUAL or not 1 <= missing <= 2:  # noqa: PLR2004
        return False
    return (
        re.match(rf"[ .\-_]{{1,3}}\d(?:{_TIGHT}\d){{{missing - 1}}}(?!\d)", match.string[match.end() : match.end() + 8])
        is not None
    )


def _is_amount(number: str) -> bool:
    """Thousands parted by dots or commas, and no zero in front."""
    return re.fullmatch(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*", number) is not None


def _stands_apart(match: re.Match[str]) -> bool:
    """Grouped digits count as one number only when no digits go before them in the same manner."""
    if match.group().isdigit():
        return True
    return _BEFORE.search(match.string[max(0, match.start() - 4) : match.start()]) is None


def _is_nine(match: re.Match[str]) -> bool:
    number = match.group()
    if number.isdigit():
        return True
    groups = re.findall(r"\d+", number)
    if all(_EMERGENCY.fullmatch(group) for group in groups) or (_is_amount(number) and groups[-1] == "000"):
        return False
    return _stands_apart(match)
