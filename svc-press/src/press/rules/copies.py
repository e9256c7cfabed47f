"""Which items are copies of one another: shingles of folded syllables, compared exactly (domain reference C3)."""

import hashlib
from collections.abc import Set as AbstractSet

from press.rules.words import folded_words

SYLLABLES = 4
SKETCH = 16
"""The smallest hashes of a text: two texts that are copies share some of them, so an index finds the candidates."""
FEWEST = 8
"""Shingles below which a text is too short to say anything."""


def shingles(text: str) -> frozenset[int]:
    """64-bit hashes of every four syllables in a row."""
    words = folded_words(text).split()
    if len(words) < SYLLABLES:
        return frozenset()
    return frozenset(_hash(" ".join(words[at : at + SYLLABLES])) for at in range(len(words) - SYLLABLES + 1))


def sketch(hashes: AbstractSet[int]) -> list[int]:
    return sorted(hashes)[:SKETCH]


def jaccard(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def is_copy(one: AbstractSet[int], other: AbstractSet[int], least: float) -> bool:
    return min(len(one), len(other)) >= FEWEST and jaccard(one, other) >= least


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
