"""Incidents, their duties and their timeline."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from infosec.models import Incident, IncidentDuty, IncidentLine
from infosec.states import IncidentState, Severity


async def find(session: AsyncSession, incident_id: UUID) -> Incident | None:
    return await session.get(Incident, incident_id)


async def lock(session: AsyncSession, incident_id: UUID) -> Incident | None:
    return await session.get(Incident, incident_id, with_for_update=True, populate_existing=True)


async def open_of_page(session: AsyncSession, page_id: UUID) -> Incident | None:
    wanted = select(Incident).where(Incident.page_id == page_id, Incident.state != IncidentState.CLOSED)
    return (await session.scalars(wanted.with_for_update())).first()


async def page(
    session: AsyncSession, asked: PageQuery, state: IncidentState | None, severity: Severity | None
) -> Sequence[Incident]:
    wanted = select(Incident).order_by(Incident.opened_at.desc(), Incident.id.desc())
    if state:
        wanted = wanted.where(Incident.state == state)
    if severity:
        wanted = wanted.where(Incident.severity == severity)
    if asked.after:
        wanted = wanted.where(tuple_(Incident.opened_at, Incident.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def duties(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[IncidentDuty]]:
    wanted = select(IncidentDuty).where(IncidentDuty.incident_id.in_(list(ids))).order_by(IncidentDuty.due_at)
    found: dict[UUID, list[IncidentDuty]] = {}
    for row in await session.scalars(wanted):
        found.setdefault(row.incident_id, []).append(row)
    return found


async def lines(session: AsyncSession, incident_id: UUID) -> Sequence[IncidentLine]:
    wanted = select(IncidentLine).where(IncidentLine.incident_id == incident_id)
    return (await session.scalars(wanted.order_by(IncidentLine.at, IncidentLine.id))).all()


async def overdue(session: AsyncSession, moment: datetime, limit: int) -> Sequence[IncidentDuty]:
    """Duties past their time of which nobody has been told."""
    wanted = select(IncidentDuty).where(
        IncidentDuty.due_at < moment, IncidentDuty.met_at.is_(None), IncidentDuty.told_at.is_(None)
    )
    return (await session.scalars(wanted.order_by(IncidentDuty.due_at).limit(limit))).all()


async def counts(session: AsyncSession, moment: datetime) -> tuple[int, int]:
    """Open incidents, and how many of them have a duty past its time."""
    is_open = Incident.state != IncidentState.CLOSED
    late = select(IncidentDuty.incident_id).where(IncidentDuty.due_at < moment, IncidentDuty.met_at.is_(None))
    wanted = select(func.count(), func.count().filter(Incident.id.in_(late))).where(is_open)
    every, overdue_ = (await session.execute(wanted)).one()
    return int(every), int(overdue_)
