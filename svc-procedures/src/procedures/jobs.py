"""Timed work."""

from hueioc.jobs import Job
from hueioc.runtime import Runtime
from procedures.service.enquiry_watch import find_late, forget_old
from procedures.service.tracing import erase_expired


async def watch_enquiries(runtime: Runtime) -> None:
    """Deadlines that have passed, contacts that were kept long enough."""
    while await find_late(runtime.database):
        runtime.relay.wake()
    while await forget_old(runtime.database, runtime.vault):
        pass


async def erase_guests(runtime: Runtime) -> None:
    """What was said at check-in, when its days are over."""
    while await erase_expired(runtime.database):
        pass


JOBS: tuple[Job, ...] = (
    Job(name="watch-enquiries", every_s=10, work=watch_enquiries),
    Job(name="erase-guests", every_s=10, work=erase_guests),
)
