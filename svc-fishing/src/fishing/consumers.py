"""What the fishing service hears from others: people who are to be forgotten."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import VesselPerson
from hueioc.personal.erasure import erasure_of
from hueioc.runtime import Runtime


async def forget(runtime: Runtime, session: AsyncSession, person_id: UUID) -> None:
    """The key is gone already; here the rows go by which the person could be found."""
    await session.execute(delete(VesselPerson).where(VesselPerson.person_id == person_id))


ERASURE = erasure_of("fishing", forget)
PUBLISHED = (ERASURE.answer,)
CONSUMERS = (ERASURE.consumer,)
