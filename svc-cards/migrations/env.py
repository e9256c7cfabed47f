"""Alembic's entry; everything is in hueioc.migrate."""

from cards.models import Base
from hueioc.migrate import run_environment

run_environment(Base.metadata)
