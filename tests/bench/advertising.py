"""Judging views of screens beside the plain way: ORB, homography and SSIM at full resolution against every creative.

Both get the same JPEG pictures with marked corners and the same approved creatives, each ready in memory. A decision is
one picture: decoded, rectified, judged.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import cv2
import numpy as np
from huedemo import posters

from advertising.rules.judging import Candidate, Limits, judge, shortlist
from advertising.rules.pdq import table
from advertising.rules.pictures import pixels_of
from advertising.rules.quads import Quad, quad_of
from advertising.rules.views import reference_of, seen_of
from tests.bench.figure import Figure

CREATIVES = 40
VIEWS = 10
PLAIN_VIEWS = 2
FULL = (1920, 1080)
SSIM_BLUR = (0, 0)
View = tuple[bytes, Quad]


def ours(pictures: Sequence[Any]) -> Callable[[View], bool]:
    library = [Candidate(UUID(int=number), reference_of(each)) for number, each in enumerate(pictures)]
    hashes = table([each.reference.hash for each in library])

    def decide(view: View) -> bool:
        seen = seen_of(pixels_of(view[0]), view[1])
        near = [library[row] for row in shortlist(seen, hashes, Limits())]
        return judge(seen, near[:1], near[1:], Limits()).creative_id is not None

    return decide


def plain(pictures: Sequence[Any]) -> Callable[[View], bool]:
    orb = cv2.ORB_create(2000)
    library = [cv2.cvtColor(cv2.resize(each, FULL), cv2.COLOR_BGR2GRAY) for each in pictures]
    features = [orb.detectAndCompute(each, None) for each in library]

    def decide(view: View) -> bool:
        picture = cv2.imdecode(np.frombuffer(view[0], np.uint8), cv2.IMREAD_COLOR)
        size = np.float32([picture.shape[1], picture.shape[0]])
        flat = np.float32([(0, 0), (FULL[0], 0), FULL, (0, FULL[1])])
        warp = cv2.getPerspectiveTransform(np.float32(view[1]) * size, flat)
        grey = cv2.cvtColor(cv2.warpPerspective(picture, warp, FULL), cv2.COLOR_BGR2GRAY)
        points, described = orb.detectAndCompute(grey, None)
        return max(_likeness(grey, points, described, *each) for each in zip(library, features, strict=True)) > 0.5

    return decide


def _likeness(grey: Any, points: Any, described: Any, creative: Any, features: Any) -> float:
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(features[1], described)
    here = np.float32([features[0][each.queryIdx].pt for each in pairs])
    there = np.float32([points[each.trainIdx].pt for each in pairs])
    warp, _ = cv2.findHomography(here, there, cv2.RANSAC, 5.0)
    return -1.0 if warp is None else _ssim(cv2.warpPerspective(creative, warp, FULL), grey)


def _ssim(one: Any, other: Any) -> float:
    a, b = one.astype(np.float32), other.astype(np.float32)
    mean_a, mean_b = cv2.GaussianBlur(a, SSIM_BLUR, 1.5), cv2.GaussianBlur(b, SSIM_BLUR, 1.5)
    var_a = cv2.GaussianBlur(a * a, SSIM_BLUR, 1.5) - mean_a**2
    var_b = cv2.GaussianBlur(b * b, SSIM_BLUR, 1.5) - mean_b**2
    both = cv2.GaussianBlur(a * b, SSIM_BLUR, 1.5) - mean_a * mean_b
    above = (2 * mean_a * mean_b + 6.5) * (2 * both + 58.5)
    return float((above / ((mean_a**2 + mean_b**2 + 6.5) * (var_a + var_b + 58.5))).mean())


def rate(decide: Callable[[View], bool], views: Sequence[View]) -> float:
    began = time.perf_counter()
    for view in views:
        decide(view)
    return len(views) / (time.perf_counter() - began)


def run() -> Iterator[Figure]:
    pictures = [posters.poster(seed) for seed in range(CREATIVES)]
    views: list[View] = []
    for number in range(VIEWS):
        raw, corners = posters.scene(
            pictures[number] if number % 2 else posters.poster(900 + number), posters.EASY, number
        )
        views.append((raw, quad_of(corners)))
    cv2.setNumThreads(1)
    mine = ours(pictures)
    mine(views[0])
    yield Figure(
        name="advertising",
        ours=rate(mine, views),
        peer=rate(plain(pictures), views[:PLAIN_VIEWS]),
        peer_name=f"ORB + homography + SSIM at {FULL[0]}×{FULL[1]} against each of {CREATIVES} creatives",
        goal="≥ 10",
        unit="decisions/s",
    )
