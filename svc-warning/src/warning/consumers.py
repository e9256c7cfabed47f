"""What the warning service hears: levels and limits (drafts), things seen at a place (situations), and who was told.

Only streams of services of this installation are listened to: a city without cameras has no stream of theirs.
"""

from importlib.metadata import entry_points
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.service import ENTRY_POINT_GROUP
from warning.service.drafts import follow
from warning.service.hearing import flood_of, kind_of, limit_of, sighting_of
from warning.service.issue import count_told
from warning.service.situations import Noticed, is_asked, notice


class Told(BaseModel):
    """What we read of the gateway's answer for one ward."""

    alert_id: UUID
    ward: Annotated[str, Field(max_length=10)]
    told: Annotated[int, Field(ge=0)]
    queued: Annotated[int, Field(ge=0)]


async def on_flood_level(session: AsyncSession, message: Received) -> None:
    await follow(session, flood_of(message.event.data))


async def on_limit(session: AsyncSession, message: Received) -> None:
    is_exceeded = message.event_type.endswith(".limit.exceeded.v1")
    await follow(session, limit_of(message.event.data, is_exceeded=is_exceeded))


async def on_something_seen(session: AsyncSession, message: Received) -> None:
    if not await is_asked(session, kind_of(message.event_type)):
        return
    sighting, about, facts = sighting_of(message.event.data, message.event_type)
    await notice(session, Noticed(message.event_id, about or message.subject_id, sighting, facts))


async def on_told(session: AsyncSession, message: Received) -> None:
    answer = message.read(Told)
    await count_told(session, (answer.alert_id, answer.ward), answer.told, answer.queued)


_EVERY = (
    Consumer(
        name="warning-floods",
        stream="EVT_ENVIRONMENT",
        subjects=("evt.environment.flood_level.>",),
        handle=on_flood_level,
        latest_only=True,
        batch=20,
    ),
    Consumer(
        name="warning-limits",
        stream="EVT_ENVIRONMENT",
        subjects=("evt.environment.limit.>",),
        handle=on_limit,
        batch=20,
    ),
    Consumer(
        name="warning-sensors",
        stream="EVT_ENVIRONMENT",
        subjects=("evt.environment.flood_level.reached", "evt.environment.limit.exceeded"),
        handle=on_something_seen,
        batch=50,
    ),
    Consumer(
        name="warning-reports",
        stream="EVT_REFLECTION",
        subjects=("evt.reflection.report.received",),
        handle=on_something_seen,
        batch=50,
    ),
    Consumer(
        name="warning-cameras",
        stream="EVT_CAMERA",
        subjects=("evt.camera.>",),
        handle=on_something_seen,
        batch=50,
    ),
    Consumer(
        name="warning-told",
        stream="EVT_GATEWAY",
        subjects=("evt.gateway.warning.told",),
        handle=on_told,
        batch=50,
    ),
)
_STREAMS = {f"EVT_{point.name.upper()}" for point in entry_points(group=ENTRY_POINT_GROUP)}
CONSUMERS = tuple(each for each in _EVERY if each.stream in _STREAMS)
