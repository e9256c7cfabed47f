"""Taking words out of texts by hand: what somebody names is covered wherever it stands."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

MASK = "[đã che]"

Texts = Mapping[str, str]
"""The texts of one report by their place: description, address, attributes/0/value, rating, …"""


def hide(text: str, words: str) -> tuple[str, int]:
    """`text` without `words`, and in how many places they stood.

    Capitals and the width of gaps make no difference; the words are found whole, not as a part of longer ones.
    """
    parts = [re.escape(part) for part in unicodedata.normalize("NFC", words).split()]
    if not parts:
        return text, 0
    pattern = r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"
    return re.subn(pattern, MASK, text, flags=re.IGNORECASE)


def hide_all(texts: Texts, every: Iterable[str]) -> tuple[dict[str, str], int]:
    """The texts without any of these words, one after the other, and how many places were covered."""
    left, places = dict(texts), 0
    for words in every:
        for name, text in left.items():
            left[name], found = hide(text, words)
            places += found
    return left, places
