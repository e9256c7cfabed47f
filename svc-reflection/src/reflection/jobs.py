"""Timed work: copies of photos, closing after the time for rating, taking old documents out of the read models."""

from datetime import timedelta

from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.runtime import Runtime
from hueioc.views import withdraw_view
from reflection import views
from reflection.queries import reports
from reflection.service.announce import SHOWN_AFTER_END, SYSTEM, move, take
from reflection.service.pictures import prepare_waiting
from reflection.states import Action

RATING_WINDOW = timedelta(days=30)
AT_ONCE = 50


async def prepare_pictures(runtime: Runtime) -> None:
    while await prepare_waiting(runtime.database, runtime.files):
        runtime.relay.wake()


async def close_reports(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        for report_id in await reports.due_for_closing(session, now() - RATING_WINDOW, AT_ONCE):
            await move(session, await take(session, report_id, None), Action.CLOSE, SYSTEM)


async def withdraw_old(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        for report_id in await reports.due_for_withdrawal(session, now() - SHOWN_AFTER_END, AT_ONCE):
            report = await take(session, report_id, None)
            report.withdrawn_at = now()
            await session.flush()
            withdraw_view(session, views.REPORT, report.id, version=report.version)
            withdraw_view(session, views.STAFF_REPORT, report.id, version=report.version)


JOBS = (
    Job(name="prepare-pictures", every_s=0.5, work=prepare_pictures),
    Job(name="close-reports", every_s=60, work=close_reports),
    Job(name="withdraw-old", every_s=60, work=withdraw_old),
)
