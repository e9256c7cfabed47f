"""One value of a Sigma detection with its modifiers, as a test of one field. Sigma 2.1.0, appendix of modifiers."""

import ipaddress
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from hueioc.engines import on_first_use
from infosec.rules.ocsf import Scalar
from infosec.rules.sigma_text import RuleRefused

if TYPE_CHECKING:
    import re2
else:
    re2 = on_first_use("re2")

LONGEST_PATTERN = 1_000
LONGEST_VALUE = 4_000
REGEX_MEMORY = 1 << 20
"""Bytes for one compiled expression; RE2 needs time in proportion to the text, whatever the pattern is."""
_BRANCHES = re.compile(r"[|()\[\]{}]")
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_RUN = re.compile(r"([A-Za-z0-9_ /:,-]+)([*?+]?)")
PLACES = ("contains", "startswith", "endswith")
ORDERS: dict[str, Callable[[float, float], bool]] = {
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}
KNOWN = {*PLACES, *ORDERS, "all", "re", "i", "m", "s", "cidr", "exists", "cased"}


class Field(NamedTuple):
    """A field's value as tests see it. `text` None: missing or null."""

    value: Scalar
    text: str | None
    lowered: str


Test = Callable[[Field], bool]


class Value(NamedTuple):
    """A test, and a text that lies in every lowered value that passes it (empty: none is known)."""

    test: Test
    literal: str


def value_of(given: object, modifiers: frozenset[str]) -> Value:
    """Raises `RuleRefused`."""
    if unknown := modifiers - KNOWN:
        raise RuleRefused(f"the modifier {min(unknown)!r} is not supported")
    if isinstance(given, str) and len(given) > LONGEST_VALUE:
        raise RuleRefused(f"a value is longer than {LONGEST_VALUE} characters")
    if "exists" in modifiers:
        if not isinstance(given, bool):
            raise RuleRefused("exists takes true or false")
        return Value(lambda field: (field.text is not None) is given, "")
    if given is None:
        return Value(lambda field: field.text is None, "")
    if "re" in modifiers:
        return _expression(given, modifiers)
    if "cidr" in modifiers:
        return _network(given)
    if order := modifiers & ORDERS.keys():
        return _order(given, ORDERS[min(order)])
    return _text(_written(given), modifiers)


def _written(given: object) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if not isinstance(given, str | int | float):
        raise RuleRefused("a value must be a text, a number, true, false or null")
    return str(given)


def parts_of(value: str) -> list[str | None]:
    """Literals, and None for `*`; `?` is the literal "\\0?" kept apart by `_wild`. Escapes of section 3.2."""
    found: list[str | None] = [""]
    place = 0
    while place < len(value):
        sign, after = value[place], value[place + 1 : place + 2]
        if sign == "\\" and after in {"*", "?", "\\"} and after:
            sign, place = after, place + 1
        elif sign == "*":
            found += [None, ""]
            place += 1
            continue
        elif sign == "?":
            sign = "\0"
        found[-1] = (found[-1] or "") + sign
        place += 1
    return [part for part in found if part != ""] or [""]


def _text(value: str, modifiers: frozenset[str]) -> Value:
    is_cased = "cased" in modifiers
    parts = parts_of(value if is_cased else value.lower())
    if "contains" in modifiers or "endswith" in modifiers:
        parts = [None, *parts]
    if "contains" in modifiers or "startswith" in modifiers:
        parts = [*parts, None]
    shape = [part for n, part in enumerate(parts) if part is not None or n == 0 or parts[n - 1] is not None]
    literals = [piece for part in shape if part for piece in part.split("\0")]
    literal = max(literals, key=len, default="")
    if is_cased and not literal.isascii():
        literal = ""
    test = _shaped(shape)
    if is_cased:
        return Value(lambda field: field.text is not None and test(field.text), literal.lower())
    return Value(lambda field: field.text is not None and test(field.lowered), literal)


def _shaped(shape: list[str | None]) -> Callable[[str], bool]:
    """The cheapest test of the shape."""
    if not any(part and "\0" in part for part in shape):
        match shape:
            case [str() as whole]:
                return lambda text: text == whole
            case [None]:
                return lambda _: True
            case [str() as begin, None]:
                return lambda text: text.startswith(begin)
            case [None, str() as end]:
                return lambda text: text.endswith(end)
            case [None, str() as inner, None]:
                return lambda text: inner in text
            case _:
                pass
    pattern = "".join(".*" if part is None else ".".join(map(re2.escape, part.split("\0"))) for part in shape)
    found = compiled(pattern, "s")
    return lambda text: found.fullmatch(text) is not None


def compiled(pattern: str, flags: str) -> Any:
    """Raises `RuleRefused` for what is too long, needs too much memory, or cannot be matched in linear time."""
    if len(pattern) > 4 * LONGEST_VALUE:
        raise RuleRefused("a pattern is too long")
    options = re2.Options()
    options.max_mem, options.log_errors = REGEX_MEMORY, False
    prefix = f"(?{flags})" if flags else ""
    try:
        return re2.compile(prefix + pattern, options=options)
    except (re2.error, ValueError, UnicodeError) as error:
        said = (
            error.args[0].decode("utf-8", "replace") if error.args and isinstance(error.args[0], bytes) else str(error)
        )
        raise RuleRefused(f"the regular expression cannot be used: {said[:200]}") from error


def _expression(given: object, modifiers: frozenset[str]) -> Value:
    if not isinstance(given, str) or len(given) > LONGEST_PATTERN:
        raise RuleRefused(f"a regular expression is a text of at most {LONGEST_PATTERN} characters")
    found = compiled(given, "".join(sorted(modifiers & {"i", "m", "s"})))
    literal = "" if "i" in modifiers else literal_of(given)
    return Value(lambda field: field.text is not None and found.search(field.text) is not None, literal)


def literal_of(pattern: str) -> str:
    """The longest text, lowered, that lies in whatever the pattern matches; empty where that is not plain to see."""
    if _BRANCHES.search(pattern):
        return ""
    runs = [run[: -1 if sign else None] for run, sign in _RUN.findall(_ESCAPE.sub("\0", pattern))]
    return max(runs, key=len, default="").lower()


def _network(given: object) -> Value:
    try:
        network = ipaddress.ip_network(str(given), strict=False)
    except ValueError as error:
        raise RuleRefused(f"{str(given)[:60]!r} is no network") from error

    def test(field: Field) -> bool:
        try:
            return field.text is not None and ipaddress.ip_address(field.text.strip()) in network
        except ValueError:
            return False

    return Value(test, "")


def _order(given: object, compare: Callable[[float, float], bool]) -> Value:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise RuleRefused("lt, lte, gt and gte take a number")
    limit = float(given)

    def test(field: Field) -> bool:
        try:
            return field.text is not None and compare(float(field.text), limit)
        except ValueError:
            return False

    return Value(test, "")
