"""Timed work."""

from hueioc.jobs import Job

JOBS: tuple[Job, ...] = ()
