"""Erasing a person: here at once, in every other service by an event that each must answer within a minute."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import entry_points
from uuid import UUID

import structlog
from prometheus_client import Gauge
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from gateway.identity import schemas, sessions
from gateway.identity.events import PersonErased
from gateway.models import (
    Account,
    Erasure,
    ForeignAccount,
    Notice,
    OneTimeCode,
    Person,
    Preference,
    PushSubscription,
    WardSubscription,
)
from hueioc import audit
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.outbox import publish
from hueioc.personal.erasure import ErasureAnswer
from hueioc.runtime import Runtime
from hueioc.service import ENTRY_POINT_GROUP

log = structlog.get_logger(__name__)

WITHIN = timedelta(minutes=1)
OVERDUE = Gauge("hue_erasures_overdue", "Erasures that some service has not answered within a minute")
MOST_SHOWN = 200


@cache
def services() -> tuple[str, ...]:
    """Everybody who must answer: each installed service whose descriptor declares the answer."""
    others = [point.load() for point in entry_points(group=ENTRY_POINT_GROUP) if point.name != "gateway"]
    return tuple(sorted(each.name for each in others if answer_of(each.name) in {one.subject for one in each.events}))


def answer_of(service: str) -> str:
    """The subject under which a service says that it has forgotten somebody."""
    return f"evt.{service}.person.erased"


async def erase(session: AsyncSession, runtime: Runtime, person_id: UUID, *, asked_by: str, actor: str) -> Erasure:
    """Destroy the key, empty the rows, end the sessions, tell every service. A second request changes nothing."""
    known = await session.get(Erasure, person_id)
    if known:
        return known
    for row in await sessions.revoke_all(session, person_id, "erased", actor=actor):
        runtime.verifier.revoked.add(str(row.id))
    person = await session.get_one(Person, person_id, with_for_update=True)
    if person.phone_token:
        await session.execute(delete(OneTimeCode).where(OneTimeCode.phone_token == person.phone_token))
    for table in (Account, ForeignAccount, Notice, Preference, PushSubscription, WardSubscription):
        await session.execute(delete(table).where(table.person_id == person_id))
    person.sealed_phone = person.phone_token = person.sealed_email = person.email_token = None
    person.erased_at = now()
    await runtime.vault.erase(session, person_id)
    row = Erasure(
        person_id=person_id,
        asked_by=asked_by,
        asked_at=now(),
        due_at=now() + WITHIN,
        waiting_for=list(services()),
        answered={},
        done_at=None if services() else now(),
    )
    session.add(row)
    await audit.record(session, actor, "person.erased", str(person_id), {"asked_by": asked_by})
    publish(session, PersonErased(person_id=person_id, at=now()), subject_id=person_id, version=1)
    return row


async def on_answer(session: AsyncSession, message: Received) -> None:
    """A service has forgotten the person."""
    answer = message.read(ErasureAnswer)
    row = await session.get(Erasure, answer.person_id, with_for_update=True)
    if row is None:
        return
    service = message.event.source.rpartition("/")[2]
    row.answered[service] = answer.at.isoformat()
    row.waiting_for = [each for each in row.waiting_for if each != service]
    flag_modified(row, "answered")
    if not row.waiting_for and row.done_at is None:
        row.done_at = now()


def consumers() -> Iterable[Consumer]:
    """One for each service: their answers are in streams of their own, kept for as long as their outbox."""
    for name in services():
        yield Consumer(
            name=f"gateway-erasure-{name}",
            stream=f"EVT_{name.upper()}",
            subjects=(answer_of(name),),
            handle=on_answer,
            batch=20,
        )


async def watch(runtime: Runtime) -> None:
    """Count what is overdue, and say so in the log."""
    async with runtime.database.transaction() as session:
        late = await overdue(session, now())
    OVERDUE.set(len(late))
    for row in late:
        log.error("erasure_overdue", asked_at=row.asked_at.isoformat(), missing=row.waiting_for)


async def overdue(session: AsyncSession, moment: datetime) -> Sequence[Erasure]:
    statement = select(Erasure).where(Erasure.done_at.is_(None), Erasure.due_at < moment)
    return (await session.scalars(statement.limit(MOST_SHOWN))).all()


async def latest(session: AsyncSession) -> Sequence[Erasure]:
    """What is open first, then the newest."""
    order = (Erasure.done_at.is_not(None), Erasure.asked_at.desc())
    return (await session.scalars(select(Erasure).order_by(*order).limit(MOST_SHOWN))).all()


def shown(row: Erasure) -> schemas.ErasureShown:
    fields = {name: getattr(row, name) for name in schemas.ErasureShown.model_fields if name != "missing"}
    return schemas.ErasureShown(**fields, missing=row.waiting_for)


JOBS = (Job(name="erasures-overdue", every_s=15, work=watch),)
