"""Alembic's entry; everything is in hueioc.migrate."""

from hueioc.migrate import run_environment
from reflection.models import Base

run_environment(Base.metadata)
