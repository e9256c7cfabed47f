"""The map of published reports."""

from sqlalchemy.ext.asyncio import AsyncSession

from reflection import schemas
from reflection.queries import maps
from reflection.queries.feed import PublicFilter
from reflection.service.cards import shown_state

RESOLUTIONS = ((10, 6), (11, 7), (13, 8), (15, 9))
"""Up to this zoom of a web map, the H3 resolution of its clusters; beyond are single reports."""
MOST_CLUSTERS = 500
MOST_POINTS = 1_000


def resolution_at(zoom: int) -> int | None:
    return next((resolution for largest, resolution in RESOLUTIONS if zoom <= largest), None)


async def report_map(session: AsyncSession, wanted: PublicFilter, zoom: int) -> schemas.ReportMap:
    resolution = resolution_at(zoom)
    if resolution is None:
        rows = await maps.points(session, wanted, MOST_POINTS + 1)
        points = [
            schemas.MapPoint(
                id=row["id"],
                state=shown_state(row["state"]),
                category=row["category_code"],
                group=row["group_code"],
                lat=round(row["lat"], 5),
                lon=round(row["lon"], 5),
            )
            for row in rows[:MOST_POINTS]
        ]
        return schemas.ReportMap(resolution=None, clusters=[], points=points, is_cut=len(rows) > MOST_POINTS)
    found = await maps.clusters(session, wanted, resolution, MOST_CLUSTERS + 1)
    clusters = [
        schemas.MapCluster(cell=each.cell, lat=each.lat, lon=each.lon, total=sum(each.counts.values()), **each.counts)
        for each in found[:MOST_CLUSTERS]
    ]
    return schemas.ReportMap(resolution=resolution, clusters=clusters, points=[], is_cut=len(found) > MOST_CLUSTERS)
