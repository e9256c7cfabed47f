"""What people do with each other's reports. Who they are is kept as a keyed hash, never as a name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from hueioc.db import Versioned
from hueioc.ids import uuid7
from reflection.models.base import Base
from reflection.rules.comments import CommentState, HideReason


class Supporter(Base):
    """Somebody has the same trouble: once for each person."""

    __tablename__ = "supporters"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    person_token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)


class Follower(Base):
    """Somebody wants to hear of changes. `recipient` is a keyed hash, by which the person's own rows are found."""

    __tablename__ = "followers"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    recipient: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    id: Mapped[UUID] = mapped_column(default=uuid7, server_default=func.gen_random_uuid())
    """Tells nothing about the person: a place in the order in which followers are told."""
    seal: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Whom to tell, as only the gateway can open it (ADR 103); empty: followed before seals were kept."""
    merged_id: Mapped[UUID | None]
    """The own report that was merged into this one; None: the person chose to follow."""
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("ix_followers_recipient", "recipient", "at"),
        Index("ix_followers_report_id_id", "report_id", "id"),
    )


class Subscription(Base):
    """Somebody wants to hear of new reports in a ward, or around a place (then in these H3 cells)."""

    __tablename__ = "subscriptions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[str] = mapped_column(Text, default="", server_default="")
    """As a follower's."""
    ward_code: Mapped[str | None] = mapped_column(String(10), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    radius_m: Mapped[int | None]
    category_code: Mapped[str | None] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_subscriptions_recipient", "recipient", "at"),)


class SubscriptionCell(Base):
    """A cell that a subscription around a place reaches into: found by the cell of a report."""

    __tablename__ = "subscription_cells"

    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    subscription_id: Mapped[UUID] = mapped_column(
        ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True, index=True
    )


NOT_SHOWN = "views <> shown"


class Readership(Base):
    """How often a published report was read: a sum, and nothing of who reads. In a row of its own, so that counting
    neither locks the report nor makes a version of it."""

    __tablename__ = "readership"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    views: Mapped[int] = mapped_column(BigInteger)
    shown: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """What the newest document of the report says."""

    __table_args__ = (Index("ix_readership_not_shown", "report_id", postgresql_where=NOT_SHOWN),)


class Comment(Versioned, Base):
    """What somebody has written under a report: redacted, and published by the centre."""

    __tablename__ = "comments"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"))
    person_token: Mapped[bytes] = mapped_column(LargeBinary)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[CommentState] = mapped_column(default=CommentState.WAITING)
    hide_reason: Mapped[HideReason | None]
    is_reporter: Mapped[bool]
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_comments_report_id_state", "report_id", "state", "id"),
        Index("ix_comments_person_token", "person_token", "created_at"),
        Index("ix_comments_waiting", "id", postgresql_where="state = 'waiting'"),
    )
