"""Statements of the registry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Officer, Roster, Substitute, Unit
from gateway.organisations.announce import Entry
from gateway.organisations.kinds import RegistryKind
from hueioc.paging import PageQuery

LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Filter:
    """`on`: in force on that day; None: also what has ended."""

    q: str = ""
    on: date | None = None
    equal: Mapping[str, str] | None = None


async def page(session: AsyncSession, kind: RegistryKind, wanted: Filter, paging: PageQuery) -> list[Entry]:
    """One row more than `paging.limit`, if there is one; the newest first."""
    model: Any = kind.model
    statement: Select[Any] = select(model)
    if wanted.q and kind.search:
        pattern = "%" + wanted.q.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        statement = statement.where(or_(*(getattr(model, name).ilike(pattern) for name in kind.search)))
    if wanted.on is not None:
        statement = statement.where(_in_force(kind, wanted.on))
    for name, value in (wanted.equal or {}).items():
        statement = statement.where(getattr(model, name) == value)
    if paging.after:
        statement = statement.where(tuple_(model.created_at, model.id) < tuple_(*paging.after))
    statement = statement.order_by(model.created_at.desc(), model.id.desc()).limit(paging.limit + 1)
    return list((await session.scalars(statement)).all())


def _in_force(kind: RegistryKind, day: date) -> Any:
    model: Any = kind.model
    if kind.is_dated:
        return (model.valid_from <= day) & or_(model.valid_to.is_(None), model.valid_to > day)
    return model.ends_at > datetime.combine(day, datetime.min.time()).astimezone()


async def every(session: AsyncSession, kind: RegistryKind) -> Sequence[Entry]:
    model: Any = kind.model
    return (await session.scalars(select(model).order_by(model.created_at, model.id))).all()


async def successor_of(session: AsyncSession, unit_id: UUID) -> UUID | None:
    """The unit that answers today in place of this one; None for an unknown unit."""
    found: UUID | None = None
    for _ in range(LONGEST_CHAIN):
        unit = await session.get(Unit, unit_id)
        if unit is None:
            break
        found = unit.id
        if unit.successor_id is None:
            break
        unit_id = unit.successor_id
    return found


async def on_duty(session: AsyncSession, unit_id: UUID, moment: datetime, today: date) -> set[UUID]:
    """The people (not officers' ids) who are to hear of things of this unit now.

    Who is on the roster, or everybody of a unit without one; for each who is away, the substitute.
    """
    officers = await session.scalars(
        select(Officer).where(
            Officer.unit_id == unit_id,
            Officer.valid_from <= today,
            or_(Officer.valid_to.is_(None), Officer.valid_to > today),
        )
    )
    people = {officer.id: officer.person_id for officer in officers}
    rostered = set(
        await session.scalars(
            select(Roster.officer_id).where(
                Roster.unit_id == unit_id, Roster.starts_at <= moment, Roster.ends_at > moment
            )
        )
    )
    duty = {officer_id for officer_id in people if officer_id in rostered} or set(people)
    away = await session.execute(
        select(Substitute.officer_id, Officer.person_id)
        .join(Officer, Officer.id == Substitute.substitute_id)
        .where(Substitute.officer_id.in_(duty), Substitute.starts_at <= moment, Substitute.ends_at > moment)
    )
    replaced = {row.officer_id: row.person_id for row in away}
    return {replaced.get(officer_id, people[officer_id]) for officer_id in duty}
