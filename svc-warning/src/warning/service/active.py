"""What is in force at a point, in a ward, everywhere: one set of rows, read three ways."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.lookup import areas
from hueioc.clock import now
from hueioc.db import Database
from warning.models import Alert
from warning.queries import alerts
from warning.rules.geometry import shape_of
from warning.service.voice import Voice, ward_shapes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class ActiveIndex:
    """Alerts of one moment, found by point: named wards by the point's ward, drawn areas by a tree."""

    def __init__(self, rows: Sequence[Alert]) -> None:
        from shapely import STRtree, prepare

        self._rows = rows
        self._expires = [row.expires for row in rows]
        drawn = {number: shape for number, row in enumerate(rows) if (shape := drawn_shape(row)) is not None}
        self._drawn, shapes = list(drawn), list(drawn.values())
        prepare(shapes)
        self._tree = STRtree(shapes)
        self._of_ward: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            for code in row.wards:
                self._of_ward.setdefault(code, []).append(number)

    def at(self, lat: float, lon: float, ward: str | None, moment: datetime) -> list[Alert]:
        """In the order of the rows; what has expired since the index was made is left out."""
        import shapely

        hits = self._tree.query(shapely.points([lon, lat]), predicate="intersects").tolist()
        numbers = {self._drawn[hit] for hit in hits}.union(self._of_ward.get(ward or "", ()))
        return [self._rows[number] for number in sorted(numbers) if self._expires[number] > moment]


_kept: "WeakKeyDictionary[Database, tuple[tuple[Any, ...], ActiveIndex]]" = WeakKeyDictionary()


def drawn_shape(row: Alert) -> "BaseGeometry | None":
    rings = [[(lat, lon) for lat, lon in ring] for ring in row.polygons]
    return shape_of(rings, [(lat, lon, radius) for lat, lon, radius in row.circles])


def covered_wards(row: Alert, voice: Voice) -> list[str]:
    """The wards that are named, and those that a drawn area touches."""
    shape = drawn_shape(row)
    touched = (
        () if shape is None else (c for c, each in ward_shapes(voice.areas_path).items() if each.intersects(shape))
    )
    return sorted({*row.wards, *touched})


async def at_point(
    session: AsyncSession, database: Database, voice: Voice, place: tuple[float, float]
) -> Sequence[Alert]:
    """`place` is (lat, lon). The index is made again when what is in force has changed."""
    moment = now()
    stamp = await alerts.active_stamp(session, moment)
    kept = _kept.get(database)
    if kept is None or kept[0] != stamp:
        kept = _kept[database] = (stamp, ActiveIndex(await alerts.active(session, moment)))
    area = areas(voice.areas_path).at(*place)
    return kept[1].at(*place, area.ward.code if area else None, moment)


async def in_ward(session: AsyncSession, code: str) -> Sequence[Alert]:
    return [row for row in await alerts.active(session, now()) if code in row.covered]
