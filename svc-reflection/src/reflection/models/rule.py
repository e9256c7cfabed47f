"""What all dated rules have in common: who changed them last, and when the next change counts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reflection.models.base import Base


class RuleKind(StrEnum):
    CATEGORY = "category"
    QUESTION = "question"
    """Its key is category/question."""
    ROUTING = "routing"
    """Its key is category/ward, or category/all."""
    TERM = "term"


class RuleLine(Base):
    """The rows of one rule as one thing: locked while they change, so that two changes follow each other."""

    __tablename__ = "rule_lines"

    kind: Mapped[RuleKind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(130), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    counts_from: Mapped[datetime | None]
    """When the last change begins to count; null once that was told."""

    __table_args__ = (Index("ix_rule_lines_counts_from", "counts_from", postgresql_where="counts_from is not null"),)
