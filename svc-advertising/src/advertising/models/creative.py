"""What may be shown: creatives with their approval, and when."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, LargeBinary, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from advertising.models.base import Base
from advertising.states import CreativeState
from hueioc.db import Identified, Versioned


class Creative(Versioned, Base):
    """One still picture; `sha256` and `pdq` are there once its file is."""

    __tablename__ = "creatives"

    title: Mapped[str] = mapped_column(Text)
    advertiser: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    state: Mapped[CreativeState] = mapped_column(default=CreativeState.DRAFT)
    sha256: Mapped[str | None] = mapped_column(Text)
    pdq: Mapped[bytes | None] = mapped_column(LargeBinary)
    approval_ref: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    entered_by: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class Schedule(Identified, Base):
    """A loop of creatives on a screen in a part of the day."""

    __tablename__ = "schedules"

    screen_id: Mapped[UUID] = mapped_column(ForeignKey("screens.id"), index=True)
    slots: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """`creative_id` and `seconds`, in the order of the loop."""
    begins: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    weekdays: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    priority: Mapped[int] = mapped_column(Integer)
    is_anchored: Mapped[bool] = mapped_column(Boolean)
