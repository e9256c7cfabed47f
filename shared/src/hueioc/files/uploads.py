"""Resumable uploads as rows: how far each one is, and which durable pieces it consists of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Index,
    RowMapping,
    Table,
    Text,
    Uuid,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import errors
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.mechanism import MECHANISM

OPEN_FOR = timedelta(hours=24)
"""An upload that gets nothing for this long is given up."""
KEPT_FOR = timedelta(days=7)
"""How long a finished upload can still be named by its owner."""
MOST_OPEN = 50
MOST_PARTS = 10_000


class State(StrEnum):
    RECEIVING = "receiving"
    COMPLETE = "complete"


uploads = Table(
    "uploads",
    MECHANISM,
    Column("id", Uuid, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("sha256", Text),
    Column("media_type", Text),
    Column("state", Text, nullable=False),
    Column("parts", ARRAY(Text), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_uploads_owner_sha256", "owner", "sha256"),
    Index("ix_uploads_expires_at", "expires_at"),
)


class UploadGone(errors.Problem):
    status, code = 410, "upload-gone"
    title = errors.Text("Lượt tải lên này đã hết hạn", "This upload has expired")


class OffsetMismatch(errors.Conflict):
    """Another request was faster, or the client does not know how far it got; `Upload-Offset` tells."""

    code = "upload-offset-mismatch"
    title = errors.Text("Vị trí tiếp tục không đúng", "The upload stands at another offset")


@dataclass(frozen=True)
class Upload:
    """`sha256` is the announced one until the upload is complete, then that of the file."""

    id: UUID
    owner: str
    length: int
    offset: int
    sha256: str | None
    media_type: str | None
    state: State
    parts: tuple[str, ...]
    expires_at: datetime

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length


async def create(session: AsyncSession, owner: str, *, length: int, sha256: str | None = None) -> Upload:
    """Raises TooManyRequests when the owner has MOST_OPEN unfinished ones."""
    moment = now()
    open_ones = select(func.count()).where(
        uploads.c.owner == owner, uploads.c.state == State.RECEIVING, uploads.c.expires_at > moment
    )
    if (await session.execute(open_ones)).scalar_one() >= MOST_OPEN:
        raise errors.TooManyRequests(
            errors.Text("Quá nhiều tệp đang tải dở", "Too many unfinished uploads"), headers={"Retry-After": "60"}
        )
    row: dict[str, Any] = {
        "id": uuid7(),
        "owner": owner,
        "length": length,
        "offset": 0,
        "sha256": sha256,
        "state": State.RECEIVING,
        "parts": [],
        "expires_at": moment + OPEN_FOR,
        "created_at": moment,
    }
    made = await session.execute(insert(uploads).values(row).returning(*uploads.c))
    return _upload(made.mappings().one())


async def find(session: AsyncSession, upload_id: UUID, owner: str) -> Upload:
    """Raises NotFound, also when it is somebody else's, and UploadGone."""
    found = await session.execute(select(*uploads.c).where(uploads.c.id == upload_id, uploads.c.owner == owner))
    row = found.mappings().first()
    if row is None:
        raise errors.NotFound
    if row["expires_at"] <= now():
        raise UploadGone
    return _upload(row)


async def advance(session: AsyncSession, upload: Upload, parts: list[tuple[str, int]]) -> Upload:
    """Append durable parts (name, bytes) to an upload that still stands where `upload` does; else OffsetMismatch."""
    names = [name for name, _ in parts]
    moved = await session.execute(
        update(uploads)
        .where(
            uploads.c.id == upload.id,
            uploads.c.offset == upload.offset,
            uploads.c.state == State.RECEIVING,
            func.cardinality(uploads.c.parts) + len(names) <= MOST_PARTS,
        )
        .values(
            offset=upload.offset + sum(size for _, size in parts),
            parts=func.array_cat(uploads.c.parts, names),
            expires_at=now() + OPEN_FOR,
        )
        .returning(*uploads.c)
    )
    row = moved.mappings().first()
    if row is None:
        raise OffsetMismatch
    return _upload(row)


async def complete(session: AsyncSession, upload: Upload, *, sha256: str, media_type: str) -> Upload:
    """Mark as complete; doing it twice is harmless. Raises NotFound when it was removed meanwhile."""
    done = await session.execute(
        update(uploads)
        .where(uploads.c.id == upload.id)
        .values(state=State.COMPLETE, sha256=sha256, media_type=media_type, parts=[], expires_at=now() + KEPT_FOR)
        .returning(*uploads.c)
    )
    row = done.mappings().first()
    if row is None:
        raise errors.NotFound
    return _upload(row)


async def is_complete(session: AsyncSession, *, owner: str, sha256: str) -> bool:
    """Whether `owner` has uploaded the file with this content."""
    condition = exists().where(uploads.c.owner == owner, uploads.c.sha256 == sha256, uploads.c.state == State.COMPLETE)
    return bool((await session.execute(select(condition))).scalar_one())


async def remove(session: AsyncSession, upload_id: UUID) -> None:
    await session.execute(delete(uploads).where(uploads.c.id == upload_id))


async def take_expired(session: AsyncSession, limit: int = 100) -> list[str]:
    """Remove up to `limit` expired rows; the parts left over by them, to be discarded after the commit."""
    due = (
        select(uploads.c.id)
        .where(uploads.c.expires_at <= now())
        .limit(limit)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    gone = await session.execute(delete(uploads).where(uploads.c.id.in_(due)).returning(uploads.c.parts))
    return [name for parts in gone.scalars() for name in parts]


def _upload(row: RowMapping) -> Upload:
    fields = {name: row[name] for name in ("id", "owner", "length", "offset", "sha256", "media_type", "expires_at")}
    return Upload(**fields, state=State(row["state"]), parts=tuple(row["parts"]))
