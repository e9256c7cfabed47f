"""Enquiries, their deadlines and who asks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from procedures.models import Enquiry, EnquiryChange, EnquiryContact, EnquiryDeadline
from procedures.schemas.enquiries import EnquiryQuery
from procedures.states import EnquiryState


async def find(session: AsyncSession, enquiry_id: UUID) -> Enquiry | None:
    return await session.get(Enquiry, enquiry_id)


async def lock(session: AsyncSession, enquiry_id: UUID) -> Enquiry | None:
    wanted = select(Enquiry).where(Enquiry.id == enquiry_id).with_for_update(of=Enquiry)
    return (await session.scalars(wanted.execution_options(populate_existing=True))).first()


async def page(session: AsyncSession, asked: PageQuery, wanted: EnquiryQuery, moment: datetime) -> Sequence[Enquiry]:
    """The latest first."""
    found = select(Enquiry).order_by(Enquiry.received_at.desc(), Enquiry.id.desc())
    if wanted.state:
        found = found.where(Enquiry.state == wanted.state)
    if wanted.project_id:
        found = found.where(Enquiry.project_id == wanted.project_id)
    if wanted.overdue:
        found = found.where(
            Enquiry.state == EnquiryState.RECEIVED, Enquiry.deadline.has(EnquiryDeadline.due_at < moment)
        )
    if asked.after:
        found = found.where(tuple_(Enquiry.received_at, Enquiry.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(found.limit(asked.limit + 1))).all()


async def late(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Enquiry]:
    """Open, past their date, and nobody has been told."""
    found = select(Enquiry).join(EnquiryDeadline, EnquiryDeadline.subject_id == Enquiry.id)
    found = found.where(Enquiry.state == EnquiryState.RECEIVED, Enquiry.overdue_at.is_(None))
    found = found.where(EnquiryDeadline.due_at < moment).order_by(EnquiryDeadline.due_at, Enquiry.id).limit(limit)
    return (await session.scalars(found.with_for_update(of=Enquiry, skip_locked=True))).all()


async def open_under_another_calendar(session: AsyncSession, version: str, limit: int) -> Sequence[Enquiry]:
    """Open ones whose deadline was computed by another version of the calendar. Locked."""
    found = select(Enquiry).join(EnquiryDeadline, EnquiryDeadline.subject_id == Enquiry.id)
    found = found.where(Enquiry.state == EnquiryState.RECEIVED, EnquiryDeadline.calendar_version != version)
    return (await session.scalars(found.order_by(Enquiry.id).limit(limit).with_for_update(of=Enquiry))).all()


async def forgettable(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Enquiry]:
    """Answered ones whose contact has been kept long enough. Locked."""
    found = select(Enquiry).join(EnquiryContact, EnquiryContact.enquiry_id == Enquiry.id)
    found = found.where(Enquiry.erase_at <= moment).order_by(Enquiry.erase_at, Enquiry.id).limit(limit)
    return (await session.scalars(found.with_for_update(of=Enquiry, skip_locked=True))).all()


async def contact(session: AsyncSession, enquiry_id: UUID) -> EnquiryContact | None:
    return await session.get(EnquiryContact, enquiry_id)


async def erase_contact(session: AsyncSession, enquiry_id: UUID) -> None:
    await session.execute(delete(EnquiryContact).where(EnquiryContact.enquiry_id == enquiry_id))


async def history(session: AsyncSession, enquiry_id: UUID) -> Sequence[EnquiryChange]:
    wanted = select(EnquiryChange).where(EnquiryChange.enquiry_id == enquiry_id)
    return (await session.scalars(wanted.order_by(EnquiryChange.at, EnquiryChange.id))).all()


async def since_by_contact(session: AsyncSession, token: bytes, since: datetime) -> int:
    counted = select(func.count()).select_from(EnquiryContact).join(Enquiry, Enquiry.id == EnquiryContact.enquiry_id)
    counted = counted.where(EnquiryContact.contact_token == token, Enquiry.received_at > since)
    return (await session.scalars(counted)).one()


async def since(session: AsyncSession, moment: datetime, project_id: UUID | None = None) -> int:
    counted = select(func.count()).select_from(Enquiry).where(Enquiry.received_at > moment)
    return (await session.scalars(counted.where(Enquiry.project_id == project_id) if project_id else counted)).one()


async def figures(session: AsyncSession, moment: datetime) -> tuple[int, int]:
    """Open, and open past their date."""
    counted = select(func.count(), func.count().filter(EnquiryDeadline.due_at < moment)).select_from(Enquiry)
    counted = counted.join(EnquiryDeadline, EnquiryDeadline.subject_id == Enquiry.id)
    row = (await session.execute(counted.where(Enquiry.state == EnquiryState.RECEIVED))).one()
    return row[0], row[1]
