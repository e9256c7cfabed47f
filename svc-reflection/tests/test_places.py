"""Where a report may lie."""

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.areas.lookup import areas
from reflection.errors import CoordinatesSwapped, OutsideHue
from reflection.rules.places import CELL_RESOLUTION, locate

CITADEL = 16.4698, 107.5779


def test_a_point_of_the_citadel_lies_in_phu_xuan():
    assert locate(areas(), *CITADEL).area.ward.name_en == "Phu Xuan Ward"


def test_a_place_has_the_cell_of_its_neighbourhood():
    cell = h3.int_to_str(locate(areas(), *CITADEL).cell)
    assert h3.get_resolution(cell) == CELL_RESOLUTION
    assert cell == h3.latlng_to_cell(*CITADEL, CELL_RESOLUTION)


def test_a_point_in_da_nang_is_outside():
    with pytest.raises(OutsideHue) as refusal:
        locate(areas(), 16.0544, 108.2022)
    assert refusal.value.fields[0].pointer == "/place"


def test_swapped_coordinates_are_told_from_foreign_ones():
    with pytest.raises(CoordinatesSwapped):
        locate(areas(), *reversed(CITADEL))


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_is_located_or_refused(lat, lon):
    try:
        located = locate(areas(), lat, lon)
    except (OutsideHue, CoordinatesSwapped):
        return
    assert h3.is_valid_cell(h3.int_to_str(located.cell))
    assert located.cell < 1 << 63, "PostgreSQL's bigint is signed"
