"""What can be reported, what is asked, and who handles it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hueioc.clock import now
from reflection.models.base import Base
from reflection.states import Priority, QuestionKind


class Category(Base):
    """What can be reported. Rows are dated: a change of the list is a new row, never an edit.

    A report keeps the row that was in force when it came. Groups are the roots of the tree, `parent_code` a branch.
    """

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    valid_to: Mapped[datetime | None]
    parent_code: Mapped[str | None] = mapped_column(String(60))
    group_code: Mapped[str] = mapped_column(String(60))
    group_vi: Mapped[str] = mapped_column(Text)
    group_en: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)
    emergency_vi: Mapped[str] = mapped_column(Text, default="", server_default="")
    emergency_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Whom to call at once, before reporting."""
    stopper_vi: Mapped[str] = mapped_column(Text, default="", server_default="")
    stopper_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Not empty: this is not handled here, and where to go instead; such a report is not taken in."""
    is_urgent: Mapped[bool] = mapped_column(default=False, server_default="false")
    """What comes in it needs instant handling, by night too."""
    """As a rule a matter for instant handling, also at night."""
    is_home_rounded: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Tells of a home: the public reads the place to about 50 m."""
    duplicate_radius_m: Mapped[int] = mapped_column(SmallInteger, default=100, server_default="100")
    source: Mapped[str] = mapped_column(Text)

    dated_questions: Mapped[list["Question"]] = relationship(
        primaryjoin="Category.code == foreign(Question.category_code)",
        order_by="(Question.position, Question.code)",
        viewonly=True,
        lazy="raise",
    )
    """Also those that do not count yet: who keeps the category at hand asks each at its time."""

    @property
    def questions(self) -> list["Question"]:
        """What is asked at this moment."""
        moment = now()
        return [each for each in self.dated_questions if each.is_in_force(moment)]

    @property
    def priority(self) -> Priority:
        """Of a report in it, until the centre says otherwise."""
        return Priority.URGENT if self.is_urgent else Priority.NORMAL


class Unit(Base):
    """A handling unit; the copy this service keeps of the organisation registry."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    valid_to: Mapped[date | None]
    """From this day on it is no more, says the registry."""


class Question(Base):
    """What is asked beside the text for reports of a category; an attribute in the words of Open311. Rows are dated.

    An answer keeps the words of its question, so that history stays right when the question changes.
    """

    __tablename__ = "questions"

    category_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    valid_to: Mapped[datetime | None]
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
    source: Mapped[str] = mapped_column(Text, default="", server_default="")

    def is_in_force(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)
