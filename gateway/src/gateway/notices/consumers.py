"""What the gateway hears of reports and tells people."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import keys
from gateway.notices.notify import News, notify
from gateway.notices.states import Kind
from gateway.organisations import queries
from gateway.settings import Settings
from hueioc.auth.recipients import open_recipient, recipient_key
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.clock import VIETNAM, now
from hueioc.runtime import Runtime

WARNED_AT_PERCENT = 80
REPORTER_KINDS = {"resolved": Kind.REPORT_ANSWERED, "rejected": Kind.REPORT_REJECTED}
UNIT_KINDS = {
    "assigned": Kind.UNIT_ASSIGNED,
    "deadline_warned": Kind.DEADLINE_NEAR,
    "returned": Kind.ANSWER_RETURNED,
}


class Addressed(BaseModel):
    """What we read of `reporter.addressed`."""

    report_id: UUID
    code: str
    what: str
    recipient: str


class UnitNews(BaseModel):
    """What we read of a report's events."""

    report_id: UUID
    code: str
    unit_id: UUID | None
    due_at: datetime | None
    percent: int | None = None


async def on_reporter_addressed(runtime: Runtime, session: AsyncSession, message: Received) -> None:
    """A reporter is to hear of the own report; a recipient that does not open is nobody of ours."""
    addressed = message.read(Addressed)
    kind = REPORTER_KINDS.get(addressed.what)
    settings = runtime.settings
    assert isinstance(settings, Settings)  # noqa: S101 - the gateway's own
    key = recipient_key(keys.sealing_key(settings))
    person_id = open_recipient(key, addressed.recipient, str(addressed.report_id))
    if kind is None or person_id is None:
        return
    news = News(message.event_id, kind, f"/reports/{addressed.report_id}", {"code": addressed.code})
    await notify(session, [person_id], news)


async def on_unit_news(session: AsyncSession, message: Received) -> None:
    """Tell those who are on duty in the unit, or in the unit that has taken its place."""
    found = message.read(UnitNews)
    kind = UNIT_KINDS[message.event_type.split(".")[4]]
    if found.unit_id is None or (found.percent is not None and found.percent < WARNED_AT_PERCENT):
        return
    unit_id = await queries.successor_of(session, found.unit_id)
    if unit_id is None:
        return
    moment = now()
    people = await queries.on_duty(session, unit_id, moment, moment.astimezone(VIETNAM).date())
    values = {
        "code": found.code,
        "due": found.due_at.isoformat() if found.due_at else None,
        "percent": found.percent,
    }
    await notify(session, people, News(message.event_id, kind, f"/ops/reports/{found.report_id}", values))


CONSUMERS = (
    Consumer(
        name="gateway-reporters",
        stream="EVT_REFLECTION",
        subjects=("evt.reflection.reporter.addressed",),
        handle_with=on_reporter_addressed,
        batch=100,
    ),
    Consumer(
        name="gateway-units",
        stream="EVT_REFLECTION",
        subjects=tuple(f"evt.reflection.report.{what}" for what in UNIT_KINDS),
        handle=on_unit_news,
        batch=100,
    ),
)
