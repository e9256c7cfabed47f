"""Officials."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from cards.models import Official, OfficialIdentity
from hueioc.paging import PageQuery
from hueioc.vi import fold


async def find(session: AsyncSession, official_id: UUID) -> Official | None:
    return await session.get(Official, official_id)


async def lock(session: AsyncSession, official_id: UUID) -> Official | None:
    return await session.get(Official, official_id, with_for_update=True, populate_existing=True)


async def identity(session: AsyncSession, official_id: UUID) -> OfficialIdentity | None:
    return await session.get(OfficialIdentity, official_id)


async def is_known(session: AsyncSession, staff_no: str, citizen_token: bytes) -> bool:
    same = select(Official.id).where(Official.staff_no == staff_no)
    person = select(OfficialIdentity.id).where(OfficialIdentity.citizen_token == citizen_token)
    return await session.scalar(same.union(person).limit(1)) is not None


async def by_ids(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Official]:
    rows = await session.scalars(select(Official).where(Official.id.in_(list(ids))))
    return {row.id: row for row in rows}


async def page(session: AsyncSession, asked: PageQuery, words: str, agency_id: UUID | None) -> Sequence[Official]:
    """Newest first; `words` are looked for in name and staff number."""
    wanted = select(Official).order_by(Official.created_at.desc(), Official.id.desc())
    if words:
        wanted = wanted.where(Official.folded.contains(fold(words), autoescape=True))
    if agency_id:
        wanted = wanted.where(Official.agency_id == agency_id)
    if asked.after:
        wanted = wanted.where(tuple_(Official.created_at, Official.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()
