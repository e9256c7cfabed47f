"""Timed work: sources that are due, deadlines that have passed, stories that are over."""

from datetime import timedelta

from hueioc.clock import VIETNAM, now
from hueioc.jobs import Job
from hueioc.runtime import Runtime
from press.queries import reference, reports
from press.service.answering import find_late
from press.service.collecting import Collector
from press.service.reaching import Reach
from press.service.rescheduling import reschedule_some
from press.service.stories import close_quiet
from press.settings import private_is_possible, user_agent_of


async def collect(runtime: Runtime) -> None:
    """One round: of each host at most one source, so that hosts are spaced by the rounds."""
    reach = Reach(user_agent_of(runtime.settings))
    collector = Collector(runtime.database, reach, private_is_possible(runtime.settings))
    if await collector.collect():
        runtime.relay.wake()


async def watch_deadlines(runtime: Runtime) -> None:
    while await find_late(runtime.database):
        runtime.relay.wake()


async def reschedule(runtime: Runtime) -> None:
    """A newer calendar has come: every open deadline by it."""
    while await reschedule_some(runtime.database):
        runtime.relay.wake()


async def close_stories(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        rules = await reference.rule_values(session, now().astimezone(VIETNAM).date())
        await reports.forget_before(session, now() - timedelta(days=float(rules["report-days"])))
    while await close_quiet(runtime.database, float(rules["quiet-days"])):
        pass


JOBS = (
    Job(name="collect", every_s=1, work=collect),
    Job(name="watch-deadlines", every_s=10, work=watch_deadlines),
    Job(name="reschedule", every_s=2, work=reschedule),
    Job(name="close-stories", every_s=600, work=close_stories),
)
