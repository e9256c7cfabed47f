"""The consumer runtime: a batch of messages is one transaction, one poison message is retried alone.

A message is acknowledged only after the transaction with its effect and its inbox row is committed.
What fails is tried again after 1, 5, 30, 120, 600, 1,800 s (each ± 20 %); the eighth failure, or a message that
is no CloudEvent, goes to the dead letters, and only then is it taken off the stream.
"""

import asyncio
import contextlib
import random
from collections.abc import Sequence

import structlog
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.bus import inbox
from hueioc.bus.connection import Bus, BusError
from hueioc.bus.dlq import bury, retry_subject
from hueioc.bus.pull import ConsumerGone, Limits, Puller, PullSilent
from hueioc.bus.received import Received
from hueioc.bus.streams import RETRY_DELAYS_S, Consumer
from hueioc.cloudevents import NotACloudEventError
from hueioc.db import Database
from hueioc.errors import Unavailable
from hueioc.metrics import CONSUMED
from hueioc.tasks import lasting

log = structlog.get_logger(__name__)

RECONNECT_WAIT_S = 0.5
_NANOSECOND = 1_000_000_000


class ConsumerLoop:
    """Runs one `Consumer` of `service` until it is stopped."""

    def __init__(self, service: str, consumer: Consumer, *, bus: Bus, database: Database) -> None:
        self.service = service
        self.consumer = consumer
        self._bus = bus
        self._database = database
        self._reads = consumer.reads or Received
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def start(self) -> None:
        self._task = lasting(self._run, name=f"consumer-{self.consumer.name}")

    async def stop(self) -> None:
        """Finish the batch in hand, give back what was not begun, then end."""
        self._stopping.set()
        if self._task:
            await self._task

    async def _run(self) -> None:
        while not self._stopping.is_set():
            puller = Puller(self._bus, self.consumer.stream, self.consumer.name)
            retries: Subscription | None = None
            try:
                retries = await self._bus.subscribe(retry_subject(self.service, self.consumer.name), self._retry)
                await self._pull(puller)
            except (*BusError, ConsumerGone, PullSilent) as error:
                log.info("consumer_waits", consumer=self.consumer.name, reason=str(error) or type(error).__name__)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(RECONNECT_WAIT_S):
                        await self._stopping.wait()
            finally:
                with contextlib.suppress(*BusError):
                    await puller.close()
                    if retries and self._bus.connected:
                        await retries.unsubscribe()

    async def _retry(self, raw: Msg) -> None:
        """A dead letter handed back by `hue dlq replay`: answer with nothing, or with why it failed again."""
        try:
            await self._apply([self._reads(raw)])
        except Exception as error:  # noqa: BLE001 - the answer carries the failure
            await raw.respond(f"{type(error).__name__}: {error}".encode())
        else:
            await raw.respond(b"")

    async def _pull(self, puller: Puller) -> None:
        limits = Limits(batch=self.consumer.batch)
        reconnects = self._bus.reconnects
        while not self._stopping.is_set():
            fetching = asyncio.create_task(puller.fetch(limits))
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not fetching.done():
                fetching.cancel()
                return
            if messages := fetching.result():
                await self.process(messages)
            if reconnects != self._bus.reconnects:
                return

    async def process(self, messages: Sequence[Msg]) -> None:
        """One batch: together if it goes, one by one if it does not."""
        readable = await self._readable(messages)
        if not readable:
            return
        try:
            await self._apply(readable)
        except Exception as error:  # noqa: BLE001 - any failure of a handler means: try them one by one
            if len(readable) == 1:
                await self._refuse(readable[0], error)
                return
            for message in readable:
                await self._alone(message)
        else:
            await self._acknowledge(readable)

    async def _alone(self, message: Received) -> None:
        try:
            await self._apply([message])
        except Exception as error:  # noqa: BLE001 - a poison message must not stop its neighbours
            await self._refuse(message, error)
        else:
            await self._acknowledge([message])

    async def _readable(self, messages: Sequence[Msg]) -> list[Received]:
        readable: list[Received] = []
        for raw in messages:
            try:
                readable.append(self._reads(raw))
            except NotACloudEventError as error:
                await bury(self._bus, self.service, self.consumer.name, raw, reason=str(error))
                CONSUMED.labels(self.consumer.name, "dead").inc()
        return readable

    async def _apply(self, messages: Sequence[Received]) -> None:
        async with self._database.transaction() as session:
            fresh = await inbox.unseen(session, self.consumer.name, messages)
            if fresh and self.consumer.latest_only:
                fresh = await inbox.newer(session, self.consumer.name, fresh)
            if fresh:
                await self._handle(session, fresh)

    async def _handle(self, session: AsyncSession, messages: Sequence[Received]) -> None:
        if self.consumer.handle_batch:
            await self.consumer.handle_batch(session, messages)
        elif self.consumer.handle:
            for message in messages:
                await self.consumer.handle(session, message)

    async def _acknowledge(self, messages: Sequence[Received]) -> None:
        for message in messages:
            await self._bus.publish(message.raw.reply, b"+ACK")
        CONSUMED.labels(self.consumer.name, "done").inc(len(messages))

    async def _refuse(self, message: Received, error: Exception) -> None:
        delivered = message.place.delivered
        passing = isinstance(error, (Unavailable, *BusError))
        if not passing and (delivered >= self.consumer.max_deliver or isinstance(error, ValidationError)):
            await bury(
                self._bus, self.service, self.consumer.name, message.raw, reason=f"{type(error).__name__}: {error}"
            )
            CONSUMED.labels(self.consumer.name, "dead").inc()
            log.error(
                "message_buried",
                consumer=self.consumer.name,
                event_id=str(message.event_id),
                error=type(error).__name__,
            )
            return
        delay_s = retry_delay_s(delivered, self.consumer.retry_delays_s)
        await self._bus.publish(message.raw.reply, b'-NAK {"delay": %d}' % int(delay_s * _NANOSECOND))
        CONSUMED.labels(self.consumer.name, "retried").inc()
        log.warning(
            "message_refused",
            consumer=self.consumer.name,
            event_id=str(message.event_id),
            error=type(error).__name__,
            retry_in_s=round(delay_s, 1),
        )


def retry_delay_s(delivered: int, delays_s: Sequence[float] = RETRY_DELAYS_S) -> float:
    """The wait before delivery number `delivered` + 1."""
    base = delays_s[min(delivered, len(delays_s)) - 1]
    return base * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
