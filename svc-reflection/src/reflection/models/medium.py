"""Photos, films, sound and documents of a report or an answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from hueioc.db import Identified
from reflection.models.base import Base
from reflection.rules.media import MediumKind, MediumState

WAITING = "state = 'waiting'"
UNSEALED = "sealed_sha256 is null and state <> 'waiting' and not sealing_failed"


class Medium(Identified, Base):
    """One file. `sha256` names what was uploaded.

    What was uploaded is kept only sealed, as the file `sealed_sha256`, with the key of `key_holder`.
    """

    __tablename__ = "media"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), index=True)
    is_answer: Mapped[bool]
    position: Mapped[int] = mapped_column(SmallInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    copy_sha256: Mapped[str | None] = mapped_column(String(64))
    """The copy without metadata, also while it is held back or hidden."""
    public_sha256: Mapped[str | None] = mapped_column(String(64))
    """The same, only while everybody may see it."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    refused: Mapped[str | None] = mapped_column(Text)
    """The code of a `Refusal`: why there is no public copy."""
    kind: Mapped[MediumKind] = mapped_column(default=MediumKind.IMAGE, server_default="image")
    state: Mapped[MediumState] = mapped_column(default=MediumState.WAITING, server_default="waiting")
    media_type: Mapped[str] = mapped_column(String(60), default="image/jpeg", server_default="image/jpeg")
    """Of the public copy."""
    poster_sha256: Mapped[str | None] = mapped_column(String(64))
    """A still of a film, as JPEG."""
    duration_s: Mapped[float | None]
    faces_hidden: Mapped[int | None] = mapped_column(SmallInteger)
    plates_hidden: Mapped[int | None] = mapped_column(SmallInteger)
    detector: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Which detectors looked at it; empty: none did."""
    picture_hash: Mapped[int | None] = mapped_column(BigInteger)
    """64 bits of what a photo looks like; near photos differ in few of them."""
    is_released: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    """Somebody of the centre has looked at it: needed for what cannot be blurred by itself."""
    is_hidden: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    is_partners: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    """Came with a partner's update: none of the reporter's files."""
    sealed_sha256: Mapped[str | None] = mapped_column(String(64))
    key_holder: Mapped[UUID | None]
    sealing_failed: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    """The file or its key was gone before it could be sealed."""

    __table_args__ = (
        Index("ix_media_waiting", "id", postgresql_where=WAITING),
        Index("ix_media_sha256", "sha256"),
        Index("ix_media_copy_sha256", "copy_sha256"),
        Index("ix_media_unsealed", "id", postgresql_where=UNSEALED),
    )


class Redaction(Base):
    """Rectangles of a photo that somebody of the centre has covered by hand; undone ones stay as a trace."""

    __tablename__ = "redactions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    medium_id: Mapped[UUID] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"), index=True)
    rectangles: Mapped[list[dict[str, float]]] = mapped_column(JSONB)
    """left, top, width, height: parts of the picture, 0 to 1."""
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[datetime | None]


class LeftoverFile(Base):
    """A file that a medium has given up: removed from the store after the commit, unless another still names it."""

    __tablename__ = "leftover_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    left_at: Mapped[datetime] = mapped_column(default=now)
