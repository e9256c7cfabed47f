"""All rules at once: one pass over an event finds the literals in it, and only rules that can match are asked.

Each rule has a set of texts of which one must be in the event (`Part.literals`). Rules without one are asked always.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from hueioc.engines import on_first_use
from infosec.rules.ocsf import Event, LogSource
from infosec.rules.sigma_rule import Correlation, Look, Rule

if TYPE_CHECKING:
    import ahocorasick_rs
else:
    ahocorasick_rs = on_first_use("ahocorasick_rs")

MOST_SOURCES = 10_000


class Engine:
    """Rules and correlations that are in force."""

    def __init__(self, found: Iterable[Rule | Correlation] = ()) -> None:
        every = list(found)
        self.rules: Sequence[Rule] = [each for each in every if isinstance(each, Rule)]
        self.correlations: Sequence[Correlation] = [each for each in every if isinstance(each, Correlation)]
        self._owners: list[tuple[int, ...]] = []
        self._always = [n for n, rule in enumerate(self.rules) if not rule.part.literals]
        self._for: dict[LogSource, frozenset[int]] = {}
        owners: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for literal in rule.part.literals or ():
                owners.setdefault(literal, []).append(number)
        self._owners = [tuple(each) for each in owners.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners)) if owners else None
        self.counted = self._counted()
        self.silent = {uid for each in self.correlations if not each.is_loud for uid in self.counted[each.heading.uid]}

    def _counted(self) -> dict[str, frozenset[str]]:
        """The ids of the rules that each correlation counts."""
        named = {name: rule.heading.uid for rule in self.rules for name in (rule.heading.uid, rule.heading.name)}
        return {
            each.heading.uid: frozenset(named[name] for name in each.rules if name in named)
            for each in self.correlations
        }

    def matches(self, event: Event) -> list[Rule]:
        look = Look(event)
        wanted = self._rules_for(event.source)
        asked = set(self._always)
        if self._automaton is not None:
            for number, _, _ in self._automaton.find_matches_as_indexes(look.whole, overlapping=True):
                asked.update(self._owners[number])
        return [self.rules[n] for n in sorted(asked & wanted) if self.rules[n].part.test(look)]

    def matches_naively(self, event: Event) -> list[Rule]:
        """Every rule asked, for tests and for the bench."""
        look = Look(event)
        return [rule for rule in self.rules if rule.is_for(event.source) and rule.part.test(look)]

    def _rules_for(self, source: LogSource) -> frozenset[int]:
        found = self._for.get(source)
        if found is None:
            if len(self._for) >= MOST_SOURCES:
                self._for.clear()
            found = frozenset(number for number, rule in enumerate(self.rules) if rule.is_for(source))
            self._for[source] = found
        return found
