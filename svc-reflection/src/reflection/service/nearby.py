"""Has somebody reported this already? For people before they send, for staff before they pass it on."""

from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from reflection import schemas
from reflection.models import Report
from reflection.queries import nearby
from reflection.queries.nearby import Near
from reflection.rules.neighbours import LARGEST_RADIUS_M, Likeness, likeness
from reflection.service.cards import card_photo, shown_state

SUGGESTED = 5
LOOKED_AT = 100
USUAL_RADIUS_M = 100


async def nearby_reports(
    session: AsyncSession, lat: float, lon: float, *, category: str | None, radius_m: int | None
) -> schemas.NearbyReports:
    """At most 20, nearest first. Without a radius that of the category."""
    radius = await _radius(session, category, radius_m)
    rows = await nearby.published(session, Near(lat, lon, radius, category), now(), 4 * SUGGESTED)
    return schemas.NearbyReports(
        radius_m=radius,
        items=[
            schemas.NearbyReport(
                id=row["id"],
                code=f"PA-{row['number']:06d}",
                state=shown_state(row["state"]),
                category=schemas.Names(vi=row["category_vi"], en=row["category_en"]),
                description=row["description"],
                lat=round(row["lat"], 5),
                lon=round(row["lon"], 5),
                distance_m=round(row["distance"], 1),
                reported_at=row["created_at"],
                supporters=row["supporters"],
                photo=card_photo(row),
            )
            for row in rows
        ],
    )


async def duplicates_of(session: AsyncSession, report: Report) -> schemas.Candidates:
    """The likeliest first."""
    radius = await _radius(session, report.category_code, None)
    near = Near(report.lat, report.lon, radius, report.category_code)
    own = await nearby.hashes(session, report.id)
    found: list[schemas.Candidate] = []
    for row in await nearby.candidates(session, near, now(), LOOKED_AT):
        if row["id"] == report.id:
            continue
        alike = likeness(row["distance"], radius, (report.description, row["description"]), (own, row["hashes"] or []))
        found.append(_candidate(row["id"], row, alike))
    found.sort(key=lambda each: (-each.score, each.distance_m))
    return schemas.Candidates(items=found[: 2 * SUGGESTED], radius_m=radius)


def _candidate(report_id: UUID, row: RowMapping, alike: Likeness) -> schemas.Candidate:
    return schemas.Candidate(
        id=report_id,
        code=f"PA-{row['number']:06d}",
        state=row["state"],
        description=row["description"],
        reported_at=row["created_at"],
        **alike._asdict(),
    )


async def _radius(session: AsyncSession, category: str | None, radius_m: int | None) -> int:
    if radius_m is not None:
        return min(radius_m, LARGEST_RADIUS_M)
    return (await nearby.radius_of(session, category) if category else None) or USUAL_RADIUS_M
