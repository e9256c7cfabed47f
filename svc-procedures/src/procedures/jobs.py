"""Timed work."""

from hueioc.jobs import Job
from hueioc.runtime import Runtime
from procedures.service.enquiry_watch import find_late, forget_old


async def watch_enquiries(runtime: Runtime) -> None:
    """Deadlines that have passed, contacts that were kept long enough."""
    while await find_late(runtime.database):
        runtime.relay.wake()
    while await forget_old(runtime.database, runtime.vault):
        pass


JOBS: tuple[Job, ...] = (Job(name="watch-enquiries", every_s=10, work=watch_enquiries),)
