"""What can be reported, what is asked, and who handles it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from reflection.models.base import Base
from reflection.states import QuestionKind


class Category(Base):
    """What can be reported. Rows are dated: a change of the list is a new row, never an edit."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    group_code: Mapped[str] = mapped_column(String(60))
    group_vi: Mapped[str] = mapped_column(Text)
    group_en: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(Text)


class Unit(Base):
    """A handling unit; the copy this service keeps of the organisation registry."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class Question(Base):
    """What is asked beside the text for reports of a category; an attribute in the words of Open311."""

    __tablename__ = "questions"

    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[QuestionKind]
    is_asked: Mapped[bool]
    """False: a text that is only shown (Open311 `variable=false`)."""
    is_required: Mapped[bool]
    text_vi: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    hint_vi: Mapped[str] = mapped_column(Text)
    hint_en: Mapped[str] = mapped_column(Text)
    choices: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    """key, vi, en of what may be chosen."""
