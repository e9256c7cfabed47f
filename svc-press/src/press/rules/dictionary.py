"""Tags by dictionary: longest match of syllables, with accents where the text has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from press.rules.words import Word, words_of

Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Term(Generic[Meaning]):
    """A phrase and what it means. A name needs capitals where the text has any."""

    phrase: str
    meaning: Meaning
    is_name: bool = False


class Hit(NamedTuple, Generic[Meaning]):
    """words[start:end] is a term."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class Dictionary(Generic[Meaning]):
    """Terms by their first folded syllable. Immutable."""

    def __init__(self, terms: Iterable[Term[Meaning]]) -> None:
        self._first: dict[str, list[tuple[tuple[Word, ...], Term[Meaning]]]] = {}
        for term in terms:
            if words := tuple(words_of(term.phrase)):
                self._first.setdefault(words[0].folded, []).append((words, term))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[Word]) -> list[Hit[Meaning]]:
        """The longest terms from left to right; they do not overlap. Terms of one phrase are one hit."""
        is_bare = all(word.accented == word.folded for word in words)
        found: list[Hit[Meaning]] = []
        place = 0
        while place < len(words):
            hit = self._at(words, place, is_bare=is_bare)
            if hit:
                found.append(hit)
            place = hit.end if hit else place + 1
        return found

    def _at(self, words: Sequence[Word], place: int, *, is_bare: bool) -> Hit[Meaning] | None:
        length, meanings = 0, list[Meaning]()
        for phrase, term in self._first.get(words[place].folded, ()):
            if length and (is_bare or len(phrase) < length):  # without accents names look alike: the first is meant
                break
            if _same(words[place : place + len(phrase)], phrase, is_bare=is_bare, is_name=term.is_name):
                length = len(phrase)
                meanings.append(term.meaning)
        return Hit(place, place + length, tuple(dict.fromkeys(meanings))) if length else None


def _same(words: Sequence[Word], phrase: Sequence[Word], *, is_bare: bool, is_name: bool) -> bool:
    """A text without any accent is compared without accents, and its capitals are not trusted either."""
    if len(words) != len(phrase):
        return False
    for word, wanted in zip(words, phrase, strict=True):
        if word.folded != wanted.folded or (not is_bare and word.accented != wanted.accented):
            return False
        if is_name and not is_bare and not word.is_capital:
            return False
    return True
