"""Lượt xem: how often a published report is read. A number without readers; about right, and that is enough.

The gateway answers most reads and tells their sums every few seconds; what the service answers itself (documents that
the read models no longer hold) it counts here. Sums are added in one statement every few seconds, and a document that
is read says its new number some time later, not with each read.
"""

import asyncio
from collections import Counter
from uuid import UUID

import orjson
import structlog
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.db import DATABASE_ERRORS
from hueioc.errors import Problem
from hueioc.reads import reads_subject
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting
from hueioc.views import revise_view
from reflection import views
from reflection.queries import readership
from reflection.service.announce import take

log = structlog.get_logger(__name__)

EVERY_S = 5.0
MOST_PENDING = 50_000
"""Reports with sums while the database is away; further ones are not counted."""
MOST_AT_ONCE = 1_000_000
"""What nobody reads in the seconds between two messages: a larger number is a mistake."""
SHOWN_AT_ONCE = 50
SUBJECT = reads_subject(views.SERVICE)
_REPORT = f"{views.REPORT.name}."


class ReadCounter:
    """The sums of this process between two writes. A crash loses the last seconds."""

    def __init__(self, runtime: Runtime) -> None:
        self._bus, self._database = runtime.bus, runtime.database
        self._pending: Counter[UUID] = Counter()
        self._subscription: Subscription | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [lasting(self._listen, name="hear-reads"), lasting(self._run, name="add-reads")]

    async def stop(self) -> None:
        for task in self._tasks:
            await end(task)
        await self._add_quietly()

    def note(self, report_id: UUID, number: int = 1) -> None:
        if report_id in self._pending or len(self._pending) < MOST_PENDING:
            self._pending[report_id] += number

    async def _listen(self) -> None:
        await self._bus.up.wait()
        if self._subscription is None:  # it comes back by itself after a reconnect
            self._subscription = await self._bus.subscribe(SUBJECT, self._heard, queue=views.SERVICE)

    async def _heard(self, message: Msg) -> None:
        try:
            for report_id, number in read_sums(message.data).items():
                self.note(report_id, number)
        except ValueError as error:
            log.warning("reads_unreadable", error=str(error))

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            await self._add_quietly()

    async def _add_quietly(self) -> None:
        try:
            await self.add()
        except (Problem, *DATABASE_ERRORS) as error:  # later, with the next ones
            log.info("reads_wait", error=type(error).__name__)

    async def add(self) -> None:
        """Write what is pending, in one statement; on a failure it stays pending."""
        if not self._pending:
            return
        sums, self._pending = self._pending, Counter()
        try:
            async with self._database.transaction() as session:
                await readership.add(session, sums)
        except BaseException:
            self._pending.update(sums)
            raise


def read_sums(payload: bytes) -> dict[UUID, int]:
    """The gateway's `{"report.<id>": number}`; raises ValueError for anything else."""
    told = orjson.loads(payload)
    if not isinstance(told, dict):
        raise ValueError("not an object")  # noqa: TRY004 - what came is wrong, not what was called
    found: dict[UUID, int] = {}
    for key, number in told.items():
        if not isinstance(number, int) or not 0 < number <= MOST_AT_ONCE:
            raise ValueError(f"{key}: not a number of readers")
        if key.startswith(_REPORT):
            found[UUID(key.removeprefix(_REPORT))] = number
    return found


async def show_some(session: AsyncSession) -> int:
    """Documents that say an old number are published again, without a new version of the report; how many were."""
    ids = await readership.not_shown(session, SHOWN_AT_ONCE)
    shown: dict[UUID, int] = {}
    for report_id in sorted(ids):
        report = await take(session, report_id, None)
        if report.is_public and report.withdrawn_at is None:
            revise_view(
                session,
                views.REPORT,
                report.id,
                views.public_report(report),
                version=report.version,
                revision=report.views,
            )
        shown[report_id] = report.views
    await readership.mark_shown(session, shown)
    return len(ids)
