"""Timed work: cards that run out, lists that want a new signature, scans that are old enough to forget."""

from datetime import timedelta

from cards.queries import reference, use
from cards.service.cards import expire
from cards.service.status_lists import sign_stale
from cards.service.today import today
from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.runtime import Runtime


async def expire_cards(runtime: Runtime) -> None:
    while await expire(runtime.database, runtime.settings):
        runtime.relay.wake()


async def sign_lists(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        await sign_stale(session, runtime.settings)


async def forget_scans(runtime: Runtime) -> None:
    async with runtime.database.transaction() as session:
        days = (await reference.rules(session, today()))["scan-days"]
        await use.forget_scans(session, now() - timedelta(days=days))


JOBS = (
    Job(name="expire-cards", every_s=60, work=expire_cards),
    Job(name="sign-status-lists", every_s=60, work=sign_lists),
    Job(name="forget-scans", every_s=3600, work=forget_scans),
)
