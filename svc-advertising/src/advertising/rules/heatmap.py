"""The picture that explains a verdict: the view, and over each block what was found there."""

from advertising.rules.blocks import GRID, Comparison
from advertising.rules.engines import Pixels, cv2, np
from advertising.rules.views import HEIGHT, WIDTH

ALIKE, ALTERED, COVERED = (80, 170, 60), (40, 40, 225), (200, 200, 200)
"""Green: the same. Red: other marks. Grey with a cross: covered, not judged. (BGR.)"""
STRENGTH = 0.45


def heat_map(view: Pixels, found: Comparison) -> Pixels:
    """BGR, 512×288."""
    colours = np.zeros((GRID[1], GRID[0], 3), np.uint8)
    shown: Pixels = np.logical_or(np.logical_or(found.judged, found.altered), found.covered)
    colours[found.judged] = ALIKE
    colours[found.covered] = COVERED
    colours[found.altered | (found.recoloured & ~found.covered)] = ALTERED
    over = cv2.resize(colours, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST)
    where = cv2.resize(shown.astype(np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST) > 0
    made = view.copy()
    made[where] = ((1 - STRENGTH) * view[where] + STRENGTH * over[where]).astype(np.uint8)
    side = WIDTH // GRID[0]
    for row, column in np.argwhere(found.altered):
        cv2.rectangle(made, (column * side, row * side), ((column + 1) * side - 1, (row + 1) * side - 1), ALTERED, 2)
    for row, column in np.argwhere(found.covered):  # not by colour alone
        cv2.line(made, (column * side, row * side), ((column + 1) * side, (row + 1) * side), COVERED, 1)
    return made
