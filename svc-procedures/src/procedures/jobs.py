"""Timed work: the clocks of dossiers, and forgetting what was kept long enough."""

from datetime import timedelta

from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.runtime import Runtime
from procedures.queries import intake
from procedures.service import enquiry_watch
from procedures.service.recomputing import recompute_some
from procedures.service.refused import forget_old
from procedures.service.tracing import erase_expired
from procedures.service.watch import run_timers


async def run_clocks(runtime: Runtime) -> None:
    """Warnings, delays and drafts of apologies."""
    while await run_timers(runtime.database):
        runtime.relay.wake()


async def recompute(runtime: Runtime) -> None:
    """A newer calendar has come: every open deadline by it."""
    while await recompute_some(runtime.database):
        runtime.relay.wake()


async def forget(runtime: Runtime) -> None:
    while await forget_old(runtime.database):
        pass
    async with runtime.database.transaction() as session:
        await intake.forget_turns(session, now() - timedelta(hours=1))


async def watch_enquiries(runtime: Runtime) -> None:
    """Deadlines that have passed, contacts that were kept long enough."""
    while await enquiry_watch.find_late(runtime.database):
        runtime.relay.wake()
    while await enquiry_watch.forget_old(runtime.database, runtime.vault):
        pass


async def erase_guests(runtime: Runtime) -> None:
    """What was said at check-in, when its days are over."""
    while await erase_expired(runtime.database):
        pass


JOBS: tuple[Job, ...] = (
    Job(name="run-clocks", every_s=5, work=run_clocks),
    Job(name="recompute", every_s=2, work=recompute),
    Job(name="forget", every_s=600, work=forget),
    Job(name="watch-enquiries", every_s=10, work=watch_enquiries),
    Job(name="erase-guests", every_s=10, work=erase_guests),
)
