"""Timed work: pages whose time has come, rule files that have changed, duties past their time, old logs."""

import asyncio
from datetime import timedelta

from hueioc.clock import VIETNAM, now
from hueioc.jobs import Job
from hueioc.runtime import Runtime
from infosec.queries import alerts, events, reference
from infosec.service import incidents, rule_files
from infosec.service.watching import watch
from infosec.settings import settings_of
from infosec.states import RuleOrigin

CHUNK = 50


async def read_rules(runtime: Runtime) -> None:
    """The folder of the operators; without one nothing is done."""
    folder = settings_of(runtime.settings).sigma_folder
    if not folder:
        return
    found = await asyncio.to_thread(rule_files.read_folder, folder)
    async with runtime.database.transaction() as session:
        await rule_files.keep(session, RuleOrigin.FOLDER, found)


async def tell_overdue(runtime: Runtime) -> None:
    while True:
        async with runtime.database.transaction() as session:
            if await incidents.tell_overdue(session, CHUNK) < CHUNK:
                return


async def keep_house(runtime: Runtime) -> None:
    """Months of logs that are older than the law asks for go, and what correlations no longer need."""
    moment = now()
    async with runtime.database.transaction() as session:
        values = await reference.rules(session, moment.astimezone(VIETNAM).date())
        kept_from = moment - timedelta(days=values["log-retention-days"])
        await events.drop_before(session, kept_from)
        await events.trim_dropped(session, kept_from)
        await alerts.trim_hits(session, moment)
        await events.ensure_partition(session, moment + timedelta(days=3))


JOBS = (
    Job(name="watch-pages", every_s=2, work=watch),
    Job(name="read-rules", every_s=5, work=read_rules),
    Job(name="tell-overdue", every_s=30, work=tell_overdue),
    Job(name="keep-house", every_s=600, work=keep_house),
)
