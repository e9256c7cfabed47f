"""Which warnings cover a point, with 1,000 drawn areas in force: our index beside a plain loop of shapely over all."""

import math
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from shapely import Point, Polygon

from tests.bench.figure import Figure
from warning.models import Alert
from warning.service.active import ActiveIndex

ALERTS = 1_000
CORNERS = 24
OURS, PLAIN = 20_000, 200
"""Questions asked of each: the loop is slow."""
MOMENT = datetime(2026, 11, 3, 5, tzinfo=UTC)


def ring(chance: random.Random) -> list[list[float]]:
    """A star of 24 corners, 1 to 10 km across, somewhere in the city."""
    lat, lon, size = chance.uniform(16.0, 16.7), chance.uniform(107.0, 108.2), chance.uniform(0.005, 0.05)
    corners = [
        [lat + size * far * math.sin(angle), lon + size * far * math.cos(angle)]
        for step in range(CORNERS)
        for angle, far in [(2 * math.pi * step / CORNERS, chance.uniform(0.6, 1.0))]
    ]
    return [*corners, corners[0]]


def rate(ask: Callable[[float, float], object], questions: list[tuple[float, float]]) -> float:
    began = time.perf_counter()
    for lat, lon in questions:
        ask(lat, lon)
    return len(questions) / (time.perf_counter() - began)


def p99_ms(ask: Callable[[float, float], object], questions: list[tuple[float, float]]) -> float:
    took: list[float] = []
    for lat, lon in questions:
        began = time.perf_counter()
        ask(lat, lon)
        took.append(time.perf_counter() - began)
    return sorted(took)[len(took) * 99 // 100] * 1000


def run() -> Iterator[Figure]:
    chance = random.Random(7)
    rows = [
        Alert(polygons=[ring(chance)], circles=[], wards=[], expires=MOMENT + timedelta(hours=1)) for _ in range(ALERTS)
    ]
    index = ActiveIndex(rows)
    polygons = [Polygon([(lon, lat) for lat, lon in row.polygons[0]]) for row in rows]
    questions = [(chance.uniform(16.0, 16.7), chance.uniform(107.0, 108.2)) for _ in range(OURS)]

    def ours(lat: float, lon: float) -> object:
        return index.at(lat, lon, None, MOMENT)

    def plain(lat: float, lon: float) -> object:
        point = Point(lon, lat)
        return [row for row, each in zip(rows, polygons, strict=True) if each.intersects(point)]

    for lat, lon in questions[:PLAIN]:
        assert ours(lat, lon) == plain(lat, lon)
    yield Figure(
        name="warning-point",
        ours=rate(ours, questions),
        peer=rate(plain, questions[:PLAIN]),
        peer_name="shapely, every polygon in a loop",
        goal="≥ 10",
        unit="points/s",
    )
    yield Figure(
        name="warning-point-p99", ours=p99_ms(ours, questions), peer=1.0, peer_name="the aim", goal="≤ 1", unit="ms"
    )
