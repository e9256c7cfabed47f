"""Rule files and indicator sets."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from infosec.models import Indicator, IndicatorSet, RuleFile
from infosec.states import IndicatorKind, Level, RuleOrigin, RuleState

CHUNK = 5_000


async def files(session: AsyncSession, origin: RuleOrigin | None = None) -> Sequence[RuleFile]:
    wanted = select(RuleFile).order_by(RuleFile.origin.desc(), RuleFile.path)
    return (await session.scalars(wanted.where(RuleFile.origin == origin) if origin else wanted)).all()


async def active_files(session: AsyncSession) -> Sequence[RuleFile]:
    wanted = select(RuleFile).where(RuleFile.state == RuleState.ACTIVE).order_by(RuleFile.origin, RuleFile.path)
    return (await session.scalars(wanted)).all()


async def lock_file(session: AsyncSession, file_id: UUID) -> RuleFile | None:
    return await session.get(RuleFile, file_id, with_for_update=True, populate_existing=True)


async def stamp(session: AsyncSession) -> tuple[object, ...]:
    """Changes when any rule file or indicator set does."""
    found: list[object] = []
    for table in (RuleFile, IndicatorSet):
        wanted = select(func.count(), func.max(table.updated_at))
        found += (await session.execute(wanted)).one()
    return tuple(found)


async def sets(session: AsyncSession) -> Sequence[IndicatorSet]:
    return (await session.scalars(select(IndicatorSet).order_by(IndicatorSet.code))).all()


async def set_by_code(session: AsyncSession, code: str) -> IndicatorSet | None:
    return (await session.scalars(select(IndicatorSet).where(IndicatorSet.code == code).with_for_update())).first()


async def replace(session: AsyncSession, set_id: UUID, values: Sequence[str]) -> None:
    await session.execute(delete(Indicator).where(Indicator.set_id == set_id))
    for begin in range(0, len(values), CHUNK):
        rows = [{"set_id": set_id, "value": value} for value in values[begin : begin + CHUNK]]
        await session.execute(insert(Indicator).values(rows).on_conflict_do_nothing())


async def indicators(session: AsyncSession, moment: datetime) -> list[tuple[str, str, IndicatorKind, Level, str]]:
    """Value, code of its set, kind, level and name of the set."""
    wanted = (
        select(Indicator.value, IndicatorSet.code, IndicatorSet.kind, IndicatorSet.level, IndicatorSet.name)
        .join(IndicatorSet, IndicatorSet.id == Indicator.set_id)
        .where(or_(IndicatorSet.valid_until.is_(None), IndicatorSet.valid_until > moment))
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in (await session.execute(wanted)).all()]
