"""Which two things seen are one situation: same place, same time, kinds that belong together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warning.rules.geometry import KM_A_DEGREE, distance_m


@dataclass(frozen=True)
class Sighting:
    """One event at a place. `kind` is its subject without `evt.`; `detail` what the event itself calls its kind."""

    kind: str
    detail: str
    lat: float
    lon: float
    at: datetime


@dataclass(frozen=True)
class Rule:
    """`pairs`: which reports go with which events, each a kind or `kind:detail`."""

    code: str
    pairs: Sequence[Mapping[str, Sequence[str]]]
    distance_m: float
    window: timedelta


def wanted_beside(rule: Rule, seen: Sighting) -> frozenset[str]:
    """Names of the kinds that make a situation together with `seen`."""
    found: set[str] = set()
    for pair in rule.pairs:
        sides = (pair["first"], pair["second"])
        for own, other in (sides, sides[::-1]):
            if names(seen).intersection(own):
                found.update(other)
    return frozenset(found)


def names(seen: Sighting) -> frozenset[str]:
    return frozenset({seen.kind, f"{seen.kind}:{seen.detail}"})


def matches(rule: Rule, seen: Sighting, others: Iterable[Sighting]) -> list[Sighting]:
    """Of `others` those that make one situation with `seen`, the nearest first."""
    wanted = wanted_beside(rule, seen)
    found = [
        (away, each)
        for each in others
        if names(each) & wanted
        and abs(each.at - seen.at) <= rule.window
        and (away := distance_m((seen.lat, seen.lon), (each.lat, each.lon))) <= rule.distance_m
    ]
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def degrees_around(metres: float) -> float:
    """A margin in degrees of latitude that is never too small; longitude is looked at by `matches` alone."""
    return metres / (KM_A_DEGREE * 1000) * 1.01
