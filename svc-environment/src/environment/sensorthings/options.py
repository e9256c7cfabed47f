"""Query options: `$top`, `$skip`, `$count`, `$select`, `$orderby`, `$filter`, `$expand` of one level."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from environment.sensorthings.entities import RELATIONS, Kind
from environment.sensorthings.filters import refused

USUAL_TOP = 100
LARGEST_TOP = 1_000
LARGEST_SKIP = 100_000
LONGEST = 2_000
KNOWN = ("$top", "$skip", "$count", "$select", "$orderby", "$filter", "$expand", "$skiptoken", "$resultFormat")
_EXPAND = re.compile(r"\s*([A-Za-z]+)\s*(?:\((.*)\))?\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Options:
    """`after` is where a page before has ended: only in our own links."""

    top: int = USUAL_TOP
    skip: int = 0
    is_counted: bool = False
    select: tuple[str, ...] = ()
    is_descending: bool = False
    filter: str = ""
    expand: "Mapping[str, Options]" = field(default_factory=dict[str, "Options"])
    after: int | None = None
    given: tuple[tuple[str, str], ...] = ()
    """As asked, for the next page's link."""


def options_of(kind: Kind, given: Sequence[tuple[str, str]], *, is_inner: bool = False) -> Options:
    """Raises `FilterRefused` for what is wrong, not known, or not supported."""
    asked = dict(given)
    if unknown := [name for name in asked if name not in KNOWN]:
        raise refused(f"Không có tùy chọn {unknown[0][:30]}", f"There is no option {unknown[0][:30]}")
    if any(len(value) > LONGEST for value in asked.values()):
        raise refused("Tùy chọn quá dài", "An option is too long")
    if asked.get("$filter") and kind is not Kind.OBSERVATIONS:
        raise refused("$filter chỉ dùng với Observations", "$filter is supported on Observations only")
    if is_inner and "$expand" in asked:
        raise refused("$expand chỉ một cấp", "$expand goes one level deep")
    return Options(
        top=min(_number(asked, "$top", USUAL_TOP, 2**31), LARGEST_TOP),
        skip=_number(asked, "$skip", 0, LARGEST_SKIP),
        is_counted=_truth(asked.get("$count", "false")),
        select=tuple(name.strip() for name in asked.get("$select", "").split(",") if name.strip()),
        is_descending=_descending(kind, asked.get("$orderby", "")),
        filter=asked.get("$filter", "").strip(),
        expand=_expand(kind, asked.get("$expand", "")),
        after=_number(asked, "$skiptoken", 0, 2**63 - 1) if "$skiptoken" in asked else None,
        given=tuple(given),
    )


def _number(asked: Mapping[str, str], name: str, usual: int, largest: int) -> int:
    text = asked.get(name)
    if text is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) > largest:
        raise refused(f"{name} phải là số nguyên từ 0 đến {largest}", f"{name} is a whole number from 0 to {largest}")
    return int(text)


def _truth(text: str) -> bool:
    if text not in {"true", "false"}:
        raise refused("$count là true hoặc false", "$count is true or false")
    return text == "true"


def _descending(kind: Kind, text: str) -> bool:
    """Observations are ordered by time, everything else by id; both may be turned round."""
    if not text.strip():
        return False
    name, _, way = text.strip().partition(" ")
    names = {"phenomenonTime", "resultTime", "id", "@iot.id"} if kind is Kind.OBSERVATIONS else {"id", "@iot.id"}
    if name not in names or way.strip() not in {"", "asc", "desc"}:
        raise refused(
            f"$orderby chỉ dùng với {', '.join(sorted(names))}", f"$orderby knows {', '.join(sorted(names))} only"
        )
    return way.strip() == "desc"


def _expand(kind: Kind, text: str) -> dict[str, Options]:
    found: dict[str, Options] = {}
    for part in _split(text, ","):
        named = _EXPAND.match(part)
        relation = RELATIONS[kind].get(named[1]) if named else None
        if not named or relation is None:
            raise refused(
                f"$expand không có {part[:40]} (chỉ một cấp)", f"$expand knows no {part[:40]} (one level only)"
            )
        pairs = [each.partition("=")[::2] for each in _split(named[2] or "", ";")]
        inner = [(name.strip(), value) for name, value in pairs]
        found[named[1]] = options_of(relation.target, inner, is_inner=True)
    return found


def _split(text: str, separator: str) -> list[str]:
    """At separators outside parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()]
