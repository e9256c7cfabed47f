"""What moves, or has come to stand: background subtraction on the luma plane, small and grey.

The chroma planes are never touched and the picture is made small before anything else looks at it: on a street the
boxes are the same, at a fraction of the time.
"""

from typing import Any, NamedTuple

from camera.rules.health import WHOLE_PICTURE
from camera.rules.tracker import Box

ANALYSED_WIDTH = 480
LEAST_AREA = 0.0006
"""Of the picture; what is smaller is a leaf, or noise."""
VARIANCE_THRESHOLD = 30
MIXTURES = 3
"""Street, and what shakes before it; the usual five look for more than a fixed camera has."""
LEAST_HISTORY = 500
HISTORY_OF_STOP = 20
"""A thing that stands becomes background after about a tenth of the history; it must outlast the stop rule twice."""
WARM_UP = 12
"""Frames in which the background is not known yet."""
WHOLE_PICTURE_S = 3.0
"""So long may the whole picture differ from the background; then this is the background."""
EDGES_LEFT = 0.8
Pixels = Any  # a numpy array of uint8; numpy's own types tell no shapes


class Seen(NamedTuple):
    """`foreground`: part of the picture, 0 to 1; `mean` and `spread` of the luma, 0 to 255."""

    boxes: list[Box]
    foreground: float
    mean: float
    spread: float
    print: bytes
    """A small picture, to tell whether the camera sends the same frame again and again."""


def luma_of(frame: Any) -> Pixels:
    """The Y plane of a PyAV frame, without a copy where the format has one."""
    import numpy as np

    if not frame.format.name.startswith(("yuv", "nv", "gray")) or frame.format.components[0].bits != 8:  # noqa: PLR2004
        frame = frame.reformat(format="gray")
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]


def small(luma: Pixels) -> Pixels:
    """At most ANALYSED_WIDTH wide. Halved as often as that goes: OpenCV takes means of four many times faster than of
    odd areas. For the rest linear interpolation weighs the same two pixels nearly as areas would."""
    import cv2

    height, width = luma.shape
    if width <= ANALYSED_WIDTH:
        return luma
    size = (ANALYSED_WIDTH, max(1, round(height * ANALYSED_WIDTH / width)))
    while luma.shape[1] >= 2 * ANALYSED_WIDTH and luma.shape[0] > 1:
        luma = cv2.resize(luma, (luma.shape[1] // 2, luma.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return cv2.resize(luma, size, interpolation=cv2.INTER_LINEAR)


class Detector:
    """One for each stream. `longest_stop_s` and `fps` decide how long what stands is remembered."""

    def __init__(self, longest_stop_s: float = 0.0, fps: float = 12.5) -> None:
        import cv2

        self._history = max(LEAST_HISTORY, round(HISTORY_OF_STOP * longest_stop_s * fps))
        self._patience = round(WHOLE_PICTURE_S * fps)
        self._open = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))
        self._close = cv2.getStructuringElement(cv2.MORPH_RECT, (7, 7))
        self._begin()

    def _begin(self) -> None:
        import cv2

        self._model = cv2.createBackgroundSubtractorMOG2(self._history, VARIANCE_THRESHOLD, detectShadows=False)
        self._model.setNMixtures(MIXTURES)
        self._frames = self._whole = 0
        self._light: int | None = None

    def look(self, picture: Pixels) -> Seen:
        """`picture`: a small luma plane."""
        import cv2

        if self._whole > self._patience:
            self._begin()
        self._frames += 1
        thumb = cv2.resize(picture, (64, 36), interpolation=cv2.INTER_NEAREST)
        rate = 1 / self._history if self.is_warm else -1
        mask = self._model.apply(self._evened(picture, thumb), learningRate=rate)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, self._open)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, self._close)
        mean, spread = (float(each[0, 0]) for each in cv2.meanStdDev(picture))
        if not self.is_warm:
            return Seen([], 0.0, mean, spread, thumb.tobytes())
        boxes = _boxes(mask, LEAST_AREA * picture.size)
        foreground = cv2.countNonZero(mask) / picture.size
        self._whole = self._whole + 1 if foreground > WHOLE_PICTURE else 0
        return Seen(boxes, foreground, mean, spread, thumb.tobytes())

    def _evened(self, picture: Pixels, thumb: Pixels) -> Pixels:
        """The picture in the light of the beginning: a cloud changes all of it, a lorry never half of it."""
        import cv2
        import numpy as np

        light = int(np.partition(thumb, thumb.size // 2, axis=None)[thumb.size // 2])  # the median
        if self._light is None or not self.is_warm:
            self._light = light
        off = self._light - light
        return (
            cv2.convertScaleAbs(picture, alpha=1, beta=off)
            if off >= 0
            else cv2.subtract(picture, np.full_like(picture, -off))
        )

    def is_there(self, picture: Pixels, box: Box) -> bool:
        """Whether a still box holds a thing that has come, not the hole of one that has left: a thing has edges."""
        import cv2

        left, top = max(0, int(box.x)), max(0, int(box.y))
        part = slice(top, top + max(2, int(box.height))), slice(left, left + max(2, int(box.width)))
        now, before = picture[part], self._model.getBackgroundImage()[part]
        if not now.size:
            return False
        edges, without = (float(cv2.Laplacian(each, cv2.CV_32F).var()) for each in (now, before))
        return edges >= EDGES_LEFT * without

    @property
    def is_warm(self) -> bool:
        return self._frames > WARM_UP


def _boxes(mask: Pixels, least: float) -> list[Box]:
    """Around what hangs together and has at least so many pixels; only the part with anything in it is searched."""
    import cv2

    x, y, width, height = cv2.boundingRect(mask)
    part = mask[y : y + height, x : x + width]
    if not part.size:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8, ltype=cv2.CV_16U)
    return [
        Box(float(x + row[0]), float(y + row[1]), *map(float, row[2:4]))
        for row in stats[1:].tolist()
        if row[4] >= least
    ]


def upright(box: Box) -> bool:
    """Higher than wide: a person, or somebody on a motorcycle."""
    return box.height >= 1.2 * box.width
