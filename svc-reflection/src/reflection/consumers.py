"""What scene reflection hears from others: the registry's units, and people who are to be forgotten.

And from itself: when people are to be told, it says so to the gateway, with recipients that only the gateway opens.
"""

import os
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.events import Audience, Event
from hueioc.outbox import publish
from hueioc.personal.erasure import erasure_of
from hueioc.runtime import Runtime
from hueioc.workdays.kept import calendar_consumer
from reflection.events.telling import FollowersAddressed, SubscribersAddressed, TellingContinued, To
from reflection.models import Identity, Unit
from reflection.models.public import Comment, Follower, Subscription, Supporter
from reflection.models.talk import AccountLock
from reflection.service.addresses import Addresses
from reflection.service.telling import NEW, NEWS, TOLD_REPORTER, Round, tell

_TOKEN_BYTES = 32


class ReporterAddressed(Event, type="vn.hue.reflection.reporter.addressed.v1", audience=Audience.SERVICE):
    """A reporter is to hear of a change; who it is, only the gateway can open."""

    report_id: UUID
    code: str
    what: str
    recipient: str
    """`hueioc.auth.recipients`, bound to the report."""


class RegistryUnit(BaseModel):
    """What this service keeps of a unit."""

    id: UUID
    agency_id: UUID
    name_vi: str
    name_en: str
    valid_to: date | None


class Told(BaseModel):
    report_id: UUID
    code: str
    at: datetime


async def on_unit_changed(session: AsyncSession, message: Received) -> None:
    """Keep the unit as the registry has it. What has ended stays: old reports name it."""
    unit = message.read(RegistryUnit).model_dump()
    row = insert(Unit).values(unit)
    await session.execute(row.on_conflict_do_update(index_elements=[Unit.id], set_=unit))


async def on_report_told(runtime: Runtime, session: AsyncSession, message: Received) -> None:
    """Address the reporter; one without an account with us (Open311, a visit to the office) is not addressed."""
    told = message.read(Told)
    identity = await session.get(Identity, told.report_id)
    if identity is None:
        return
    event = ReporterAddressed(
        report_id=told.report_id,
        code=told.code,
        what=message.event_type.split(".")[4],
        recipient=await runtime.recipients.seal(identity.person_id, str(told.report_id)),
    )
    publish(session, event, subject_id=told.report_id, version=message.version)


async def on_report_news(runtime: Runtime, session: AsyncSession, message: Received) -> None:
    """Tell the followers, and of a new report those who subscribed to its ward or to a place near it."""
    told, what = message.read(Told), message.event_type.split(".")[4]
    going = Round(To.FOLLOWERS, told.report_id, what, message.event_id, told.at)
    addresses = Addresses(runtime.vault, runtime.recipients)
    await tell(session, addresses, going, message.version)
    if what == NEW:
        await tell(session, addresses, replace(going, to=To.SUBSCRIBERS), message.version)


async def on_telling_continued(runtime: Runtime, session: AsyncSession, message: Received) -> None:
    """The next of many."""
    going = Round(**message.read(TellingContinued).model_dump())
    await tell(session, Addresses(runtime.vault, runtime.recipients), going, message.version)


async def forget(runtime: Runtime, session: AsyncSession, person_id: UUID) -> None:
    """The key is gone already; here the keyed hashes go by which the person's rows could be found."""
    subject = str(person_id)
    person, recipient = runtime.vault.token("subject", subject), runtime.vault.token("recipient", subject)
    await session.execute(delete(Supporter).where(Supporter.person_token == person))
    for table in (Follower, Subscription):
        await session.execute(delete(table).where(table.recipient == recipient))
    for table in (Identity, Comment, AccountLock):
        nobody = os.urandom(_TOKEN_BYTES)
        statement = update(table).where(table.person_token == person).values(person_token=nobody)
        await session.execute(statement.execution_options(synchronize_session=False))


ERASURE = erasure_of("reflection", forget)
PUBLISHED = (
    ReporterAddressed,
    FollowersAddressed,
    SubscribersAddressed,
    TellingContinued,
    ERASURE.answer,
)
CONSUMERS = (
    Consumer(
        name="reflection-units",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.unit.changed",),
        handle=on_unit_changed,
        latest_only=True,
    ),
    Consumer(
        name="reflection-reporters",
        stream="EVT_REFLECTION",
        subjects=tuple(f"evt.reflection.report.{what}" for what in TOLD_REPORTER),
        handle_with=on_report_told,
        batch=50,
    ),
    Consumer(
        name="reflection-followers",
        stream="EVT_REFLECTION",
        subjects=tuple(f"evt.reflection.report.{what}" for what in NEWS),
        handle_with=on_report_news,
        batch=5,
    ),
    Consumer(
        name="reflection-telling",
        stream="EVT_REFLECTION",
        subjects=(TellingContinued.subject,),
        handle_with=on_telling_continued,
        batch=1,
    ),
    calendar_consumer("reflection"),
    ERASURE.consumer,
)
