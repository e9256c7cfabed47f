"""A question as PostgreSQL's text search takes it: all words ask the folded column, accents the accented one."""

import re
from typing import NamedTuple

from press.rules.words import accented_words, folded_words

MOST_WORDS = 20
_PARTS = re.compile(r'"([^"]*)"|([^\s"]+)')


class Question(NamedTuple):
    """Two texts for `to_tsquery('simple', …)`; empty where nothing is asked."""

    accented: str
    folded: str


def question_of(text: str) -> Question:
    """All words must be there; words in quotes in their order.

    `hue` finds every accent; `Huế`, composed or not, finds `Huế` and what was written without accents.
    """
    accented: list[str] = []
    folded: list[str] = []
    for found in _PARTS.finditer(text):
        part = found[1] if found[1] is not None else found[2]
        with_accents, bare = accented_words(part).split()[:MOST_WORDS], folded_words(part).split()[:MOST_WORDS]
        if not bare:
            continue
        folded.append(" <-> ".join(bare))
        if with_accents != bare and len(with_accents) == len(bare):
            pairs = zip(with_accents, bare, strict=True)
            accented.append(" <-> ".join(one if one == two else f"({one} | {two})" for one, two in pairs))
    return Question(*(" & ".join(f"({part})" for part in parts[:MOST_WORDS]) for parts in (accented, folded)))
