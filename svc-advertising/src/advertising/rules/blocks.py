"""A creative beside a view, block by block on a grid of 16×9: where both tell the same, and where they do not."""

from dataclasses import dataclass

from advertising.rules.alterations import changes
from advertising.rules.engines import Pixels, cv2, np
from advertising.rules.views import HEIGHT, WIDTH, Reference, Seen

GRID = (16, 9)
TEXTURE = 7.0
"""Standard deviation of greys from which a block shows something."""
ALIKE = 0.5
"""Zero-mean normalised correlation from which a block is the same."""
TINT = 0.07
"""Part of red, green or blue by which the colour of a block may be off."""
REMAINING_GAIN = (0.4, 2.5)
FEWEST = 8
LEAST_JUDGED = 0.4
EDGE = 0.02
"""Of the picture, left out on every side: the frame of the screen is there as often as the picture."""


@dataclass(frozen=True)
class Comparison:
    """Arrays of 9×16. `likeness`: correlation, -1 to 1. Every block is plain, alike, altered, covered or unseen.

    Altered: other marks in the same colours, as when a price is changed. Covered: colours that are not of the
    creative, as when something stands in front, or the sun shines on it. Recoloured: the same marks in other colours.
    """

    likeness: Pixels
    textured: Pixels
    altered: Pixels
    covered: Pixels
    seen: Pixels
    recoloured: Pixels
    change: int
    """Cells of 16 pixels in the largest group in which other marks stand (`alterations`)."""

    @property
    def judged(self) -> Pixels:
        return self.textured & self.seen & ~self.covered

    @property
    def visible(self) -> float:
        """Part of the blocks that nothing covers."""
        return float((self.seen & ~self.covered).sum() / max(1, int(self.seen.sum())))

    @property
    def median(self) -> float:
        return float(np.median(self.likeness[self.judged])) if self.judged.any() else 0.0

    @property
    def alike(self) -> float:
        """Part of the judged blocks that are the same."""
        return float((self.likeness[self.judged] >= ALIKE).mean()) if self.judged.any() else 0.0

    @property
    def recoloured_part(self) -> float:
        return float(self.recoloured.sum() / max(1, int((self.textured & self.seen).sum())))

    @property
    def is_enough(self) -> bool:
        """Whether so much of it is judged that figures mean something."""
        judged = int(self.judged.sum())
        return judged >= FEWEST and judged >= LEAST_JUDGED * int((self.textured & self.seen).sum())

    @property
    def score(self) -> float:
        """For putting candidates in order."""
        return self.median * self.alike * self.visible


def compare(reference: Reference, seen: Seen, warp: Pixels) -> Comparison:
    """`warp`: the homography from the creative to the view."""
    flags = cv2.INTER_LINEAR
    soft = reference.softened(seen.softness)
    ours = cv2.warpPerspective(soft, warp, (WIDTH, HEIGHT), flags=flags).astype(np.float32)
    there = cv2.warpPerspective(_frame(), warp, (WIDTH, HEIGHT))
    theirs = cv2.GaussianBlur(seen.picture, (0, 0), 1.2).astype(np.float32)
    ours = cv2.GaussianBlur(ours, (0, 0), 1.2)
    visible = _means(there) > 0.99 * 255
    a, b = cv2.cvtColor(ours, cv2.COLOR_BGR2GRAY), cv2.cvtColor(theirs, cv2.COLOR_BGR2GRAY)
    mean_a, mean_b = _means(a), _means(b)
    dev_a, dev_b = _deviation(a, mean_a), _deviation(b, mean_b)
    likeness = (_means(a * b) - mean_a * mean_b) / np.maximum(dev_a * dev_b, 1.0)
    gain, offset = _light(mean_a, mean_b, visible)
    tinted = _tinted(ours, theirs, visible)
    textured = visible & ((dev_a >= TEXTURE) | (dev_b / gain >= 1.6 * TEXTURE))
    differs = textured & (likeness < ALIKE)
    brightest = (255 - offset) / gain  # what the camera could show at all
    cells = changes((np.minimum(ours, brightest), (theirs - offset) / gain), there)
    covered = visible & cells.strange & ((likeness < ALIKE) | ~textured)
    recoloured = textured & (likeness >= ALIKE) & tinted
    altered = ((differs | cells.where) & visible) & ~covered
    return Comparison(likeness, textured, altered, covered, visible, recoloured, cells.largest)


def _frame() -> Pixels:
    made = np.zeros((HEIGHT, WIDTH), np.uint8)
    across, down = int(EDGE * WIDTH), int(EDGE * HEIGHT)
    made[down : HEIGHT - down, across : WIDTH - across] = 255
    return cv2.dilate(made, np.ones((2 * down + 1, 2 * across + 1), np.uint8))


def _means(values: Pixels) -> Pixels:
    return cv2.resize(values.astype(np.float32), GRID, interpolation=cv2.INTER_AREA)


def _deviation(values: Pixels, means: Pixels) -> Pixels:
    return np.sqrt(np.maximum(_means(values * values) - means * means, 0))


def _light(mean_a: Pixels, mean_b: Pixels, visible: Pixels) -> tuple[float, float]:
    """Gain and offset of the whole view against the creative, by medians, so that a bus in front does not count."""
    a, b = mean_a[visible], mean_b[visible]
    if len(a) < 2 or float(np.ptp(a)) < TEXTURE:  # noqa: PLR2004 - a line needs two points
        gain = 1.0
    else:
        steps_a, steps_b = a[:, None] - a[None, :], b[:, None] - b[None, :]
        wide = np.abs(steps_a) > max(TEXTURE, float(np.abs(steps_a).max()) / 4)
        gain = float(np.median(steps_b[wide] / steps_a[wide]))
    gain = min(max(gain, REMAINING_GAIN[0]), REMAINING_GAIN[1])
    return gain, float(np.median(b - gain * a)) if len(a) else 0.0


def _tinted(ours: Pixels, theirs: Pixels, visible: Pixels) -> Pixels:
    """Where the colour is another one, the camera's white balance taken out by medians."""
    parts: list[Pixels] = []
    for picture in (ours, theirs):
        means = cv2.resize(picture, GRID, interpolation=cv2.INTER_AREA) + 12.0
        parts.append(means / means.sum(axis=2, keepdims=True))
    off = parts[1] - parts[0]
    balance = np.median(off[visible], axis=0) if visible.any() else 0.0
    return np.abs(off - np.clip(balance, -TINT, TINT)).max(axis=2) > TINT
