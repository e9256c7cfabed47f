"""Keys, status lists and their signed tokens."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cards.models import IssuerKey, StatusList, StatusToken

_LOCK = 0x43415244
"""Taken while a key or a list is made, so that two at once make one."""


async def alone(session: AsyncSession) -> None:
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def keys(session: AsyncSession) -> Sequence[IssuerKey]:
    """Every key, the newest first."""
    return (await session.scalars(select(IssuerKey).order_by(IssuerKey.created_at.desc(), IssuerKey.kid))).all()


async def key(session: AsyncSession, kid: str) -> IssuerKey | None:
    return await session.get(IssuerKey, kid, with_for_update=True)


async def open_list(session: AsyncSession) -> StatusList | None:
    """The list from which indexes are drawn, locked."""
    wanted = select(StatusList).where(StatusList.is_full.is_(False)).order_by(StatusList.number).limit(1)
    return (await session.scalars(wanted.with_for_update().execution_options(populate_existing=True))).first()


async def lock_list(session: AsyncSession, number: int) -> StatusList | None:
    return await session.get(StatusList, number, with_for_update=True, populate_existing=True)


async def list_numbers(session: AsyncSession) -> Sequence[int]:
    return (await session.scalars(select(StatusList.number).order_by(StatusList.number))).all()


async def newest(session: AsyncSession, number: int) -> StatusToken | None:
    """What was signed last, whatever the clocks of two processes say."""
    wanted = select(StatusToken).where(StatusToken.list_number == number).order_by(StatusToken.id.desc())
    return (await session.scalars(wanted.limit(1))).first()


async def of_time(session: AsyncSession, number: int, moment: int) -> StatusToken | None:
    """The token that was the newest at that moment, if it was valid then."""
    wanted = select(StatusToken).where(StatusToken.list_number == number, StatusToken.issued_at <= moment)
    ordered = wanted.order_by(StatusToken.issued_at.desc(), StatusToken.id.desc()).limit(1)
    found = (await session.scalars(ordered)).first()
    return found if found and moment <= found.expires_at else None
