"""Wards: which one a point lies in."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import STRtree, box
from shapely.geometry import shape

from hueioc.areas.cells import approximate_cells
from hueioc.areas.exact import AreasFileError, exact_cells
from hueioc.areas.lookup import Areas, Boundary, areas
from hueioc.areas.units import ALIASES, former_units, ward_by_code, wards

LANDMARKS = {
    "Imperial City": (16.4698, 107.5779, "Phu Xuan Ward"),
    "Thien Mu pagoda": (16.4534, 107.5449, "Kim Long Ward"),
    "Hue railway station": (16.4565, 107.5779, "Thuan Hoa Ward"),
    "Tu Duc tomb": (16.4326, 107.5659, "Thuy Xuan Ward"),
    "Thuan An beach": (16.5540, 107.6480, "Thuan An Ward"),
    "Lang Co": (16.2290, 108.0600, "Chan May - Lang Co Commune"),
    "A Luoi town": (16.2760, 107.2330, "Commune A Luoi 2"),
}
OUTSIDE = {"Da Nang": (16.0544, 108.2022), "Dong Ha": (16.816, 107.1), "open sea": (16.8, 107.9), "Paris": (48.9, 2.35)}
SQUARE = [[107.0, 16.0], [107.0, 16.1], [107.1, 16.1], [107.1, 16.0], [107.0, 16.0]]
HOLE = [[107.04, 16.04], [107.06, 16.04], [107.06, 16.06], [107.04, 16.06], [107.04, 16.04]]
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [107.0, 16.0]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "wards": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "properties": {"ma_xa": 19753}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"ma_xa": "19774"}, "arcs": [[[2, -1]]]},
                {"type": "Polygon", "properties": {"ma_xa": "00001"}, "arcs": [[0, 1]]},
            ],
        }
    },
}


@pytest.mark.parametrize("name", LANDMARKS)
def test_a_landmark_lies_in_its_ward(name):
    lat, lon, ward = LANDMARKS[name]
    found = areas().at(lat, lon)
    assert (found.ward.name_en, found.boundary) == (ward, Boundary.APPROXIMATE)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_place_elsewhere_lies_in_no_ward(name):
    assert areas().at(*OUTSIDE[name]) is None


def test_the_inhabited_plain_has_no_holes():
    line = [(16.45 - step * 0.01, 107.58 + step * 0.02) for step in range(8)]  # from the citadel to the airport
    assert all(areas().at(lat, lon) for lat, lon in line)


@given(st.floats(16.40, 16.50), st.floats(107.54, 107.64))
def test_every_point_of_the_town_lies_in_a_ward(lat, lon):
    assert areas().at(lat, lon)


@given(st.floats(15.9, 16.8), st.floats(106.9, 108.3))
def test_a_point_lies_where_its_polygon_says_whatever_was_asked_before(lat, lon):
    found = areas()
    assert found.at(lat, lon) == found._exactly_at(lat, lon)


def test_no_place_lies_in_two_wards():
    cells = list(approximate_cells().values())
    tree = STRtree(cells)
    pairs = [(one, other) for one, other in zip(*tree.query(cells, predicate="overlaps"), strict=True) if one < other]
    assert sum(cells[one].intersection(cells[other]).area for one, other in pairs) < 1e-9


def test_a_ward_reaches_no_farther_than_its_known_bounds():
    bounds = {code: box(*ward.bounds).buffer(1e-6) for code, ward in wards().items()}
    assert all(bounds[code].covers(cell) for code, cell in approximate_cells().items())


def test_the_middle_of_the_town_is_not_where_lost_units_lie():
    """The table puts two far units there; the quarter south of the river is Thuận Hoá."""
    assert areas().at(16.4637, 107.5909).ward.name_vi == "Phường Thuận Hoá"


def test_there_are_forty_wards_and_all_have_a_cell():
    found = areas().geojson()["features"]
    assert {feature["id"] for feature in found} == wards().keys()
    assert len(wards()) == 40


def test_every_former_unit_belongs_to_a_ward_of_today():
    assert {unit.ward_code for unit in former_units()} == wards().keys()
    assert len(former_units()) == 133


@pytest.mark.parametrize("alias", ALIASES)
def test_the_other_published_code_is_known(alias):
    assert ward_by_code(alias) == wards()[ALIASES[alias]]


def test_a_code_of_nobody_is_unknown():
    assert ward_by_code("00000") is None


def test_the_map_is_geojson():
    document = areas().geojson()
    assert document["type"] == "FeatureCollection"
    for feature in json.loads(json.dumps(document))["features"]:
        assert feature["type"] == "Feature"
        geometry = shape(feature["geometry"])
        assert geometry.geom_type in {"Polygon", "MultiPolygon"}
        west, south, east, north = geometry.bounds
        assert 106 < west < east < 109, "longitude first (RFC 7946 section 3.1.1)"
        assert 15 < south < north < 17
        polygons = feature["geometry"]["coordinates"]
        for polygon in polygons if geometry.geom_type == "MultiPolygon" else [polygons]:
            assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in polygon), "linear rings (section 3.1.6)"


def test_every_feature_says_how_sure_it_is():
    assert {feature["properties"]["boundary"] for feature in areas().geojson()["features"]} == {"approximate"}


def collection(*features):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
            for code, rings in features
        ],
    }


def exact(path):
    return Areas(exact_cells(str(path)), Boundary.EXACT)


@pytest.mark.parametrize("name", ["a.geojson", "a.geojson.gz"])
def test_an_exact_file_is_exact(tmp_path, name):
    text = json.dumps(collection(("19753", [SQUARE, HOLE]))).encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    found = exact(tmp_path / name)
    assert found.at(16.02, 107.02) == (wards()["19753"], Boundary.EXACT)
    assert found.at(16.05, 107.05) is None, "in the hole"


def test_two_pieces_of_one_ward_are_one(tmp_path):
    shifted = [[x + 0.5, y] for x, y in SQUARE]
    (tmp_path / "a.json").write_text(json.dumps(collection(("19753", [SQUARE]), ("19768", [shifted]))))
    found = exact(tmp_path / "a.json")
    assert found.at(16.05, 107.05).ward == found.at(16.05, 107.55).ward == wards()["19753"]


def test_a_topology_is_decoded(tmp_path):
    (tmp_path / "a.topojson").write_text(json.dumps(TOPOLOGY))
    found = exact(tmp_path / "a.topojson")
    assert found.at(16.05, 107.05).ward.code == "19753"
    assert found.at(16.05, 107.15).ward.code == "19774"
    assert found.at(16.05, 107.25) is None


def test_a_topology_without_a_transform_is_decoded_too(tmp_path):
    plain = {
        **TOPOLOGY,
        "arcs": [[[107.1, 16.0], [107.1, 16.1]], [[107.1, 16.1], [107.0, 16.1], [107.0, 16.0], [107.1, 16.0]]],
    }
    plain["objects"] = {"wards": {"geometries": [TOPOLOGY["objects"]["wards"]["geometries"][0]]}}
    del plain["transform"]
    (tmp_path / "a.topojson").write_text(json.dumps(plain))
    assert exact(tmp_path / "a.topojson").at(16.05, 107.05).ward.code == "19753"


@pytest.mark.parametrize("content", [b"", b"no json", b"{}", b'{"type":"FeatureCollection","features":[]}'])
def test_a_file_that_is_of_no_use_says_why(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(AreasFileError, match="HUE_AREAS"):
        exact_cells(str(tmp_path / "a.json"))
