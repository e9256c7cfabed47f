"""Reference data in force on a day."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from environment.models import AlarmLevel, AqiBand, AqiBreakpoint, Limit, Parameter, RuleValue
from environment.models.reference import Dated
from environment.states import Averaging

Row = TypeVar("Row", bound=Dated)


def _in_force(table: type[Dated], day: date) -> ColumnElement[bool]:
    return (table.valid_from <= day) & or_(table.valid_to.is_(None), table.valid_to > day)


async def parameters(session: AsyncSession) -> dict[str, Parameter]:
    rows = await session.scalars(select(Parameter).order_by(Parameter.position))
    return {row.code: row for row in rows}


async def hourly_limits(session: AsyncSession, day: date) -> dict[str, Limit]:
    wanted = select(Limit).where(Limit.averaging == Averaging.HOUR, _in_force(Limit, day)).order_by(Limit.valid_from)
    return {row.parameter_code: row for row in await session.scalars(wanted)}


async def breakpoints(session: AsyncSession, day: date) -> Sequence[AqiBreakpoint]:
    """Those of the hourly index, ordered."""
    wanted = select(AqiBreakpoint).where(AqiBreakpoint.averaging == Averaging.HOUR, _in_force(AqiBreakpoint, day))
    return (await session.scalars(wanted.order_by(AqiBreakpoint.parameter_code, AqiBreakpoint.index))).all()


async def bands(session: AsyncSession, day: date) -> Sequence[AqiBand]:
    return (await session.scalars(select(AqiBand).where(_in_force(AqiBand, day)).order_by(AqiBand.low))).all()


async def rule(session: AsyncSession, code: str, day: date) -> RuleValue | None:
    wanted = select(RuleValue).where(RuleValue.code == code, _in_force(RuleValue, day))
    return (await session.scalars(wanted.order_by(RuleValue.valid_from.desc()).limit(1))).first()


async def alarm_levels(session: AsyncSession, codes: Sequence[str], day: date) -> dict[str, list[float]]:
    """The levels I, II, III … of each gauge, metres."""
    wanted = select(AlarmLevel).where(AlarmLevel.station_code.in_(codes), _in_force(AlarmLevel, day))
    found: dict[str, list[float]] = {}
    for row in await session.scalars(wanted.order_by(AlarmLevel.station_code, AlarmLevel.number)):
        found.setdefault(row.station_code, []).append(row.value_m)
    return found


async def stations_with_levels(session: AsyncSession) -> set[str]:
    """Codes of gauges that have, had or will have alarm levels."""
    return set(await session.scalars(select(AlarmLevel.station_code).distinct()))


async def end_alarm_levels(session: AsyncSession, code: str, day: date) -> None:
    open_ = (AlarmLevel.station_code == code) & or_(AlarmLevel.valid_to.is_(None), AlarmLevel.valid_to > day)
    await session.execute(update(AlarmLevel).where(open_).values(valid_to=day))
