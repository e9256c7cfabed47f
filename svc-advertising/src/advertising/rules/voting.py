"""Stage 3: one picture may be of a moment between two slots, or of a bus. Several agree before anybody is troubled."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from advertising.states import OFFENCES, Verdict


@dataclass(frozen=True)
class Vote:
    at: datetime
    verdict: Verdict


@dataclass(frozen=True)
class Terms:
    """`least`: pictures that must agree. `span_s`: over how long. `window_s`: how far back a picture counts."""

    least: int = 2
    span_s: float = 3.0
    unknown_span_s: float = 5.0
    window_s: float = 600.0


def standing(votes: Sequence[Vote], terms: Terms) -> Verdict | None:
    """The verdict that stands after the newest of `votes`; None: not enough agree yet.

    What is in order stands at once. Pictures that say nothing are left out. An offence needs the newest pictures in a
    row to agree.
    """
    ordered = sorted(votes, key=lambda vote: vote.at)
    decisive = [vote for vote in ordered if vote.verdict is not Verdict.UNVERIFIABLE]
    if not decisive:
        few = len(ordered) < terms.least
        return None if few else Verdict.UNVERIFIABLE
    newest = decisive[-1]
    if newest.verdict not in OFFENCES:
        return newest.verdict
    row = _row(decisive, newest, terms.window_s)
    span = (newest.at - row[0].at).total_seconds()
    needed = terms.unknown_span_s if newest.verdict is Verdict.UNKNOWN_CONTENT else terms.span_s
    return newest.verdict if len(row) >= terms.least and span >= needed else None


def tally(votes: Sequence[Vote]) -> dict[str, int]:
    return dict(Counter(vote.verdict.value for vote in votes))


def _row(decisive: Sequence[Vote], newest: Vote, window_s: float) -> list[Vote]:
    """The newest votes in a row that say the same."""
    row: list[Vote] = []
    for vote in reversed(decisive):
        if vote.verdict is not newest.verdict or (newest.at - vote.at).total_seconds() > window_s:
            break
        row.insert(0, vote)
    return row
