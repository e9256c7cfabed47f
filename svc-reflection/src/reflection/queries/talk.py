"""Statements about messages, field notes, shortlists and what is asked after closing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import FieldNote, FollowUp, Message, Report, Shortlisted, Unit

MOST_MESSAGES = 500


async def messages_of(session: AsyncSession, report_id: UUID) -> Sequence[tuple[Message, Unit | None]]:
    """Oldest first; at most the last 500."""
    statement = (
        select(Message, Unit)
        .outerjoin(Unit, Unit.id == Message.unit_id)
        .where(Message.report_id == report_id)
        .order_by(Message.id.desc())
        .limit(MOST_MESSAGES)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)][::-1]


async def field_notes_of(session: AsyncSession, report_id: UUID) -> Sequence[tuple[FieldNote, Unit | None]]:
    statement = (
        select(FieldNote, Unit)
        .outerjoin(Unit, Unit.id == FieldNote.unit_id)
        .where(FieldNote.report_id == report_id)
        .order_by(FieldNote.id)
        .limit(MOST_MESSAGES)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def add_to_shortlist(session: AsyncSession, officer: str, report_id: UUID, at: datetime) -> None:
    given = insert(Shortlisted).values(officer=officer, report_id=report_id, added_at=at)
    await session.execute(given.on_conflict_do_nothing())


async def take_from_shortlist(session: AsyncSession, officer: str, report_id: UUID) -> None:
    await session.execute(delete(Shortlisted).where(Shortlisted.officer == officer, Shortlisted.report_id == report_id))


async def shortlist_of(session: AsyncSession, officer: str) -> Sequence[tuple[Report, datetime]]:
    """What lies near stands together: by H3 cell, then by deadline."""
    statement = (
        select(Report, Shortlisted.added_at)
        .join(Shortlisted, Shortlisted.report_id == Report.id)
        .where(Shortlisted.officer == officer)
        .order_by(Report.cell, Report.created_at)
        .limit(MOST_MESSAGES)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).unique()]


async def follow_up_of(session: AsyncSession, report_id: UUID) -> FollowUp | None:
    return await session.get(FollowUp, report_id)
