"""Screens, viewpoints, keys, and reference data in force on a day."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from advertising.models import Case, DeviceKey, Offence, RuleValue, Screen, Viewpoint
from advertising.models.reference import Dated
from advertising.states import CaseState, Verdict

Row = TypeVar("Row", bound=Dated)


async def find(session: AsyncSession, screen_id: UUID) -> Screen | None:
    return await session.get(Screen, screen_id)


async def lock(session: AsyncSession, screen_id: UUID) -> Screen | None:
    return await session.get(Screen, screen_id, with_for_update=True, populate_existing=True)


async def by_code(session: AsyncSession, code: str) -> Screen | None:
    return (await session.scalars(select(Screen).where(func.lower(Screen.code) == code.lower()))).first()


async def every(session: AsyncSession, verdict: Verdict | None = None, most: int = 5_000) -> Sequence[Screen]:
    wanted = select(Screen).order_by(Screen.code).limit(most)
    return (await session.scalars(wanted.where(Screen.verdict == verdict) if verdict else wanted)).all()


async def after(session: AsyncSession, last: UUID | None, limit: int) -> Sequence[Screen]:
    wanted = select(Screen).order_by(Screen.id).limit(limit)
    return (await session.scalars(wanted.where(Screen.id > last) if last else wanted)).all()


async def open_cases(session: AsyncSession) -> dict[UUID, int]:
    wanted = select(Case.screen_id, func.count()).where(Case.state != CaseState.CLOSED).group_by(Case.screen_id)
    return {row[0]: row[1] for row in await session.execute(wanted)}


async def expired_untold(session: AsyncSession, day: date, limit: int) -> Sequence[Screen]:
    told = or_(Screen.expiry_told.is_(None), Screen.expiry_told != Screen.licence_until)
    wanted = select(Screen).where(Screen.licence_until < day, told).order_by(Screen.id).limit(limit)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def viewpoints(session: AsyncSession, screen_id: UUID) -> Sequence[Viewpoint]:
    wanted = select(Viewpoint).where(Viewpoint.screen_id == screen_id).order_by(Viewpoint.id)
    return (await session.scalars(wanted)).all()


async def viewpoint(session: AsyncSession, viewpoint_id: UUID) -> Viewpoint | None:
    return await session.get(Viewpoint, viewpoint_id)


async def key_of(session: AsyncSession, key_hash: bytes) -> DeviceKey | None:
    return (await session.scalars(select(DeviceKey).where(DeviceKey.key_hash == key_hash))).first()


def _in_force(table: type[Dated], day: date) -> ColumnElement[bool]:
    return (table.valid_from <= day) & or_(table.valid_to.is_(None), table.valid_to > day)


async def rules(session: AsyncSession, day: date) -> dict[str, float]:
    """Every number that a rule uses on that day."""
    wanted = select(RuleValue).where(_in_force(RuleValue, day)).order_by(RuleValue.valid_from)
    return {row.code: float(row.value) for row in await session.scalars(wanted)}


async def offence(session: AsyncSession, verdict: Verdict, day: date) -> Offence | None:
    """The bracket of the law in force on the day of the act."""
    wanted = select(Offence).where(Offence.verdict == verdict, _in_force(Offence, day))
    return (await session.scalars(wanted.order_by(Offence.valid_from.desc()).limit(1))).first()
