"""A camera's picture comes in: durable first, judged by a job a moment later."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from advertising import schemas, views
from advertising.errors import UnknownPicture
from advertising.models import Snapshot, Viewpoint
from advertising.queries import checks
from advertising.rules.pictures import LARGEST
from advertising.states import SnapshotState, Verdict
from hueioc.clock import now
from hueioc.errors import TooLarge, invalid_field
from hueioc.files.sniff import HEAD_BYTES, demand_media
from hueioc.files.store import FileStore
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Page, PageQuery, cut

AHEAD = timedelta(minutes=1)
OLDEST = timedelta(hours=24)
ACCEPTED = frozenset({"image/jpeg", "image/png", "image/webp"})


def demand_picture(raw: bytes) -> None:
    """By its first bytes; raises UnsupportedMedia or TooLarge."""
    demand_media(raw[:HEAD_BYTES], ACCEPTED)
    if len(raw) > LARGEST:
        raise TooLarge


async def receive(
    session: AsyncSession, files: FileStore, viewpoint: Viewpoint, at: datetime | None, raw: bytes
) -> Snapshot:
    """The same picture of the same moment again is the same snapshot."""
    demand_picture(raw)
    moment = at or now()
    if moment.tzinfo is None or not now() - OLDEST <= moment <= now() + AHEAD:
        raise invalid_field(
            "/at",
            "Thời điểm chụp phải có múi giờ, trong 24 giờ qua và không ở tương lai",
            "The moment needs a zone, must lie within the last 24 hours and not in the future",
        )
    stored = await files.write(raw)
    if known := await checks.same(session, viewpoint.id, moment, stored.sha256):
        return known
    row = Snapshot(
        id=uuid7(),
        screen_id=viewpoint.screen_id,
        viewpoint_id=viewpoint.id,
        at=moment,
        sha256=stored.sha256,
        original=stored.sha256,
        state=SnapshotState.WAITING,
        figures={},
    )
    session.add(row)
    await session.flush()
    return row


async def list_of(
    session: AsyncSession, page: PageQuery, screen_id: UUID, verdict: Verdict | None
) -> Page[schemas.Snapshot]:
    rows, more = cut(list(await checks.page(session, page, screen_id, verdict)), page.limit)
    return Page(
        items=[views.snapshot(row) for row in rows],
        next_cursor=Cursor(rows[-1].at, rows[-1].id).encode() if more else None,
    )


async def file_of(session: AsyncSession, snapshot_id: UUID, *, is_heat_map: bool) -> str:
    """The SHA-256 of the screen as it was seen, or of its heat map."""
    row = await checks.find(session, snapshot_id)
    found = (row.heat_sha256 if is_heat_map else row.view_sha256) if row else None
    if found is None:
        raise UnknownPicture
    return found
