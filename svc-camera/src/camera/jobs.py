"""Timed work: cameras of which nothing is heard, quarters that are over, confirmed cases that are sealed."""

from camera.service.counts import tell_quarters
from camera.service.evidence import seal_next
from camera.service.health import find_silent
from hueioc.jobs import Job
from hueioc.runtime import Runtime


async def watch_silence(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        await find_silent(session)


async def tell_traffic(runtime: Runtime) -> None:
    while True:
        async with runtime.database.transaction() as session:
            if not await tell_quarters(session):
                return
        runtime.relay.wake()


async def seal_cases(runtime: Runtime) -> None:
    """One transaction for each case: its files are hashed again in it."""
    while True:
        async with runtime.database.transaction() as session:
            if not await seal_next(session, runtime):
                return
        runtime.relay.wake()


JOBS = (
    Job(name="watch-silence", every_s=5, work=watch_silence),
    Job(name="tell-traffic", every_s=10, work=tell_traffic),
    Job(name="seal-cases", every_s=1, work=seal_cases),
)
