"""E-mail addresses in a plain text, also as people hide them from machines: a [at] b . com, a (a còng) b."""

import re

_AT = re.compile(
    r"(?P<sign>@)"
    r"|[(\[{<] ?(?:at|@|a[ \-_]?cong|a[ \-_]?moc) ?[)\]}>]"
    r"|(?<![a-z0-9])(?P<word>at|a[ \-_]?cong|a[ \-_]?moc)(?![a-z0-9])"
)
_LOCAL = re.compile(r"[\w.+\-%']")
_LONGEST_LOCAL = 64
_PROVIDER = (
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|icloud|proton(?:mail)?|zoho|msn|hueuni|viettel|vnpt|fpt)"
)
_TOP = r"(?:com|vn|net|org|edu|gov|info|io|co|biz|me|asia|name|us|uk|fr|de|jp|kr|cn|au|ca|sg|la|th|kh)"
_DOT_WORD = r"[(\[{<] ?(?:dot|cham|\.) ?[)\]}>]|(?<![a-z0-9])(?:dot|cham)(?![a-z0-9])"
_LABEL = r"[a-z0-9\-_]{1,63}+"
_TIGHT_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*+(?:\s{{0,2}}[.,]\s{{0,2}}{_TOP}(?![a-z0-9]))*+")
_LOOSE_DOMAIN = re.compile(
    rf"\s{{0,2}}(?P<first>{_LABEL})(?P<rest>(?:\s{{0,2}}(?:[.,]|{_DOT_WORD})\s{{0,2}}(?:{_LABEL}(?=\.){{1}}|{_TOP}(?![a-z0-9])|{_LABEL}(?=\s{{0,2}}(?:[.,]|{_DOT_WORD})\s{{0,2}}{_TOP}(?![a-z0-9]))))*+)"
)
_KNOWN = re.compile(rf"{_PROVIDER}(?![a-z0-9])")


def find_addresses(text: str) -> list[tuple[int, int]]:
    """Places of addresses, in order, apart. Only what stands around an at sign is looked at: linear."""
    found: list[tuple[int, int]] = []
    last = 0
    for at in _AT.finditer(text):
        if at.start() < last:
            continue
        place = _tight(text, at, last) or _loose(text, at, last)
        if place is not None:
            found.append(place)
            last = place[1]
    return found


def _tight(text: str, at: re.Match[str], floor: int) -> tuple[int, int] | None:
    if at["sign"] is None:
        return None
    start = _local_start(text, at.start(), floor)
    domain = _TIGHT_DOMAIN.match(text, at.end())
    if start == at.start() or domain is None:
        return None
    return start, domain.end()


def _loose(text: str, at: re.Match[str], floor: int) -> tuple[int, int] | None:
    """Blanks around the sign, or a word for it: then the rest must look like an address too."""
    end = at.start()
    while end > max(floor, at.start() - 2) and text[end - 1 : end] == " ":
        end -= 1
    start = _local_start(text, end, floor)
    domain = _LOOSE_DOMAIN.match(text, at.end())
    if start == end or domain is None:
        return None
    known = _KNOWN.match(domain["first"]) is not None
    if at["sign"] is not None and not (domain["rest"] or known):
        return None
    if at["word"] is not None and not (known or re.search(r"dot|cham", domain["rest"])):
        return None
    return start, domain.end()


def _local_start(text: str, end: int, floor: int) -> int:
    """Where the part before the sign begins; not before `floor`, the end of the address found last."""
    start = end
    while start > floor and end - start < _LONGEST_LOCAL and _LOCAL.match(text[start - 1]):
        start -= 1
    return start
