"""Exact wards from the operator's file: GeoJSON (also gzipped) or TopoJSON, features with a `code` or `ma_xa`."""

import gzip
import json
from pathlib import Path
from typing import Any

from shapely import Polygon, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from hueioc.areas.units import ward_by_code

_CODES = ("code", "ward_code", "ma_xa")
Ring = list[tuple[float, float]]


class AreasFileError(ValueError):
    """The file named by HUE_AREAS cannot be used; the message says why."""


def exact_cells(path: str) -> dict[str, BaseGeometry]:
    """Geometry of each ward by code, in degrees."""
    raw = Path(path).read_bytes()
    try:
        document = json.loads(gzip.decompress(raw) if path.endswith(".gz") else raw)
    except (OSError, ValueError) as error:
        raise AreasFileError(f"HUE_AREAS: {path} is not JSON") from error
    features = _topojson(document) if document.get("type") == "Topology" else _geojson(document)
    found: dict[str, list[BaseGeometry]] = {}
    for properties, geometry in features:
        code = next((str(properties[name]) for name in _CODES if name in properties), "")
        if ward := ward_by_code(code):
            found.setdefault(ward.code, []).append(geometry)
    if not found:
        raise AreasFileError(f"HUE_AREAS: {path} has no feature whose code is a ward of Hue")
    return {code: union_all([part.buffer(0) for part in parts]) for code, parts in found.items()}


def _geojson(document: dict[str, Any]) -> list[tuple[dict[str, Any], BaseGeometry]]:
    return [(each.get("properties") or {}, shape(each["geometry"])) for each in document.get("features", [])]


def _topojson(document: dict[str, Any]) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """TopoJSON 1.0: delta-encoded arcs, quantised by `transform`."""
    arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
    found: list[tuple[dict[str, Any], BaseGeometry]] = []
    for collection in document["objects"].values():
        for each in collection.get("geometries", []):
            polygons = {"Polygon": [each.get("arcs")], "MultiPolygon": each.get("arcs")}.get(each.get("type"), [])
            pieces = [_polygon(rings, arcs) for rings in polygons or []]
            if pieces:
                found.append((each.get("properties") or {}, union_all(pieces)))
    return found


def _arc(arc: list[list[float]], transform: dict[str, Any] | None) -> Ring:
    if transform is None:
        return [(point[0], point[1]) for point in arc]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0.0
    points: Ring = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def _polygon(rings: list[list[int]], arcs: list[Ring]) -> BaseGeometry:
    shell, *holes = [_ring(ring, arcs) for ring in rings]
    return Polygon(shell, holes).buffer(0)


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points
