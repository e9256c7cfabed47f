"""Sources and watches, as staff set them up."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import invalid_field
from hueioc.ids import uuid7
from press import schemas
from press.errors import PrivateAddress, SourceExists, UnknownAlert, UnknownSource, UnknownWatch
from press.models import Source, Watch
from press.queries import sources, stories
from press.rules.addresses import target_of
from press.states import SourceState

FASTEST_AGREED_S = 300
"""Five minutes: what a publisher of the province may agree to (domain reference C1)."""


async def add_source(
    session: AsyncSession, caller: Principal, data: schemas.SourceCreate, *, may_be_private: bool, source_id: UUID
) -> Source:
    target = target_of(data.url)
    if target is None:
        raise invalid_field("/url", "Địa chỉ phải bắt đầu bằng http:// hoặc https://", "It must be http:// or https://")
    if data.is_private and not may_be_private:
        raise PrivateAddress
    if data.agreed_s and data.agreed_s < FASTEST_AGREED_S and not data.is_private:
        raise invalid_field("/agreed_s", "Ít nhất 300 giây", "At least 300 seconds")
    if data.agreed_s and not data.terms:
        raise invalid_field("/terms", "Hãy ghi thỏa thuận với cơ quan báo chí", "Say what the publisher agreed to")
    if await sources.by_url(session, target.url) is not None:
        raise SourceExists
    row = Source(
        id=source_id,
        **data.model_dump(exclude={"url"}),
        url=target.url,
        host=target.host,
        state=SourceState.AWAITED,
        next_check_at=now(),
    )
    session.add(row)
    await session.flush()
    await record(session, caller.subject, "source.added", str(row.id), {"url": row.url})
    return row


async def _locked(session: AsyncSession, source_id: UUID) -> Source:
    row = await sources.lock(session, source_id)
    if row is None:
        raise UnknownSource
    return row


async def check_now(session: AsyncSession, source_id: UUID) -> Source:
    """Ask it next; the spacing of its host stays."""
    row = await _locked(session, source_id)
    row.next_check_at = now()
    await session.flush()
    return row


async def switch(session: AsyncSession, caller: Principal, source_id: UUID, *, is_active: bool) -> Source:
    row = await _locked(session, source_id)
    row.state = SourceState.AWAITED if is_active else SourceState.DISABLED
    row.failures = row.gone = 0
    row.next_check_at = now()
    await session.flush()
    await record(session, caller.subject, "source.switched", str(row.id), {"is_active": is_active})
    return row


async def add_watch(session: AsyncSession, caller: Principal, data: schemas.WatchCreate) -> Watch:
    row = Watch(id=uuid7(), name=data.name, phrases=data.phrases, excluded=data.excluded, is_active=True)
    session.add(row)
    await session.flush()
    await record(session, caller.subject, "watch.added", str(row.id), {"name": row.name})
    return row


async def end_watch(session: AsyncSession, caller: Principal, watch_id: UUID) -> None:
    row = await session.get(Watch, watch_id, with_for_update=True)
    if row is None:
        raise UnknownWatch
    row.is_active = False
    await record(session, caller.subject, "watch.ended", str(row.id), {})


async def see_alert(session: AsyncSession, caller: Principal, story_id: UUID) -> None:
    """Somebody has looked at it; who was first stays."""
    row = await stories.alert(session, story_id)
    if row is None:
        raise UnknownAlert
    if row.seen_at is None:
        row.seen_at, row.seen_by = now(), caller.subject
    await session.flush()
