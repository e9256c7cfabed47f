"""Statements about words that were taken out of texts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import HiddenWords, Open311Request, WholeTexts


async def hidden_in(session: AsyncSession, report_id: UUID) -> Sequence[HiddenWords]:
    """Undone ones too, in the order in which they were hidden."""
    statement = select(HiddenWords).where(HiddenWords.report_id == report_id).order_by(HiddenWords.id)
    return (await session.scalars(statement)).all()


async def whole_texts(session: AsyncSession, report_id: UUID) -> WholeTexts | None:
    return await session.get(WholeTexts, report_id)


async def open311_request(session: AsyncSession, report_id: UUID) -> Open311Request | None:
    return await session.get(Open311Request, report_id)
