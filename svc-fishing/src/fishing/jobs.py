"""Timed work: boats that have fallen silent, and old rejections."""

from fishing.queries.positions import trim_rejected
from fishing.service.presence import find_silent
from hueioc.jobs import Job
from hueioc.runtime import Runtime

MOST_REJECTED = 100_000


async def watch_silence(runtime: Runtime) -> None:
    while await find_silent(runtime.database):
        runtime.relay.wake()


async def trim(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        await trim_rejected(session, MOST_REJECTED)


JOBS = (
    Job(name="watch-silence", every_s=5, work=watch_silence),
    Job(name="trim-rejected", every_s=600, work=trim),
)
