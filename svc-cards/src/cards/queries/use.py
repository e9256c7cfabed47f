"""Scans and ratings."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Integer, cast, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from cards.models import Rating, Scan
from cards.rules.ratings import Tally
from cards.states import Result

DOUBTFUL = (Result.FORGED, Result.REVOKED, Result.SUSPENDED)


async def scans_since(session: AsyncSession, since: datetime) -> dict[Result, int]:
    rows = await session.execute(select(Scan.result, func.count()).where(Scan.at >= since).group_by(Scan.result))
    return {row[0]: row[1] for row in rows}


async def doubtful_by_ward(session: AsyncSession, since: datetime) -> dict[str, tuple[int, datetime]]:
    """How many doubtful cards were shown in each ward, and when the last."""
    wanted = (
        select(Scan.ward_code, func.count(), func.max(Scan.at))
        .where(Scan.at >= since, Scan.result.in_(DOUBTFUL), Scan.ward_code.is_not(None))
        .group_by(Scan.ward_code)
    )
    return {ward: (count, last) for ward, count, last in await session.execute(wanted) if ward}


async def forget_scans(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Scan).where(Scan.at < before))


async def has_rated(session: AsyncSession, person: bytes, official_id: UUID, day: date) -> bool:
    wanted = select(Rating.id).where(
        Rating.person_token == person, Rating.official_id == official_id, Rating.service_day == day
    )
    return await session.scalar(wanted) is not None


async def ratings_of_day(session: AsyncSession, person: bytes, day: date) -> int:
    wanted = select(func.count()).select_from(Rating).where(Rating.person_token == person, Rating.service_day == day)
    return await session.scalar(wanted) or 0


async def tallies(
    session: AsyncSession, of: InstrumentedAttribute[UUID], wanted: UUID | None = None
) -> dict[UUID, tuple[Tally, dict[str, Tally]]]:
    """Ratings by agency or by official: the whole, and each aspect."""
    each = func.json_each_text(Rating.aspects).table_valued("key", "value")
    whole = select(of, func.count(), func.sum(Rating.stars)).group_by(of)
    stars = func.sum(cast(each.c.value, Integer))
    parts = select(of, each.c.key, func.count(), stars).join(each, true()).group_by(of, each.c.key)
    if wanted:
        whole, parts = whole.where(of == wanted), parts.where(of == wanted)
    found: dict[UUID, tuple[Tally, dict[str, Tally]]] = {
        row[0]: (Tally(row[1], row[2]), {}) for row in await session.execute(whole)
    }
    for key, code, count, total in await session.execute(parts):
        found[key][1][code] = Tally(count, total)
    return found


async def comments(session: AsyncSession, official_id: UUID, limit: int) -> Sequence[str]:
    """In the order of the alphabet, so that the order says nothing of who came when."""
    wanted = select(Rating.comment).where(Rating.official_id == official_id, Rating.comment != "")
    newest = wanted.order_by(Rating.created_at.desc()).limit(limit).subquery()
    return (await session.scalars(select(newest.c.comment).order_by(newest.c.comment))).all()


async def forget_person(session: AsyncSession, person: bytes, nobody: Callable[[], bytes]) -> None:
    """The ratings stay in the sums; that one person gave them is forgotten."""
    for row in (await session.scalars(select(Rating).where(Rating.person_token == person))).all():
        row.person_token = nobody()
