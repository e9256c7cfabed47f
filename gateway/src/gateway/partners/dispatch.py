"""Sends what is due, in the worker whose relay leads: each endpoint by itself, so that a slow one holds up no other.

A delivery is claimed in one transaction, sent outside of any, and marked in another. A process that dies in between
leaves the claim to run out; the message is then sent again under the same id.
"""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from gateway.identity.keys import sealing_key
from gateway.models import WebhookDelivery, WebhookEndpoint
from gateway.partners import events, queue, signing
from gateway.partners.endpoints import usable_secrets
from gateway.partners.feed import Feed
from gateway.partners.queue import Claimed
from gateway.partners.sending import AT_ONCE, Attempt, Line
from gateway.partners.states import JITTER, LONGEST_PAUSE, MOST_TRIES, RETRIES, DisabledReason, WebhookOutcome
from gateway.partners.targets import Reach
from gateway.settings import Settings
from hueioc import audit
from hueioc.clock import now
from hueioc.outbox import publish
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

EVERY_S = 1.0
MOST_ENDPOINTS = 16
"""Served at the same time."""
ATTEMPTS_KEPT = 20
PAUSE = timedelta(seconds=5)
OURSELVES = "gateway"


class WebhookDispatcher:
    """`feed` says when there is something new."""

    def __init__(self, runtime: Runtime, feed: Feed, key: bytes, reach: Reach) -> None:
        self._runtime = runtime
        self._feed = feed
        self._key = key
        self._reach = reach
        self._serving: dict[UUID, asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name="webhooks")

    async def stop(self) -> None:
        await end(self._task)
        for task in list(self._serving.values()):
            await end(task)

    async def _run(self) -> None:
        while True:
            await self._feed.has_readers.wait()
            try:
                await self._begin()
            except Exception as error:  # noqa: BLE001 - the database is away; it comes back
                log.warning("webhooks_wait", error=type(error).__name__)
            try:
                async with asyncio.timeout(EVERY_S):
                    await self._feed.written.wait()
            except TimeoutError:
                pass
            self._feed.written.clear()

    async def _begin(self) -> None:
        """Serve every endpoint that has something due and is not being served."""
        async with self._runtime.database.transaction() as session:
            ready = await queue.ready(session, now(), MOST_ENDPOINTS + len(self._serving))
        for endpoint_id in ready:
            if endpoint_id not in self._serving and len(self._serving) < MOST_ENDPOINTS:
                task = asyncio.create_task(self._serve(endpoint_id), name=f"webhook-{endpoint_id}")
                self._serving[endpoint_id] = task
                task.add_done_callback(lambda _, gone=endpoint_id: self._serving.pop(gone, None))

    async def _serve(self, endpoint_id: UUID) -> None:
        try:
            while await self.work(endpoint_id):
                pass
        except Exception as error:  # noqa: BLE001 - its claims run out, and it is served again
            log.warning("webhook_waits", endpoint=str(endpoint_id), error=type(error).__name__)

    async def work(self, endpoint_id: UUID) -> int:
        """Send one batch; how many went through. Nothing more is to be done now when none did."""
        async with self._runtime.database.transaction() as session:
            claimed = await queue.claim(session, endpoint_id, now())
        if claimed is None:
            return 0
        line = Line(claimed.endpoint.url, self._reach)
        try:
            attempts = await self._send(claimed, line)
        finally:
            await line.close()
        await self._mark(claimed, attempts)
        return sum(each.is_delivered for each in attempts.values())

    async def _send(self, claimed: Claimed, line: Line) -> dict[UUID, Attempt]:
        """By delivery. An ordered endpoint gets one after the other, and nothing behind one that failed."""
        secrets = usable_secrets(claimed.endpoint, self._key)
        attempts: dict[UUID, Attempt] = {}

        async def post(place: int) -> bool:
            delivery, message = claimed.deliveries[place], claimed.messages[place]
            fields = signing.headers(secrets, str(message.id), now(), message.body)
            attempts[delivery.id] = attempt = await line.post(fields, message.body)
            return attempt.is_delivered

        await _in_lanes(len(claimed.deliveries), 1 if claimed.endpoint.is_ordered else AT_ONCE, post)
        return attempts

    async def _mark(self, claimed: Claimed, attempts: dict[UUID, Attempt]) -> None:
        async with self._runtime.database.transaction() as session:
            endpoint = await session.get(WebhookEndpoint, claimed.endpoint.id, with_for_update=True)
            if endpoint is None:  # removed meanwhile, and its deliveries with it
                return
            disabled: DisabledReason | None = None
            for row in await queue.locked(session, [each.id for each in claimed.deliveries]):
                attempt = attempts.get(row.id)
                if attempt is None:  # it was behind one that failed
                    row.outcome, row.due_at = WebhookOutcome.WAITING, row.created_at
                else:
                    disabled = note(row, attempt) or disabled
            await queue.set_pace(session, endpoint, *pace(endpoint.failures, list(attempts.values()), now()))
            if disabled and endpoint.disabled_at is None:
                endpoint.disabled_at, endpoint.disabled_reason = now(), disabled
                await session.flush()
                await audit.record(session, OURSELVES, "webhook.disabled", str(endpoint.id), {"reason": disabled.value})
                told = events.WebhookDisabled(endpoint_id=endpoint.id, client_id=endpoint.client_id, reason=disabled)
                publish(session, told, subject_id=endpoint.id, version=endpoint.version)
        self._runtime.relay.wake()


def webhooks(runtime: Runtime, settings: Settings) -> tuple[Feed, WebhookDispatcher]:
    """The parts of a worker, in the order in which they start."""
    feed = Feed(runtime)
    return feed, WebhookDispatcher(runtime, feed, sealing_key(settings), Reach.of(settings))


async def _in_lanes(count: int, lanes: int, post: "queue.Post") -> None:
    """`lanes` at a time, in order; after the first that failed nothing more is begun."""
    places = iter(range(count))
    is_over = False

    async def lane() -> None:
        nonlocal is_over
        for place in places:
            if not await post(place):
                is_over = True
            if is_over:
                return

    await asyncio.gather(*(lane() for _ in range(min(lanes, count))))


def note(row: WebhookDelivery, attempt: Attempt) -> DisabledReason | None:
    """Writes an attempt into the log and says what becomes of the delivery; a reason when of the endpoint too."""
    row.tries += 1
    row.attempts = [*row.attempts, attempt.logged()][-ATTEMPTS_KEPT:]
    if attempt.is_delivered:
        row.outcome = WebhookOutcome.DELIVERED
    elif attempt.is_gone:
        row.outcome = WebhookOutcome.WAITING
        return DisabledReason.GONE
    elif row.tries >= MOST_TRIES:
        row.outcome = WebhookOutcome.FAILED
        return DisabledReason.EXHAUSTED
    else:
        wait = RETRIES[row.tries - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311 - no secret
        row.outcome, row.due_at = WebhookOutcome.WAITING, attempt.at + max(wait, attempt.retry_after or wait)
    return None


def pace(failures: int, attempts: Sequence[Attempt], moment: datetime) -> tuple[int, datetime | None]:
    """How many attempts have failed in a row, and until when the endpoint is left alone."""
    failed = [each for each in attempts if not each.is_delivered]
    if not failed:
        return 0, None
    failures = failures + len(failed) if len(failed) == len(attempts) else len(failed)
    asked = max((each.retry_after for each in failed if each.retry_after), default=None)
    if asked:
        return failures, moment + asked
    return failures, moment + min(PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
