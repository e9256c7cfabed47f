"""Timed work: copies of photos, the clock of the process, taking old documents out of the read models."""

from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.runtime import Runtime
from hueioc.views import withdraw_view
from reflection import views
from reflection.queries import reports
from reflection.service.announce import SHOWN_AFTER_END, take
from reflection.service.leftovers import discard_leftovers
from reflection.service.originals import seal_originals, store_of
from reflection.service.pictures import prepare_waiting
from reflection.service.readership import SHOWN_AT_ONCE, show_some
from reflection.service.rescheduling import reschedule_some
from reflection.service.rule_lines import enter
from reflection.service.watch import run_timers, watch_classifying

AT_ONCE = 50
MOST_SHOWN = 100


async def prepare_pictures(runtime: Runtime) -> None:
    while await prepare_waiting(store_of(runtime)):
        runtime.relay.wake()


async def put_originals_away(runtime: Runtime) -> None:
    await seal_originals(store_of(runtime))
    await discard_leftovers(store_of(runtime))


async def run_process(runtime: Runtime) -> None:
    """Warnings, delays, the end of waiting and of the time for rating, the question four weeks later."""
    while await run_timers(runtime.database):
        runtime.relay.wake()
    if await watch_classifying(runtime.database):
        runtime.relay.wake()


async def reschedule(runtime: Runtime) -> None:
    """A newer calendar has come: every open deadline by it."""
    while await reschedule_some(runtime.database):
        runtime.relay.wake()


async def enter_rules(runtime: Runtime) -> None:
    """Changed rules that count from now on: the lists show them."""
    if await enter(runtime.database):
        runtime.relay.wake()


async def withdraw_old(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        for report_id in await reports.due_for_withdrawal(session, now() - SHOWN_AFTER_END, AT_ONCE):
            report = await take(session, report_id, None)
            report.withdrawn_at = now()
            await session.flush()
            withdraw_view(session, views.REPORT, report.id, version=report.version)
            withdraw_view(session, views.STAFF_REPORT, report.id, version=report.version)


async def show_views(runtime: Runtime) -> None:
    """At most a hundred documents in ten seconds, whatever is read."""
    for _ in range(MOST_SHOWN // SHOWN_AT_ONCE):
        async with runtime.database.transaction() as session:
            if await show_some(session) < SHOWN_AT_ONCE:
                break


JOBS = (
    Job(name="prepare-pictures", every_s=0.5, work=prepare_pictures),
    Job(name="put-originals-away", every_s=2, work=put_originals_away),
    Job(name="run-process", every_s=10, work=run_process),
    Job(name="reschedule", every_s=5, work=reschedule),
    Job(name="enter-rules", every_s=1, work=enter_rules),
    Job(name="withdraw-old", every_s=60, work=withdraw_old),
    Job(name="show-views", every_s=10, work=show_views),
)
