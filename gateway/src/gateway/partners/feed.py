"""Events become deliveries: the leader follows the feed of all events from where it stopped, while there are webhooks.

An event is written down for the endpoints that want it in the transaction that moves the position, once per event and
endpoint, whatever is read twice: what was read is never lost, and what was not is read again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
import structlog
from nats.aio.msg import Msg
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Client, WebhookDelivery, WebhookEndpoint, WebhookMessage, WebhookPosition
from hueioc.bus.connection import Bus, BusError, JetStreamError
from hueioc.bus.ordered import Follower, Start
from hueioc.bus.received import place_of
from hueioc.bus.streams import EVENTS
from hueioc.clock import now
from hueioc.cloudevents import CloudEvent, NotACloudEventError, event_uuid, read
from hueioc.events import Audience
from hueioc.ids import uuid7
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

EVERY_S = 2.0
AGAIN_S = 1.0


@dataclass(frozen=True)
class Wish:
    """An endpoint with the agency it may hear of beside the public."""

    endpoint: WebhookEndpoint
    agency_id: UUID | None

    def takes(self, event: CloudEvent, audience: str) -> bool:
        """Public events, and those for its own agency, of the types it asked for and from then on."""
        is_for_it = audience == Audience.PUBLIC or (
            self.agency_id is not None and audience == f"{Audience.AGENCY}:{self.agency_id}"
        )
        is_new = event.time is None or event.time >= self.endpoint.subscribed_at
        return is_for_it and is_new and any(fits(event.type, each) for each in self.endpoint.event_types)


def fits(event_type: str, wanted: str) -> bool:
    return event_type.startswith(wanted[:-1]) if wanted.endswith(".*") else event_type == wanted


class Feed:
    """Runs in every worker, follows in the one whose relay leads."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._follower: Follower | None = None
        self._task: asyncio.Task[None] | None = None
        self.written = asyncio.Event()
        """Set when there is something new to send."""
        self.has_readers = asyncio.Event()
        """Set while there is any webhook and this worker leads."""

    def start(self) -> None:
        self._task = lasting(self._run, name="webhook-feed")

    async def stop(self) -> None:
        await end(self._task)
        await self._unfollow()

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the database or the bus is away; it comes back
                log.warning("webhook_feed_waits", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Begin to follow, or end it. Raises what the database and the bus raise."""
        position = None
        if self._runtime.relay.leads.is_set():
            async with self._runtime.database.transaction() as session:
                position = await position_of(session)
        if position is None:
            self.has_readers.clear()
            await self._unfollow()
            return
        self.has_readers.set()
        if self._follower is None:
            first = (await self._runtime.bus.api(f"STREAM.INFO.{EVENTS}"))["state"]["first_seq"]
            if 0 < position < first - 1:  # this process was away for longer than the feed keeps them
                log.error("webhook_events_missed", from_sequence=position + 1, to_sequence=first - 1)
            self._follower = Follower(self._runtime.bus, EVENTS, start=Start.NEW, on_batch=self.take)
            self._follower.last_sequence = position
            self._follower.start()

    async def _unfollow(self) -> None:
        if self._follower:
            await self._follower.stop()
            self._follower = None

    async def take(self, messages: Sequence[Msg]) -> None:
        """One batch, with the position after it. A failure takes the follower back to before it."""
        while True:
            try:
                async with self._runtime.database.transaction() as session:
                    is_new = await written(session, messages)
                    last = place_of(messages[-1].reply).stream_sequence
                    row = await session.get(WebhookPosition, EVENTS, with_for_update=True)
                    if row:  # None: the last endpoint was removed meanwhile
                        row.sequence = last
            except Exception as error:  # noqa: BLE001 - what was taken in hand is written down before anything else
                log.warning("webhook_feed_waits", error=type(error).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                if is_new:
                    self.written.set()
                return


async def position_of(session: AsyncSession) -> int | None:
    """None when there is no webhook. One that was made while the last other one was removed has lost its position:
    it gets the events from the first that is there, and those from before its wish are not for it."""
    if await session.scalar(select(WebhookEndpoint.id).limit(1)) is None:
        return None
    found = await session.scalar(select(WebhookPosition.sequence))
    if found is None:
        await _set_out(session, 0)
    return found or 0


async def begin(session: AsyncSession, bus: Bus) -> None:
    """Events are read from now on, if they are not already; from the first that is there when the bus is away.

    What is older than the wish of an endpoint is not for it in any case.
    """
    if await session.get(WebhookPosition, EVENTS) is None:
        try:
            last = (await bus.api(f"STREAM.INFO.{EVENTS}"))["state"]["last_seq"]
        except (*BusError, JetStreamError):
            last = 0
        await _set_out(session, last)


async def _set_out(session: AsyncSession, sequence: int) -> None:
    values = {"stream": EVENTS, "sequence": sequence}
    await session.execute(insert(WebhookPosition).values(values).on_conflict_do_nothing())


async def written(session: AsyncSession, messages: Sequence[Msg]) -> bool:
    """Whether anything was new."""
    rows = await session.execute(
        select(WebhookEndpoint, Client.agency_id)
        .join(Client, Client.client_id == WebhookEndpoint.client_id)
        .where(Client.closed_at.is_(None))
    )
    wishes = [Wish(endpoint, agency_id) for endpoint, agency_id in rows]
    kept: list[dict[str, object]] = []
    deliveries: list[dict[str, object]] = []
    for message in messages:
        headers = dict(message.headers or {})
        try:
            event = read(headers, message.data)
            event_id = event_uuid(event)
        except NotACloudEventError:
            continue
        audience = headers.get("Hue-Audience", Audience.STAFF.value)
        if wanted := [wish for wish in wishes if wish.takes(event, audience)]:
            kept.append(_message(event, event_id))
            deliveries += [_delivery(wish.endpoint.id, event_id) for wish in wanted]
    if not kept:
        return False
    await session.execute(insert(WebhookMessage).on_conflict_do_nothing(), kept)
    added = insert(WebhookDelivery).on_conflict_do_nothing().returning(WebhookDelivery.id)
    return bool((await session.execute(added, deliveries)).first())


def _message(event: CloudEvent, event_id: UUID) -> dict[str, object]:
    """Standard Webhooks: type, timestamp, data. The data is JSON already and goes in as it is."""
    moment = event.time or now()
    head = orjson.dumps({"type": event.type, "timestamp": moment.isoformat()})
    body = head[:-1] + b',"data":' + (event.data or b"null") + b"}"
    return {
        "id": event_id,
        "type": event.type,
        "subject": event.subject,
        "occurred_at": moment,
        "body": body,
        "created_at": now(),
    }


def _delivery(endpoint_id: UUID, event_id: UUID) -> dict[str, object]:
    return {"id": uuid7(), "endpoint_id": endpoint_id, "message_id": event_id, "created_at": now(), "due_at": now()}
