"""Timed work: the clocks of dossiers, and forgetting what was kept long enough."""

from datetime import timedelta

from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.runtime import Runtime
from procedures.queries import intake
from procedures.service.refused import forget_old
from procedures.service.watch import run_timers


async def run_clocks(runtime: Runtime) -> None:
    """Warnings, delays and drafts of apologies."""
    while await run_timers(runtime.database):
        runtime.relay.wake()


async def forget(runtime: Runtime) -> None:
    while await forget_old(runtime.database):
        pass
    async with runtime.database.transaction() as session:
        await intake.forget_turns(session, now() - timedelta(hours=1))


JOBS: tuple[Job, ...] = (
    Job(name="run-clocks", every_s=5, work=run_clocks),
    Job(name="forget", every_s=600, work=forget),
)
