"""PDQ, the perceptual hash of 256 bits: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"
(Facebook, 2019), sections 3.1 to 3.5, and the published reference of ThreatExchange.

Greys → two passes of a box filter each way → 64×64 samples → 16×16 low frequencies of the DCT → above the median?
"""

from functools import cache

from advertising.rules.engines import Pixels, cv2, np

SIDE = 64
LOW = 16
BITS = LOW * LOW
BYTES = BITS // 8
PASSES = 2
SHRUNK = (128, 72)
"""Width and height to which a picture is brought before it is hashed here: 60 times as fast as from 960×540."""
NEAR = 31
"""Bits up to which Meta takes two pictures for the same; a changed price is nearer, half of true views are further."""


def pdq_of(picture: Pixels) -> bytes:
    """The hash of a BGR picture, shrunk first: what creatives and views of them are compared by."""
    return pdq(cv2.cvtColor(cv2.resize(picture, SHRUNK, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY))


def pdq(grey: Pixels) -> bytes:
    """The hash of greys of any size as 32 bytes; bit 255 comes first, as in Meta's hexadecimal form."""
    small = _samples(_blurred(grey.astype(np.float32)))
    low = _low_frequencies() @ small @ _low_frequencies().T
    flat = low.ravel()
    median = np.partition(flat, BITS // 2 - 1)[BITS // 2 - 1]  # the lower one of the two in the middle
    return np.packbits((flat > median)[::-1]).tobytes()


def distances(one: bytes, others: Pixels) -> Pixels:
    """In how many of 256 bits `one` differs from each row of `others` (uint8, 32 columns)."""
    return np.bitwise_count(np.bitwise_xor(others, np.frombuffer(one, np.uint8))).sum(axis=1)


def table(hashes: list[bytes]) -> Pixels:
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, BYTES)


def window_of(length: int) -> int:
    return (length + 2 * SIDE - 1) // (2 * SIDE)


@cache
def _low_frequencies() -> Pixels:
    """Rows 1 to 16 of the 64-point DCT-II: the constant part is left out."""
    rows, columns = np.arange(1, LOW + 1)[:, None], np.arange(SIDE)[None, :]
    return (np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * rows * (2 * columns + 1))).astype(np.float32)


def _blurred(grey: Pixels) -> Pixels:
    height, width = grey.shape
    for _ in range(PASSES):
        grey = _box(_box(grey, window_of(width)).T, window_of(height)).T
    return grey


def _box(rows: Pixels, window: int) -> Pixels:
    """The mean of `window` neighbours in each row; at the ends of those that there are."""
    if window == 1:
        return rows
    after = (window + 2) // 2
    length = rows.shape[1]
    sums = np.concatenate([np.zeros((rows.shape[0], 1)), np.cumsum(rows, axis=1, dtype=np.float64)], axis=1)
    place = np.arange(length)
    high, low = np.minimum(place + after, length), np.maximum(place + after - window, 0)
    return ((sums[:, high] - sums[:, low]) / (high - low)).astype(np.float32)


def _samples(grey: Pixels) -> Pixels:
    height, width = grey.shape
    down = ((np.arange(SIDE) + 0.5) * height / SIDE).astype(int)
    across = ((np.arange(SIDE) + 0.5) * width / SIDE).astype(int)
    return grey[np.ix_(down, across)]
