"""Zones, stays, permissions and rule values."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Permission, RuleValue, Vessel, Zone, ZoneStay


def _in_force(table: Any, day: date) -> ColumnElement[bool]:
    return and_(table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day))


async def zones(session: AsyncSession, day: date) -> Sequence[Zone]:
    return (await session.scalars(select(Zone).where(_in_force(Zone, day)).order_by(Zone.number))).all()


async def by_code(session: AsyncSession, code: str) -> Zone | None:
    return (await session.scalars(select(Zone).where(Zone.code == code).with_for_update())).first()


async def permissions(session: AsyncSession, day: date) -> Sequence[Permission]:
    return (await session.scalars(select(Permission).where(_in_force(Permission, day)))).all()


async def rules(session: AsyncSession, day: date) -> dict[str, float]:
    """The values in force, by code."""
    rows = await session.scalars(select(RuleValue).where(_in_force(RuleValue, day)).order_by(RuleValue.valid_from))
    return {row.code: row.value for row in rows}


async def stays(session: AsyncSession, numbers: Iterable[int]) -> Sequence[ZoneStay]:
    return (await session.scalars(select(ZoneStay).where(ZoneStay.vessel.in_(list(set(numbers)))))).all()


async def inside(session: AsyncSession, numbers: Iterable[int]) -> dict[int, list[Zone]]:
    """The zones that each boat is in."""
    wanted = select(ZoneStay.vessel, Zone).join(Zone, Zone.number == ZoneStay.zone)
    wanted = wanted.where(ZoneStay.vessel.in_(list(set(numbers))), ZoneStay.is_inside).order_by(Zone.number)
    found: dict[int, list[Zone]] = {}
    for number, zone in (await session.execute(wanted)).all():
        found.setdefault(number, []).append(zone)
    return found


async def boats_in(session: AsyncSession) -> dict[int, int]:
    """How many registered boats are in each zone."""
    wanted = select(ZoneStay.zone, func.count()).join(Vessel, Vessel.number == ZoneStay.vessel)
    wanted = wanted.where(ZoneStay.is_inside, Vessel.is_registered).group_by(ZoneStay.zone)
    return {zone: number for zone, number in (await session.execute(wanted)).all()}  # noqa: C416 - rows, not pairs


async def save(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Standings as they are now; what is plainly outside is not kept."""
    for gone in [row for row in rows if not row["is_inside"] and not row["run"]]:
        await session.execute(
            delete(ZoneStay)
            .where(ZoneStay.vessel == gone["vessel"], ZoneStay.zone == gone["zone"])
            .execution_options(synchronize_session=False)
        )
    kept = [row for row in rows if row["is_inside"] or row["run"]]
    if kept:
        statement = insert(ZoneStay).values(kept)
        fresh = {name: statement.excluded[name] for name in ("is_inside", "run", "since")}
        await session.execute(statement.on_conflict_do_update(index_elements=["vessel", "zone"], set_=fresh))
