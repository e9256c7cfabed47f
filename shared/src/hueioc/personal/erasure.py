"""Erasing a person in every service: one event from the gateway, one answer from each service.

    ERASURE = erasure_of("reflection", forget)
    service = Service(..., events=(*events, ERASURE.answer), consumers=(*consumers, ERASURE.consumer))

`forget` deletes what the destroyed key does not make unreadable by itself, in the transaction of the answer.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import audit
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.clock import now
from hueioc.events import Audience, Event
from hueioc.outbox import publish
from hueioc.personal import keys

if TYPE_CHECKING:
    from hueioc.runtime import Runtime

Forget = Callable[["Runtime", AsyncSession, UUID], Awaitable[None]]
RETRY_DELAYS_S = (1, 2, 5, 10, 30, 120, 600)
"""Soon, because everything must be gone within a minute."""


class PersonErased(Event, type="vn.hue.gateway.person.erased.v1", audience=Audience.SERVICE):
    """A person is to be forgotten by every service; the id is a pseudonym that belongs to nobody any more."""

    person_id: UUID
    at: datetime


class ErasureAnswer(BaseModel):
    """What a reader needs of any service's answer."""

    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class Erasure:
    """What a service adds to its descriptor."""

    consumer: Consumer
    answer: type[Event]


async def nothing_more(runtime: "Runtime", session: AsyncSession, person_id: UUID) -> None:
    """All that this service knows of people is sealed with their keys."""


def erasure_of(service: str, forget: Forget = nothing_more) -> Erasure:
    """The consumer that destroys the person's key and forgets the rest, and the event it answers with."""

    class PersonForgotten(Event, type=f"vn.hue.{service}.person.erased.v1", audience=Audience.SERVICE):
        """This service has forgotten the person."""

        person_id: UUID
        at: datetime

    async def on_person_erased(runtime: "Runtime", session: AsyncSession, message: Received) -> None:
        person_id = message.read(PersonErased).person_id
        await keys.erase(session, person_id)
        await forget(runtime, session, person_id)
        await audit.record(session, "gateway", "person.erased", str(person_id))
        publish(session, PersonForgotten(person_id=person_id, at=now()), subject_id=person_id, version=1)

    consumer = Consumer(
        name=f"{service}-erasure",
        stream="EVT_GATEWAY",
        subjects=(PersonErased.subject,),
        handle_with=on_person_erased,
        batch=20,
        retry_delays_s=RETRY_DELAYS_S,
    )
    return Erasure(consumer, PersonForgotten)
