"""Alembic's entry; everything is in hueioc.migrate."""

from advertising.models import Base
from hueioc.migrate import run_environment

run_environment(Base.metadata)
