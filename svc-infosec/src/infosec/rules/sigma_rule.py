"""A Sigma rule or correlation, from its YAML document to a test that runs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from infosec.rules.ocsf import Event, LogSource, Scalar
from infosec.rules.sigma_condition import Named, Tree, parse
from infosec.rules.sigma_text import RuleRefused, documents
from infosec.rules.sigma_value import Field, Value, value_of
from infosec.states import Level

MOST_VALUES = 5_000
GROUP_BY = ("hostname", "user", "src_ip")
_SPAN = re.compile(r"([1-9][0-9]{0,4})([smhd])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
LONGEST_SPAN_S = 7 * 86_400


class Look:
    """An event as rules see it: each field lowered once, and everything as one text for keywords."""

    __slots__ = ("_kept", "fields", "whole")

    def __init__(self, event: Event) -> None:
        self.fields: Mapping[str, Scalar] = event.fields
        self._kept: dict[str, Field] = {}
        self.whole = "\n".join([_text(value) for value in event.fields.values() if value is not None]).lower()

    def field(self, name: str) -> Field:
        found = self._kept.get(name)
        if found is None:
            value = self.fields.get(name)
            text = None if value is None else _text(value)
            found = self._kept[name] = Field(value, text, text.lower() if text else "")
        return found


def _text(value: Scalar) -> str:
    return value if type(value) is str else str(value).lower() if isinstance(value, bool) else str(value)


Test = Callable[[Look], bool]


class Part(NamedTuple):
    """A test, and texts of which one lies in every event that passes it (None: none is known)."""

    test: Test
    literals: frozenset[str] | None


@dataclass(frozen=True)
class Heading:
    """What a rule and a correlation have in common."""

    uid: str
    name: str
    title: str
    title_vi: str
    level: Level
    group_by: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    heading: Heading
    source: LogSource
    service: str
    part: Part

    def is_for(self, source: LogSource) -> bool:
        mine = self.source
        return (
            (not mine.category or mine.category == source.category)
            and (not mine.product or mine.product == source.product)
            and (not self.service or self.service in source.services)
        )


@dataclass(frozen=True)
class Correlation:
    """So many events (or values of `field`) of `rules` with the same `group_by` within `span_s` seconds."""

    heading: Heading
    rules: tuple[str, ...]
    """Ids or names."""
    span_s: int
    least: int
    field: str
    is_loud: bool
    """Whether its rules raise alerts of their own too (`generate`)."""


def rules_of(text: str, path: str) -> list[Rule | Correlation]:
    """Every rule of a file. Raises `RuleRefused` with why; a file is taken whole or not at all."""
    return [_document(each, f"{path}#{number}") for number, each in enumerate(documents(text))]


def _document(document: dict[str, Any], place: str) -> Rule | Correlation:
    heading = _heading(document, place)
    if "correlation" in document:
        return _correlation(heading, document["correlation"])
    if "filter" in document:
        raise RuleRefused("filters are not supported yet")
    source, detection = document.get("logsource"), document.get("detection")
    if not isinstance(source, dict) or not isinstance(detection, dict):
        raise RuleRefused("a rule needs logsource and detection")
    names = {name: source.get(name) or "" for name in ("category", "product", "service")}
    if not all(isinstance(each, str) for each in names.values()):
        raise RuleRefused("category, product and service of logsource are texts")
    parts = {str(name): _selection(each) for name, each in detection.items() if name not in {"condition", "timeframe"}}
    tree = parse(detection.get("condition"), list(parts))
    log_source = LogSource(names["category"].lower(), names["product"].lower())
    return Rule(heading, log_source, names["service"].lower(), _joined(tree, parts))


def _heading(document: dict[str, Any], place: str) -> Heading:
    title, level = document.get("title"), document.get("level", "medium")
    if not isinstance(title, str) or not title.strip() or len(title) > 256:  # noqa: PLR2004 - the specification's limit
        raise RuleRefused("a rule needs a title of at most 256 characters")
    if not isinstance(level, str) or level not in set(Level):
        raise RuleRefused("level is one of " + ", ".join(Level))
    given = document.get("id")
    try:
        uid = str(UUID(given)) if isinstance(given, str) else str(uuid5(NAMESPACE_URL, f"sigma:{place}:{title}"))
    except ValueError as error:
        raise RuleRefused("the id is no UUID") from error
    ours = document.get("hue")
    own: dict[str, Any] = ours if isinstance(ours, dict) else {}
    group = own.get("group-by", GROUP_BY)
    if not isinstance(group, list | tuple) or len(group) > 8 or not all(isinstance(each, str) for each in group):  # noqa: PLR2004
        raise RuleRefused("hue.group-by is a list of at most 8 fields")
    name = document.get("name")
    title_vi = own.get("title_vi")
    return Heading(
        uid=uid,
        name=name if isinstance(name, str) else "",
        title=title.strip(),
        title_vi=title_vi[:256] if isinstance(title_vi, str) else title.strip(),
        level=Level(level),
        group_by=tuple(group),
    )


def _correlation(heading: Heading, given: object) -> Correlation:
    said: dict[str, Any] = given if isinstance(given, dict) else {}
    kind, rules, span = said.get("type"), said.get("rules"), _SPAN.match(str(said.get("timespan", "")))
    if kind not in {"event_count", "value_count"}:
        raise RuleRefused("of the correlations event_count and value_count are supported")
    rules = [rules] if isinstance(rules, str) else rules
    group = said.get("group-by", [])
    group = [group] if isinstance(group, str) else group
    for each in (rules, group):
        if not isinstance(each, list) or len(each) > 50 or not all(isinstance(one, str) for one in each):  # noqa: PLR2004
            raise RuleRefused("rules and group-by are lists of texts")
    seconds = int(span[1]) * _SECONDS[span[2]] if span else 0
    if not rules or not 0 < seconds <= LONGEST_SPAN_S:
        raise RuleRefused("a correlation needs rules and a timespan (s, m, h, d) of at most 7 days")
    condition = said.get("condition")
    wanted: dict[str, Any] = condition if isinstance(condition, dict) else {}
    least = wanted.get("gte", wanted["gt"] + 1 if isinstance(wanted.get("gt"), int) else None)
    if not isinstance(least, int) or isinstance(least, bool) or not 1 <= least <= 100_000:  # noqa: PLR2004
        raise RuleRefused("the condition of a correlation is gte or gt with a whole number up to 100,000")
    field = wanted.get("field", "")
    if not isinstance(field, str) or (kind == "value_count") != bool(field):
        raise RuleRefused("value_count needs a field in its condition, event_count has none")
    heading = Heading(heading.uid, heading.name, heading.title, heading.title_vi, heading.level, tuple(group))
    return Correlation(heading, tuple(rules), seconds, least, field, is_loud=said.get("generate") is True)


def _selection(given: object) -> Part:
    """A map: all its fields. A list of maps: one of them. A list of texts: keywords anywhere in the event."""
    if isinstance(given, dict):
        return _all([_field(str(name), each) for name, each in given.items()])
    if isinstance(given, list) and given:
        return _any([_selection(each) if isinstance(each, dict) else _keyword(each) for each in given])
    return _keyword(given)


def _field(key: str, given: object) -> Part:
    name, *modifiers = key.split("|")
    wanted = frozenset(each.lower() for each in modifiers)
    values = given if isinstance(given, list) else [given]
    if not values or len(values) > MOST_VALUES:
        raise RuleRefused(f"a field has 1 to {MOST_VALUES} values")
    if not name:
        parts = [_keyword(each, wanted - {"all"}) for each in values]
    else:
        parts = [_tested(name, value_of(each, wanted)) for each in values]
    return _all(parts) if "all" in wanted else _any(parts)


def _tested(name: str, value: Value) -> Part:
    test = value.test
    return Part(lambda look: test(look.field(name)), frozenset({value.literal}) if value.literal else None)


def _keyword(given: object, modifiers: frozenset[str] = frozenset()) -> Part:
    if given is None or isinstance(given, dict | list):
        raise RuleRefused("a keyword is a text or a number")
    if "re" in modifiers:
        value = value_of(given, modifiers)
        return Part(lambda look: value.test(Field(None, look.whole, look.whole)), None)
    value = value_of(given, frozenset({"contains"}))
    test = value.test
    return Part(
        lambda look: test(Field(None, look.whole, look.whole)), frozenset({value.literal}) if value.literal else None
    )


def _joined(tree: Tree, parts: dict[str, Part]) -> Part:
    if isinstance(tree, Named):
        return parts[tree.name]
    inner = [_joined(each, parts) for each in tree.parts]
    if tree.word == "not":
        test = inner[0].test
        return Part(lambda look: not test(look), None)
    return _all(inner) if tree.word == "and" else _any(inner)


def _all(parts: list[Part]) -> Part:
    if not parts:
        raise RuleRefused("an empty selection matches nothing")
    known = [part.literals for part in parts if part.literals]
    best = max(known, key=lambda each: min(map(len, each)), default=None)
    if len(parts) == 1:
        return parts[0]
    tests = [part.test for part in parts]

    def test(look: Look) -> bool:
        return _every(tests, look)

    return Part(test, best)


def _every(tests: list[Test], look: Look) -> bool:
    for test in tests:  # noqa: SIM110 - a generator costs more than the tests
        if not test(look):
            return False
    return True


def _any(parts: list[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    tests = [part.test for part in parts]
    known = [part.literals for part in parts]
    literals = frozenset().union(*[each for each in known if each]) if all(known) else None

    def test(look: Look) -> bool:
        for one in tests:  # noqa: SIM110 - as above
            if one(look):
                return True
        return False

    return Part(test, literals)
