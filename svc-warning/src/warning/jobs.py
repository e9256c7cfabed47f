"""What time alone does: warnings expire, quiet situations close, what was seen is forgotten."""

from hueioc.jobs import Job
from hueioc.runtime import Runtime
from warning.service.issue import expire
from warning.service.situations import close_quiet, forget


async def expire_alerts(runtime: Runtime) -> None:
    while await expire(runtime.database):
        runtime.relay.wake()


async def close_situations(runtime: Runtime) -> None:
    while await close_quiet(runtime.database):
        runtime.relay.wake()


async def forget_seen(runtime: Runtime) -> None:
    await forget(runtime.database)


JOBS = (
    Job(name="expire-alerts", every_s=1, work=expire_alerts),
    Job(name="close-situations", every_s=10, work=close_situations),
    Job(name="forget-seen", every_s=3600, work=forget_seen),
)
