"""Where a creative lies in a view: the corners that people marked are some pixels off, and cameras move in the wind.

ORB features with RANSAC (which takes no notice of what stands in front), else ECC (which needs no corners, as a slide
with few words has). Both give the homography from the creative to the view.
"""

from advertising.rules.engines import Pixels, cv2, np
from advertising.rules.views import HEIGHT, SMALL, WIDTH, Reference, Seen

FEWEST = 14
CLOSE_PX = 3.0
LOWE = 0.8
FURTHEST = 0.12
"""Of the width: a corner that would have to move further is not a badly marked one but another picture."""
STEPS = 20
FINE = 1e-4
ECC_BLUR = 5


def same_place() -> Pixels:
    return np.eye(3, dtype=np.float32)


def by_features(reference: Reference, seen: Seen) -> Pixels | None:
    """None: too little is found again."""
    (places, described), (others, other_described) = reference.features, seen.features
    if min(len(described), len(other_described)) < FEWEST:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(described, other_described, k=2)
    good = [pair[0] for pair in pairs if len(pair) > 1 and pair[0].distance < LOWE * pair[1].distance]
    if len(good) < FEWEST:
        return None
    here, there = places[[each.queryIdx for each in good]], others[[each.trainIdx for each in good]]
    warp, held = cv2.findHomography(here, there, cv2.RANSAC, CLOSE_PX)
    if warp is None or int(held.sum()) < FEWEST or not is_plausible(warp):
        return None
    return warp.astype(np.float32)


def by_correlation(reference: Reference, seen: Seen) -> Pixels | None:
    """None: it does not converge."""
    small, other = cv2.resize(reference.grey, SMALL), cv2.resize(seen.grey, SMALL)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, STEPS, FINE)
    try:
        _, warp = cv2.findTransformECC(
            small, other, same_place(), cv2.MOTION_HOMOGRAPHY, criteria, np.ones(small.shape, np.uint8), ECC_BLUR
        )
    except cv2.error:
        return None
    down = np.diag([SMALL[0] / WIDTH, SMALL[1] / HEIGHT, 1.0])
    whole = np.linalg.inv(down) @ warp @ down
    return whole.astype(np.float32) if is_plausible(whole) else None


def is_plausible(warp: Pixels) -> bool:
    """Whether no corner moves further than marking may be off."""
    corners = np.array([[(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]], np.float32)
    moved = cv2.perspectiveTransform(corners, np.asarray(warp, np.float32))
    return bool(np.isfinite(moved).all()) and float(np.abs(moved - corners).max()) <= FURTHEST * WIDTH
