"""Who is blamed: an authority and a cue in one sentence, unless the cue is negated (domain reference C4).

An accident or a crime is no blame: only words that stand for a fault, beside an authority, are.
"""

from collections.abc import Sequence
from typing import NamedTuple

from press.rules.dictionary import Dictionary
from press.rules.words import sentences, words_of
from press.states import CueKind

NEGATIONS = frozenset({"không", "chưa", "chẳng", "chả"})
REACH = 2
"""Syllables before a cue in which a negation takes it back."""


class Blame(NamedTuple):
    """`agency` is blamed in `sentence` by the word `cue`."""

    agency: str
    cue: str
    sentence: str


def blamed(text: str, agencies: Dictionary[str], cues: Dictionary[CueKind]) -> list[Blame]:
    """Each authority once, with the first sentence that blames it."""
    found: dict[str, Blame] = {}
    for sentence in sentences(text):
        words = words_of(sentence)
        hits = cues.find(words)
        if not hits:
            continue
        named = agencies.find(words)
        for hit in hits:
            if NEGATIONS & {word.accented for word in words[max(0, hit.start - REACH) : hit.start]}:
                continue
            for agency in _objects(hit.start, hit.meanings, named):
                cue = " ".join(word.accented for word in words[hit.start : hit.end])
                found.setdefault(agency, Blame(agency, cue, sentence.strip()))
    return list(found.values())


def _objects(start: int, kinds: Sequence[CueKind], named: Sequence[tuple[int, int, tuple[str, ...]]]) -> list[str]:
    after_only = CueKind.BLAME not in kinds
    return [agency for place, _, meanings in named for agency in meanings if not after_only or place > start]
