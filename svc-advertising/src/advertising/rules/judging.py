"""The check of a screen, pure: a view, what is scheduled, what else was approved → a verdict with its reasons.

First PDQ makes a shortlist (it cannot decide: a changed price is 6 bits away, half of all true views more than 31),
then each candidate is laid over the view and compared block by block.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from advertising.rules.blocks import Comparison, compare
from advertising.rules.engines import Pixels, cv2, np
from advertising.rules.pdq import distances
from advertising.rules.registration import by_correlation, by_features, same_place
from advertising.rules.views import Reference, Seen
from advertising.states import Verdict, Why

MOST_CANDIDATES = 4
"""Approved creatives, beside those scheduled, that are laid over a view."""
EXCELLENT = 0.9
DARK_MEAN, DARK_SPREAD = 20.0, 4.0
"""Greys (C7); a screen that is off by day is grey, but as even."""
OFF_BY_DAY = 75.0
LIT_MEAN, LIT_PEAK = 42.0, 120.0
MARGIN = 24
BURNT = 0.6
"""Part of the view that is white from which nothing can be read."""
MOST_RECOLOURED = 0.25


@dataclass(frozen=True)
class Limits:
    """The numbers of stage 1 and 2, as rows of the rules say."""

    shortlist_bits: int = 100
    median: float = 0.75
    alike: float = 0.85
    visible: float = 0.5
    change: int = 2


@dataclass(frozen=True)
class Candidate:
    creative_id: UUID
    reference: Reference


@dataclass(frozen=True)
class Judgement:
    """`creative_id`: the creative that it is, or is nearest to. Figures are 0 where nothing was compared."""

    verdict: Verdict
    why: Why
    creative_id: UUID | None = None
    comparison: Comparison | None = None
    bits: int | None = None


def light_of(seen: Seen) -> tuple[float, float, float, float]:
    """Mean, spread and near-highest grey of a view, and which part is burnt out."""
    inner = seen.grey[MARGIN:-MARGIN, MARGIN:-MARGIN]  # corners are marked some pixels off, and the street is lit
    small = cv2.resize(inner, (64, 36), interpolation=cv2.INTER_AREA)
    return float(small.mean()), float(small.std()), float(np.percentile(small, 99)), float((small > 250).mean())  # noqa: PLR2004


def is_dark(seen: Seen) -> bool:
    mean, spread, _, _ = light_of(seen)
    return (spread < DARK_SPREAD and mean < OFF_BY_DAY) or (mean < DARK_MEAN and spread < 2 * DARK_SPREAD)


def is_lit(seen: Seen) -> bool:
    mean, spread, peak, _ = light_of(seen)
    return not is_dark(seen) and (mean > LIT_MEAN or peak > LIT_PEAK or spread > LIT_MEAN / 2)


def shortlist(seen: Seen, hashes: Pixels, limits: Limits, most: int = MOST_CANDIDATES) -> list[int]:
    """Rows of `hashes` that the view may be, nearest first."""
    if not len(hashes):
        return []
    bits = distances(seen.hash, hashes)
    near = np.argsort(bits, kind="stable")[:most]
    return [int(row) for row in near if bits[row] <= limits.shortlist_bits]


def outside_hours(seen: Seen) -> Judgement:
    if is_lit(seen):
        return Judgement(Verdict.OFF_HOURS, Why.LIT)
    return Judgement(Verdict.OFF, Why.HOURS_OVER)


def judge(seen: Seen, scheduled: Sequence[Candidate], others: Sequence[Candidate], limits: Limits) -> Judgement:
    """Within the hours of a screen. Both lists: only what was approved and is in force, from the shortlist."""
    if is_dark(seen) and not any(is_dark(Seen(each.reference.picture, 1.0)) for each in scheduled):
        return Judgement(Verdict.BLACK, Why.DARK)
    found = [_laid_over(each, seen, limits) for each in scheduled]
    if best := _match(found, limits):
        return _said(Verdict.MATCH, Why.AS_SCHEDULED, best, seen)
    found += [_laid_over(each, seen, limits) for each in others]
    if best := _match(found, limits):
        return _said(Verdict.WRONG_SLOT, Why.NOT_SCHEDULED_NOW, best, seen)
    if light_of(seen)[3] > BURNT:
        return Judgement(Verdict.UNVERIFIABLE, Why.OVEREXPOSED)
    return _no_match(found, seen, limits)


def _no_match(found: "Sequence[_Pair]", seen: Seen, limits: Limits) -> Judgement:
    nearest = max(found, key=lambda pair: pair[1].score, default=None)
    if nearest is None or not is_alike(nearest[1], limits):
        return Judgement(Verdict.UNKNOWN_CONTENT, Why.NOTHING_LIKE_IT)
    if nearest[1].change >= limits.change:
        return _said(Verdict.UNKNOWN_CONTENT, Why.ALTERED, nearest, seen)
    if nearest[1].recoloured_part > MOST_RECOLOURED:
        return _said(Verdict.UNKNOWN_CONTENT, Why.RECOLOURED, nearest, seen)
    return _said(Verdict.UNVERIFIABLE, Why.COVERED, nearest, seen)


def is_alike(found: Comparison, limits: Limits) -> bool:
    """What can be seen of it is this creative, as far as blocks tell."""
    return found.is_enough and found.median >= limits.median and found.alike >= limits.alike


def is_same(found: Comparison, limits: Limits) -> bool:
    return (
        is_alike(found, limits)
        and found.visible >= limits.visible
        and found.change < limits.change
        and found.recoloured_part <= MOST_RECOLOURED
    )


_Pair = tuple[Candidate, Comparison]


def _match(found: Sequence[_Pair], limits: Limits) -> _Pair | None:
    same = [pair for pair in found if is_same(pair[1], limits)]
    return max(same, key=lambda pair: pair[1].score, default=None)


def _laid_over(candidate: Candidate, seen: Seen, limits: Limits) -> _Pair:
    """By features, and when that is not clearly it, by correlation; the better of both."""
    best: Comparison | None = None
    for register in (by_features, by_correlation):
        warp = register(candidate.reference, seen)
        if warp is None:
            continue
        found = compare(candidate.reference, seen, warp)
        if best is None or found.score > best.score:
            best = found
        if is_same(best, limits) and best.median >= EXCELLENT:
            break
    return candidate, best or compare(candidate.reference, seen, same_place())


def _said(verdict: Verdict, why: Why, pair: _Pair, seen: Seen) -> Judgement:
    candidate, comparison = pair
    bits = int(distances(seen.hash, np.frombuffer(candidate.reference.hash, np.uint8)[None, :])[0])
    return Judgement(verdict, why, candidate.creative_id, comparison, bits)
