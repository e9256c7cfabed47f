"""Issuing: identifier, references and XML by construction, what it takes the place of, and who is to be told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.db import Database
from hueioc.outbox import publish
from warning.errors import NotActive
from warning.events import DispatchCompleted, DispatchRequested
from warning.models import Alert, Telling
from warning.queries import alerts
from warning.rules.cap import identifier_of
from warning.rules.cap_check import NEEDS_REFERENCES
from warning.rules.cap_xml import write
from warning.service.active import covered_wards
from warning.service.alerts import demand_rules, lock
from warning.service.announce import MACHINE, announce, move
from warning.service.composing import compose, facts_now, free_second
from warning.service.voice import Voice
from warning.states import Action, MsgType, State, Status

AT_ONCE = 50


async def issue(session: AsyncSession, alert_id: UUID, actor: str, voice: Voice) -> Alert:
    """What was approved goes out. Raises `BreaksRules`, or `NotActive` when nothing is left to update or cancel."""
    row = await lock(session, alert_id)
    move(row, Action.ISSUE)
    before = [each for each in await alerts.predecessors(session, row) if _holds(each)]
    if row.msg_type in NEEDS_REFERENCES and not before:
        raise NotActive
    sent = await free_second(session, voice)
    row.sender, row.sent, row.identifier = voice.sender, sent, identifier_of(voice.arc, sent)
    row.covered = covered_wards(row, voice)
    await demand_rules(session, row, voice)
    row.xml = write(await compose(session, row, voice, await facts_now(session)))
    await announce(session, row, Action.ISSUE, actor, identifier=row.identifier)
    await _end(session, before, row, actor)
    if row.status is Status.ACTUAL:
        await _ask_to_tell(session, row, before)
    return row


def _holds(alert: Alert) -> bool:
    return alert.state is State.ISSUED and alert.msg_type is not MsgType.CANCEL and alert.expires > now()


async def _end(session: AsyncSession, before: Sequence[Alert], row: Alert, actor: str) -> None:
    """What it takes the place of is superseded, or cancelled."""
    action = Action.CANCEL if row.msg_type is MsgType.CANCEL else Action.SUPERSEDE
    for each in before:
        move(each, action)
        each.ended_at = now()
        await announce(session, each, action, actor, by=str(row.id))


async def _ask_to_tell(session: AsyncSession, row: Alert, before: Sequence[Alert]) -> None:
    """Also those who were told before and are not covered any more."""
    wards = sorted({*row.covered, *(code for each in before for code in each.covered)})
    session.add_all(Telling(alert_id=row.id, ward=code, told=0, queued=0) for code in wards)
    for code in wards:
        event = DispatchRequested(
            alert_id=row.id,
            ward=code,
            what=row.msg_type,
            headline_vi=row.texts["vi"]["headline"],
            headline_en=row.texts["en"]["headline"],
            instruction_vi=row.texts["vi"]["instruction"],
            instruction_en=row.texts["en"]["instruction"],
            at=now(),
        )
        publish(session, event, subject_id=f"{row.id}.{code}", version=row.version)


async def count_told(session: AsyncSession, key: tuple[UUID, str], told: int, queued: int) -> None:
    """The gateway's answer for one ward; when the last one is there, the dispatch is complete."""
    row = await alerts.lock(session, key[0])
    if row is None or not await alerts.tell(session, key, told, queued, now()):
        return
    every = await alerts.tellings(session, row.id)
    if any(each.told_at is None for each in every):
        return
    told, queued = sum(each.told for each in every), sum(each.queued for each in every)
    await announce(session, row, Action.TELL, MACHINE, told=told, queued=queued)
    event = DispatchCompleted(alert_id=row.id, told=told, queued=queued, wards=len(every), at=now())
    publish(session, event, subject_id=row.id, version=row.version)


async def expire(database: Database) -> int:
    """End what is over; how many there were."""
    async with database.transaction() as session:
        rows = await alerts.due(session, now(), AT_ONCE)
        for row in rows:
            move(row, Action.EXPIRE)
            row.ended_at = now()
            await announce(session, row, Action.EXPIRE, MACHINE)
    return len(rows)
