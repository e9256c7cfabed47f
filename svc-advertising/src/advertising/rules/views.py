"""What a camera saw of a screen, brought to the form in which creatives are kept: 512×288, frontal."""

from dataclasses import dataclass
from functools import cached_property

from advertising.rules.engines import Pixels, cv2, np
from advertising.rules.pdq import pdq_of
from advertising.rules.quads import Quad

WIDTH, HEIGHT = 512, 288
SMALL = (192, 108)
FEATURES = 500
SHARP = 0.8
"""Gaussian that even a near screen gets: camera and JPEG never keep single pixels."""
SOFTEST = 3.0


@dataclass(frozen=True)
class Reference:
    """A creative, ready to be looked for."""

    picture: Pixels
    hash: bytes

    @cached_property
    def grey(self) -> Pixels:
        return cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY)

    @cached_property
    def features(self) -> tuple[Pixels, Pixels]:
        return features_of(self.grey)

    def softened(self, sigma: float) -> Pixels:
        return cv2.GaussianBlur(self.picture, (0, 0), sigma)


@dataclass(frozen=True)
class Seen:
    """A screen as a camera saw it; `scale`: pixels of the camera for each of ours (1: as sharp as we look)."""

    picture: Pixels
    scale: float

    @cached_property
    def grey(self) -> Pixels:
        return cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY)

    @cached_property
    def hash(self) -> bytes:
        return pdq_of(self.picture)

    @cached_property
    def features(self) -> tuple[Pixels, Pixels]:
        return features_of(self.grey)

    @property
    def softness(self) -> float:
        """Sigma of the blur that a sharp creative needs to look as this view does."""
        return min(SOFTEST, max(SHARP, 0.7 / max(self.scale, 0.05)))


def reference_of(picture: Pixels) -> Reference:
    canonical = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return Reference(canonical, pdq_of(canonical))


def seen_of(picture: Pixels, quad: Quad) -> Seen:
    """Cut the screen out of the camera's picture and make it frontal."""
    height, width = picture.shape[:2]
    corners = np.array([(x * width, y * height) for x, y in quad], np.float32)
    longest = max(float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[2] - corners[3])))
    if longest > 2 * WIDTH:  # warping takes single pixels: many that fall into one must be averaged before
        part = WIDTH / longest
        picture = cv2.resize(picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
        corners *= part
    flat = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.float32)
    warp = cv2.getPerspectiveTransform(corners, flat)
    cut = cv2.warpPerspective(picture, warp, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Seen(cut, longest / WIDTH)


def features_of(grey: Pixels) -> tuple[Pixels, Pixels]:
    orb = cv2.ORB_create(FEATURES)  # pyright: ignore[reportAttributeAccessIssue] - not in its types
    points, described = orb.detectAndCompute(grey, None)
    places = np.array([point.pt for point in points], np.float32).reshape(-1, 2)
    return places, described if described is not None else np.zeros((0, 32), np.uint8)
