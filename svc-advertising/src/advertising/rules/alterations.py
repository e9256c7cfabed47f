"""Whether somebody changed a price: marks of a few centimetres that are others, in the colours that are there anyway.

Cells of 16 pixels. A group of two that differ in tone and in form, without foreign colours in or beside it, is a
change; one that touches foreign colours belongs to whatever stands in front.
"""

from typing import NamedTuple

from advertising.rules.engines import Pixels, cv2, np

CELLS = (32, 18)
BLOCKS = (16, 9)
LEAST_DIFFERENCE = 22.0
LIKE = 0.5
MARKS_OURS, MARKS_THEIRS = 10.0, 14.0
"""Deviation of greys from which a cell of the creative, or of the view, shows a mark."""
AROUND = 49
STRANGE = 30.0
"""Greys by which a colour is outside of those within `AROUND` pixels in the creative."""
MOST_STRANGE = 0.25
OTHER_INK = 60.0
STROKE = 5
LEAST_STROKE = 0.1
"""A stroke of five pixels in a picture 512 wide is a hand's breadth on a screen of 8 metres."""
MOST_BESIDE = 0.34
"""Part of a group that may lie at foreign colours: noise makes some anywhere."""


class Changes(NamedTuple):
    """`largest`: cells of the largest change. `where`, `strange`: 9×16 blocks with changes, with foreign colours."""

    largest: int
    where: Pixels
    strange: Pixels


def changes(pictures: tuple[Pixels, Pixels], frame: Pixels) -> Changes:
    """`pictures`: the creative where it lies in the view, and the view in the creative's light, both float32 BGR."""
    ours, theirs = (cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in pictures)
    mean_a, mean_b = _means(ours), _means(theirs)
    dev_a, dev_b = _deviation(ours, mean_a), _deviation(theirs, mean_b)
    likeness = (_means(ours * theirs) - mean_a * mean_b) / np.maximum(dev_a * dev_b, 1.0)
    marked = (dev_a > MARKS_OURS) | (dev_b > MARKS_THEIRS)
    there = _means(frame) > 0.99 * 255
    strange = there & (_strange(*pictures) > MOST_STRANGE)
    differs = there & marked & (likeness < LIKE) & (_means(np.abs(theirs - ours)) > LEAST_DIFFERENCE)
    differs |= there & (_means(_strokes(*pictures)) > LEAST_STROKE)
    beside = cv2.dilate(strange.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    count, labels, figures, _ = cv2.connectedComponentsWithStats(differs.astype(np.uint8), connectivity=8)
    groups = [each for each in range(1, count) if beside[labels == each].mean() <= MOST_BESIDE]
    largest = max((int(figures[each, cv2.CC_STAT_AREA]) for each in groups), default=0)
    where = np.isin(labels, [each for each in groups if figures[each, cv2.CC_STAT_AREA] > 1])
    return Changes(largest, _blocks(where) > 0, _blocks(strange) > MOST_STRANGE)


def _strokes(ours: Pixels, theirs: Pixels) -> Pixels:
    """Pixels of marks that are only in one of both; edges that lie a pixel beside each other are taken out."""
    off = (np.abs(theirs - ours).max(axis=2) > OTHER_INK).astype(np.uint8)
    return cv2.morphologyEx(off, cv2.MORPH_OPEN, np.ones((STROKE, STROKE), np.uint8))


def _blocks(cells: Pixels) -> Pixels:
    return cv2.resize(cells.astype(np.float32), BLOCKS, interpolation=cv2.INTER_AREA)


def _strange(ours: Pixels, theirs: Pixels) -> Pixels:
    """Part of each cell whose colours are in no channel those of the creative around it."""
    around = np.ones((AROUND, AROUND), np.uint8)
    low, high = cv2.erode(ours, around), cv2.dilate(ours, around)
    outside = ((theirs < low - STRANGE) | (theirs > high + STRANGE)).any(axis=2)
    return _means(outside)


def _means(values: Pixels) -> Pixels:
    return cv2.resize(values.astype(np.float32), CELLS, interpolation=cv2.INTER_AREA)


def _deviation(values: Pixels, means: Pixels) -> Pixels:
    return np.sqrt(np.maximum(_means(values * values) - means * means, 0))
