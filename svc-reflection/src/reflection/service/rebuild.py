"""Renders the documents of all reports that belong in the read models, chunk by chunk (`hue views rebuild`)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.outbox import COLLECTED, Outgoing
from reflection.queries import reports
from reflection.service.announce import SHOWN_AFTER_END, publish_documents

CHUNK = 200


async def documents(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next reports after `after`, and where to go on; None at the end."""
    ids = await reports.recent_ids(session, now() - SHOWN_AFTER_END, after, CHUNK)
    for report_id in ids:
        if report := await reports.find_report(session, report_id):
            publish_documents(session, report)
    return session.info.pop(COLLECTED, []), ids[-1] if len(ids) == CHUNK else None
