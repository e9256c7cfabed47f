"""What may be said of ratings: sums of enough of them, never one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_STARS = 5
_DOSSIER = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2}){1,4})-\d{6}(?:\d{2})?-\d{4,7}")
"""Circular 01/2018/TT-VPCP, Article 19, and the newer codes of Decision 20/2020/QĐ-TTg."""


@dataclass(frozen=True)
class Tally:
    """How many have rated, and the sum of their stars."""

    count: int
    total: int

    @property
    def mean(self) -> float:
        """To one decimal."""
        return round(self.total / self.count, 1)


@dataclass(frozen=True)
class AspectSummary:
    code: str
    count: int
    mean: float


@dataclass(frozen=True)
class Summary:
    """Aspects that too few have rated are left out."""

    count: int
    mean: float
    aspects: list[AspectSummary]


def is_dossier_code(text: str) -> bool:
    return _DOSSIER.fullmatch(text) is not None


def summary(whole: Tally, aspects: Mapping[str, Tally], least: int) -> Summary | None:
    """None while fewer than `least` have rated."""
    if whole.count < max(least, 1):
        return None
    enough = [
        AspectSummary(code, tally.count, tally.mean) for code, tally in sorted(aspects.items()) if tally.count >= least
    ]
    return Summary(whole.count, whole.mean, enough)
