"""Sigma conditions: `not`, `and`, `or`, parentheses, `1 of` and `all of` with `them` or a pattern, as a tree."""

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from infosec.rules.sigma_text import RuleRefused

LONGEST = 2_000
DEEPEST = 30
_TOKEN = re.compile(r"\s*(?:(\()|(\))|([^\s()|]+)|(\|))")
_QUANTIFIERS = {"1": "or", "any": "or", "all": "and"}


class Named(NamedTuple):
    name: str


class Joined(NamedTuple):
    """`word` is and, or, not."""

    word: str
    parts: "tuple[Tree, ...]"


Tree = Named | Joined


class _Reader:
    def __init__(self, tokens: list[str], names: Sequence[str]) -> None:
        self._tokens, self._names, self._place, self._depth = tokens, names, 0, 0

    def whole(self) -> Tree:
        tree = self._or()
        if self._place < len(self._tokens):
            raise RuleRefused(f"the condition cannot be read at {self._tokens[self._place][:40]!r}")
        return tree

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._place += 1
        return token

    def _or(self) -> Tree:
        return self._series("or", self._and)

    def _and(self) -> Tree:
        return self._series("and", self._not)

    def _series(self, word: str, inner: "Callable[[], Tree]") -> Tree:
        parts = [inner()]
        while self._peek().lower() == word:
            self._take()
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _not(self) -> Tree:
        is_negated = False
        while self._peek().lower() == "not":
            self._take()
            is_negated = not is_negated
        tree = self._single()
        return Joined("not", (tree,)) if is_negated else tree

    def _single(self) -> Tree:
        token = self._take()
        if token == "(":  # noqa: S105 - a parenthesis
            self._depth += 1
            if self._depth > DEEPEST:
                raise RuleRefused("the condition is nested too deeply")
            tree = self._or()
            if self._take() != ")":
                raise RuleRefused("a parenthesis of the condition does not close")
            self._depth -= 1
            return tree
        if token.lower() in _QUANTIFIERS and self._peek().lower() == "of":
            self._take()
            return self._quantified(_QUANTIFIERS[token.lower()], self._take())
        if token not in self._names:
            raise RuleRefused(f"the condition names {token[:60]!r}, which the detection does not have")
        return Named(token)

    def _quantified(self, word: str, pattern: str) -> Tree:
        if pattern.lower() == "them":
            found = [name for name in self._names if not name.startswith("_")]
        else:
            found = [name for name in self._names if fnmatchcase(name, pattern)]
        if not found:
            raise RuleRefused(f"nothing of the detection is called {pattern[:60]!r}")
        return Named(found[0]) if len(found) == 1 else Joined(word, tuple(map(Named, found)))


def parse(condition: object, names: Sequence[str]) -> Tree:
    """A list of conditions is one of them. Raises `RuleRefused`."""
    if isinstance(condition, list) and condition:
        return Joined("or", tuple(parse(each, names) for each in condition if not isinstance(each, list)))
    if not isinstance(condition, str) or len(condition) > LONGEST:
        raise RuleRefused(f"the condition must be a text of at most {LONGEST} characters")
    tokens: list[str] = []
    place = 0
    while place < len(condition.rstrip()):
        found = _TOKEN.match(condition, place)
        if not found or found[4]:
            raise RuleRefused("aggregations (|) are not part of Sigma 2; write a correlation")
        tokens.append(found[0].strip())
        place = found.end()
    return _Reader(tokens, names).whole()
