"""Which items tell the same story: cosine of their weighted pairs of syllables (domain reference C3)."""

import itertools
import math
from collections import Counter
from collections.abc import Collection, Mapping

from press.rules.words import folded_words

TITLE_WEIGHT = 3
KEPT = 60
"""Terms of a story's centre."""
Vector = Mapping[str, float]


def vector(title: str, lead: str, tags: Collection[str], empty: Collection[str] = ()) -> dict[str, float]:
    """Pairs of syllables of title (threefold) and lead, and the tags; without pairs of two empty words. Length 1."""
    counted: Counter[str] = Counter()
    for text, weight in ((title, TITLE_WEIGHT), (lead, 1)):
        words = folded_words(text).split()
        for one, two in itertools.pairwise(words):
            if one not in empty and two not in empty:
                counted[f"{one} {two}"] += weight
    counted.update({f"#{tag}": TITLE_WEIGHT for tag in tags})
    return _unit({term: 1 + math.log(count) for term, count in counted.items()})


def likeness(one: Vector, other: Vector) -> float:
    """0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


def moved(centre: Vector, item: Vector, decay: float) -> dict[str, float]:
    """The centre of a story after one more item: what was fades by `decay`, the strongest terms are kept."""
    merged = {term: weight * decay for term, weight in centre.items()}
    for term, weight in item.items():
        merged[term] = merged.get(term, 0.0) + weight
    strongest = sorted(merged, key=lambda term: -merged[term])[:KEPT]
    return _unit({term: merged[term] for term in strongest})


def _unit(found: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in found.values()))
    return {term: round(weight / length, 4) for term, weight in found.items()} if length else {}
