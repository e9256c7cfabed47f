"""Alembic's entry; everything is in hueioc.migrate."""

from hueioc.migrate import run_environment
from procedures.models import Base

run_environment(Base.metadata)
