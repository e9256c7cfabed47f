"""PDQ beside Meta's own: recorded hashes of pdqhash 0.2.8, and the library itself where it is installed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advertising.rules.pdq import BYTES, distances, pdq, pdq_of, table

RECORDED = (
    "7e1e521a52dbd307d2f6f4b2e4f2c093c1be43b28f90fff6ffe0e720c6004100",
    "d83f99fbb919331833b87bb17ff9fff8df319ff03e607800f8001f8003007c00",
    "1ffffffff9fff9fff0c2f1e081c001c00080ff01fc00fc0ec00fc02cc074f850",
    "87c303c503c303830f037f87f783ef07d007a007201ff01f68ff79f6fba2f740",
    "03f007f01fe17fe2ffe0bfd466c38225236400800288497c92bacbdfd76dc6df",
    "403f10ad797e2b36124cd3321d3fe53f967dc137240e23578c8d6812cd8deed1",
)


def pattern(number, height=288, width=512):
    """Greys by integers alone, the same everywhere."""
    down, across = np.mgrid[0:height, 0:width]
    waves = (across * (number + 3) // 7 + down * (number * 5 + 2) // 11) % 256
    return ((waves * (across // 37 + down // 23 + number) + across * down // (number + 50)) % 256).astype(np.uint8)


@pytest.mark.parametrize("number", range(len(RECORDED)))
def test_a_picture_has_the_hash_that_meta_gives_it(number):
    assert pdq(pattern(number)).hex() == RECORDED[number]


def test_the_library_of_meta_gives_the_same_hash():
    reference = pytest.importorskip("pdqhash")
    for number, size in enumerate([(288, 512), (72, 128), (540, 960), (301, 203)]):
        grey = pattern(number, *size)
        bits, _ = reference.compute(np.dstack([grey] * 3))
        assert int(distances(pdq(grey), np.packbits(bits)[None, :])[0]) <= 2


def test_half_of_the_bits_are_set():
    assert int(np.unpackbits(np.frombuffer(pdq(pattern(1)), np.uint8)).sum()) == 128


def test_more_light_changes_few_bits():
    grey = pattern(2)
    assert int(distances(pdq(grey), table([pdq((grey * 0.7 + 20).astype(np.uint8))]))[0]) <= 10


def test_a_changed_price_is_too_near_to_be_told_by_the_hash(posters):
    assert int(distances(pdq_of(posters.slide(1, 50)), table([pdq_of(posters.slide(1, 30))]))[0]) <= 31


def test_other_pictures_are_far(posters):
    hashes = table([pdq_of(posters.poster(seed)) for seed in range(2, 12)])
    assert float(np.median(distances(pdq_of(posters.poster(1)), hashes))) > 90


@given(st.binary(min_size=BYTES, max_size=BYTES), st.binary(min_size=BYTES, max_size=BYTES))
def test_the_distance_is_the_number_of_other_bits(one, other):
    assert (
        int(distances(one, table([other]))[0])
        == (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()
    )
