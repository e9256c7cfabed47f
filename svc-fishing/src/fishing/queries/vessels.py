"""Boats, devices, people and history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Device, Latest, Vessel, VesselChange, VesselPerson, Zone, ZoneStay
from fishing.schemas.inputs import VesselFilter
from fishing.states import PersonRole, VesselState, ZoneKind
from hueioc.paging import PageQuery

URGENT = (VesselState.LOST, VesselState.SILENT)
_LIKE = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


async def find(session: AsyncSession, vessel_id: UUID) -> Vessel | None:
    return await session.get(Vessel, vessel_id)


async def lock(session: AsyncSession, numbers: Iterable[int]) -> Sequence[Vessel]:
    """Their rows, locked in one order so that two intakes never wait for each other in a ring."""
    wanted = select(Vessel).where(Vessel.number.in_(sorted(set(numbers)))).order_by(Vessel.id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).all()


async def by_number(session: AsyncSession, numbers: Iterable[int]) -> dict[int, Vessel]:
    rows = await session.scalars(select(Vessel).where(Vessel.number.in_(list(set(numbers)))))
    return {row.number: row for row in rows}


async def by_mmsi(session: AsyncSession, mmsis: Iterable[int]) -> dict[int, Vessel]:
    rows = await session.scalars(select(Vessel).where(Vessel.mmsi.in_(list(set(mmsis)))))
    return {row.mmsi: row for row in rows if row.mmsi}


async def by_registration(session: AsyncSession, registration: str) -> Vessel | None:
    return (await session.scalars(select(Vessel).where(Vessel.registration == registration))).first()


async def strangers(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Vessel).where(~Vessel.is_registered)) or 0


async def page(session: AsyncSession, asked: PageQuery, wanted: VesselFilter) -> Sequence[Vessel]:
    """By the last change, newest first."""
    statement = select(Vessel).where(*_conditions(wanted)).order_by(Vessel.updated_at.desc(), Vessel.id.desc())
    if asked.after:
        statement = statement.where(tuple_(Vessel.updated_at, Vessel.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(statement.limit(asked.limit + 1))).all()


def _conditions(wanted: VesselFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.q:
        found.append(Vessel.folded.contains(wanted.folded.translate(_LIKE), autoescape=False))
    if wanted.state:
        found.append(Vessel.state == wanted.state)
    if wanted.registered is not None:
        found.append(Vessel.is_registered.is_(wanted.registered))
    if wanted.least_m is not None:
        found.append(Vessel.length_m >= wanted.least_m)
    if wanted.zone:
        stay = and_(ZoneStay.vessel == Vessel.number, ZoneStay.is_inside, Zone.code == wanted.zone)
        found.append(exists().where(stay, Zone.number == ZoneStay.zone))
    return found


async def fleet(session: AsyncSession, limit: int) -> Sequence[Row[Vessel, Latest]]:
    """Boats that have a place: lost and silent ones first, then the registry's, then by their newest fix."""
    urgent = Vessel.state.in_(URGENT).desc()
    wanted = select(Vessel, Latest).join(Latest, Latest.vessel == Vessel.number).where(Latest.at.is_not(None))
    ordered = wanted.order_by(urgent, Vessel.is_registered.desc(), Latest.at.desc())
    return (await session.execute(ordered.limit(limit))).all()


async def counts(session: AsyncSession) -> dict[tuple[VesselState, bool], int]:
    """By state and whether registered."""
    wanted = select(Vessel.state, Vessel.is_registered, func.count()).group_by(Vessel.state, Vessel.is_registered)
    return {(state, registered): number for state, registered, number in (await session.execute(wanted)).all()}


async def quiet(session: AsyncSession, states: Sequence[VesselState], before: datetime, limit: int) -> Sequence[Vessel]:
    """Registered boats in these states whose newest fix is older than `before` and that lie in no port."""
    in_port = exists().where(
        ZoneStay.vessel == Vessel.number,
        ZoneStay.is_inside,
        Zone.number == ZoneStay.zone,
        Zone.kind == ZoneKind.PORT,
    )
    wanted = select(Vessel).join(Latest, Latest.vessel == Vessel.number)
    wanted = wanted.where(Vessel.is_registered, Vessel.state.in_(states), Latest.at < before, ~in_port)
    return (await session.scalars(wanted.order_by(Vessel.id).limit(limit).with_for_update(skip_locked=True))).all()


async def history(session: AsyncSession, vessel_id: UUID, limit: int) -> Sequence[VesselChange]:
    wanted = select(VesselChange).where(VesselChange.vessel_id == vessel_id)
    return (await session.scalars(wanted.order_by(VesselChange.at.desc(), VesselChange.id.desc()).limit(limit))).all()


async def device_of(session: AsyncSession, key_hash: bytes) -> Device | None:
    return (await session.scalars(select(Device).where(Device.key_hash == key_hash))).first()


async def device_by_code(session: AsyncSession, code: str) -> Device | None:
    return (await session.scalars(select(Device).where(Device.code == code))).first()


async def devices(session: AsyncSession, vessel_id: UUID) -> Sequence[Device]:
    return (
        await session.scalars(select(Device).where(Device.vessel_id == vessel_id).order_by(Device.created_at))
    ).all()


async def people(session: AsyncSession, vessel_id: UUID) -> Sequence[VesselPerson]:
    wanted = select(VesselPerson).where(VesselPerson.vessel_id == vessel_id).order_by(VesselPerson.role)
    return (await session.scalars(wanted)).all()


async def person(session: AsyncSession, vessel_id: UUID, role: PersonRole) -> VesselPerson | None:
    wanted = select(VesselPerson).where(VesselPerson.vessel_id == vessel_id, VesselPerson.role == role)
    return (await session.scalars(wanted)).first()


async def near(session: AsyncSession, since: datetime) -> Sequence[Row[Vessel, Latest]]:
    """Boats heard of since a moment, for the search of the nearest."""
    wanted = select(Vessel, Latest).join(Latest, Latest.vessel == Vessel.number).where(Latest.at >= since)
    return (await session.execute(wanted)).all()


async def ids_after(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[UUID]:
    wanted = select(Vessel.id).where(Vessel.is_registered).order_by(Vessel.id).limit(limit)
    return (await session.scalars(wanted.where(Vessel.id > after) if after else wanted)).all()
