"""Investment projects, the lists they are sorted by, and the tables they were brought in with."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.db import Identified, Versioned
from hueioc.ids import uuid7
from procedures.models.base import Base
from procedures.models.reference import Dated
from procedures.states import InvestmentForm, ProjectAction, ProjectStatus


class Sector(Dated, Base):
    """A section of the Vietnam standard industrial classification (VSIC), with its first and last division."""

    __tablename__ = "sectors"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    first_division: Mapped[int] = mapped_column(Integer)
    last_division: Mapped[int] = mapped_column(Integer)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class Zone(Dated, Base):
    """An economic zone or industrial park, or the land outside them."""

    __tablename__ = "zones"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(Text)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class Project(Versioned, Base):
    """One project as the list of the city has it. Money in whole đồng and dollars, areas in hectares."""

    __tablename__ = "projects"

    code: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """Code and names without accents, for the search."""
    sector: Mapped[str] = mapped_column(Text)
    """Section of VSIC."""
    industry: Mapped[str] = mapped_column(Text, default="")
    """Two to five digits of VSIC inside the section; empty where the list does not say."""
    zone: Mapped[str] = mapped_column(Text)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    boundary: Mapped[list[list[list[float]]] | None] = mapped_column(JSONB)
    """Rings of a GeoJSON polygon, longitude first."""
    area_ha: Mapped[Any] = mapped_column(Numeric(12, 4), nullable=True)
    capital_min_vnd: Mapped[int | None] = mapped_column(BigInteger)
    capital_max_vnd: Mapped[int | None] = mapped_column(BigInteger)
    capital_min_usd: Mapped[int | None] = mapped_column(BigInteger)
    capital_max_usd: Mapped[int | None] = mapped_column(BigInteger)
    form: Mapped[InvestmentForm]
    status: Mapped[ProjectStatus]
    status_since: Mapped[datetime]
    planning_status: Mapped[str] = mapped_column(Text, default="")
    land_status: Mapped[str] = mapped_column(Text, default="")
    incentives_vi: Mapped[str] = mapped_column(Text, default="")
    incentives_en: Mapped[str] = mapped_column(Text, default="")
    decision_no: Mapped[str] = mapped_column(Text, default="")
    decision_date: Mapped[date | None] = mapped_column(Date)
    contact_office: Mapped[str] = mapped_column(Text, default="")
    """The office that speaks for the project, never a person; so are telephone and e-mail."""
    contact_phone: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(Text, default="")
    documents: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list)
    """Title and address of each."""
    procedures: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """Codes of procedures that an investor goes through."""
    source: Mapped[str] = mapped_column(Text, default="")
    """Where the row comes from, as it was told."""
    is_demonstration: Mapped[bool] = mapped_column(Boolean, default=False)
    published_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_projects_published_at", "published_at", "id"),
        Index("ix_projects_status", "status"),
    )


class ProjectChange(Identified, Base):
    """One line of the history of a project."""

    __tablename__ = "project_changes"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), index=True)
    action: Mapped[ProjectAction]
    before: Mapped[ProjectStatus | None]
    after: Mapped[ProjectStatus]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")


class ProjectImport(Identified, Base):
    """A table that was brought in."""

    __tablename__ = "project_imports"

    name: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    taken: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_project_imports_at", "at", "id"),)


class RefusedProject(Base):
    """A row of a table that was left out, as it came, and why."""

    __tablename__ = "refused_projects"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("project_imports.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    cells: Mapped[dict[str, str]] = mapped_column(JSONB)
    problems: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
