"""What the information safety service hears from others: people who are to be forgotten."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.personal.erasure import erasure_of
from hueioc.runtime import Runtime
from infosec.models import Incident

GONE = "erased"


async def forget(runtime: Runtime, session: AsyncSession, person_id: UUID) -> None:
    """Logs name accounts of machines, not our people, and are kept as the law asks; who had an incident is ours."""
    owned = update(Incident).where(Incident.owner == str(person_id)).values(owner=GONE)
    await session.execute(owned.execution_options(synchronize_session=False))


ERASURE = erasure_of("infosec", forget)
PUBLISHED = (ERASURE.answer,)
CONSUMERS = (ERASURE.consumer,)
