"""What the gateway hears of reports and tells people."""

from datetime import datetime
from uuid import UUID

from joserfc.jwk import ECKey
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import keys
from gateway.notices.notify import News, notify
from gateway.notices.states import Kind
from gateway.organisations import queries
from gateway.settings import Settings
from hueioc.auth.recipients import open_recipient, open_recipients, recipient_key
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.clock import VIETNAM, now
from hueioc.runtime import Runtime

WARNED_AT_PERCENT = 80
SUBSCRIBER = "report-subscription"
"""What the seal of a subscriber is about."""
REPORTER_KINDS = {
    "resolved": Kind.REPORT_ANSWERED,
    "rejected": Kind.REPORT_REJECTED,
    "upheld": Kind.APPEAL_UPHELD,
    "overturned": Kind.APPEAL_OVERTURNED,
}
UNIT_KINDS = {
    "assigned": Kind.UNIT_ASSIGNED,
    "transferred": Kind.UNIT_ASSIGNED,
    "reopened": Kind.UNIT_ASSIGNED,
    "deadline_warned": Kind.DEADLINE_NEAR,
    "returned": Kind.ANSWER_RETURNED,
}


class Addressed(BaseModel):
    """What we read of `reporter.addressed`."""

    report_id: UUID
    code: str
    what: str
    recipient: str


class FollowersTold(BaseModel):
    """What we read of `followers.addressed`."""

    report_id: UUID
    code: str
    what: str
    cause: UUID
    recipients: str


class SubscribersTold(BaseModel):
    """What we read of `subscribers.addressed`."""

    report_id: UUID
    code: str
    category_vi: str
    category_en: str
    ward_vi: str
    ward_en: str
    cause: UUID
    recipients: str


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
    person_id = open_recipient(_key(runtime), addressed.recipient, str(addressed.report_id))
    if kind is None or person_id is None:
        return
    news = News(message.event_id, kind, f"/reports/{addressed.report_id}", {"code": addressed.code})
    await notify(session, [person_id], news)


async def on_followers_addressed(runtime: Runtime, session: AsyncSession, message: Received) -> None:
    """Some followers of a report hear of one change; once, in however many events they come."""
    told = message.read(FollowersTold)
    about = str(told.report_id)
    people = open_recipients(_key(runtime), told.recipients, about, f"follower:{about}")
    values = {"code": told.code, "what": told.what}
    await notify(session, people, News(told.cause, Kind.FOLLOWED_CHANGED, f"/reports/{about}", values))


async def on_subscribers_addressed(runtime: Runtime, session: AsyncSession, message: Received) -> None:
    """Some of those who subscribed to a ward or place hear of a new report; once, whatever they subscribed to."""
    told = message.read(SubscribersTold)
    about = str(told.report_id)
    people = open_recipients(_key(runtime), told.recipients, about, SUBSCRIBER)
    values = told.model_dump(include={"code", "category_vi", "category_en", "ward_vi", "ward_en"})
    await notify(session, people, News(told.cause, Kind.NEW_NEARBY, f"/reports/{about}", values))


def _key(runtime: Runtime) -> ECKey:
    settings = runtime.settings
    assert isinstance(settings, Settings)  # noqa: S101 - the gateway's own
    return recipient_key(keys.sealing_key(settings))


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
        name="gateway-followers",
        stream="EVT_REFLECTION",
        subjects=("evt.reflection.followers.addressed",),
        handle_with=on_followers_addressed,
        batch=5,
    ),
    Consumer(
        name="gateway-subscribers",
        stream="EVT_REFLECTION",
        subjects=("evt.reflection.subscribers.addressed",),
        handle_with=on_subscribers_addressed,
        batch=5,
    ),
    Consumer(
        name="gateway-units",
        stream="EVT_REFLECTION",
        subjects=tuple(f"evt.reflection.report.{what}" for what in UNIT_KINDS),
        handle=on_unit_news,
        batch=100,
    ),
)
