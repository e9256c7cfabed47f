"""What every change of a report has in common: the history line, the event, the documents."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import PreconditionFailed
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.views import publish_view, revise_view
from reflection import views
from reflection.errors import UnknownReport
from reflection.events import event_of
from reflection.models import Change, Report
from reflection.queries import reports
from reflection.rules.moves import target_of
from reflection.service.clocks import keep_timers, pause, resume, terms_at, terms_of
from reflection.states import CLOCK_PAUSES, FINISHED, RULES, Action, State

SYSTEM = Principal(subject="system")
DETOURS = frozenset({Action.ASK, Action.MERGE, Action.ASK_TRANSFER})
"""They remember where they came from; one upon another remembers where the first came from."""
_KEEPS_TIME = frozenset(
    {
        Action.MESSAGE,
        Action.CLAIM,
        Action.RELEASE,
        Action.APPEAL,
        Action.UPHOLD,
        Action.RATE,
        Action.SANCTION,
        Action.ASK_EXTENSION,
        Action.REFUSE_EXTENSION,
        Action.WARN,
        Action.BREACH,
        Action.DELAY,
        Action.ASK_AGAIN,
        Action.FOLLOW_UP,
        Action.ATTACH,
        Action.REDACT,
        Action.COMMENT,
        Action.SUPPORT,
    }
)
"""Nothing in them touches clock or timers."""
SHOWN_AFTER_END = timedelta(days=7)
"""How long the documents of a finished report stay in the read models (architecture, Bounds)."""


async def take(session: AsyncSession, report_id: UUID, expected_version: int | None) -> Report:
    """The report, locked; raises when it is unknown or has changed since the caller read it."""
    report = await reports.lock_report(session, report_id)
    if report is None:
        raise UnknownReport
    if expected_version is not None and report.version != expected_version:
        raise PreconditionFailed(extra={"version": report.version})
    # now: asking in the midst of a change would write half of it, as a version of its own
    for moment in {now(), report.state_since, *((report.deadline.started_at,) if report.deadline else ())}:
        await terms_at(session, moment)
    return report


async def move(
    session: AsyncSession, report: Report, action: Action, caller: Principal, note: str = "", **facts: Any
) -> Report:
    """Carry out `action`: state, clock, timers, history, event and documents, all in this transaction.

    `facts` is what the event of this action says more than others.
    """
    source = report.state
    target = allowed(action, report)
    await _enter(session, report, action, target)
    change = Change(
        id=uuid7(),
        report_id=report.id,
        action=action,
        source=source,
        target=target,
        actor=caller.subject,
        actor_role=next(iter(sorted(caller.roles)), "system"),
        unit_id=report.unit_id,
        note=note,
        rule_version=RULES,
        version=report.version + 1,
    )
    change.unit = report.unit
    report.history.append(change)
    await announce(session, report, action, **facts)
    if action not in _KEEPS_TIME:
        await keep_timers(session, report)
    return report


def allowed(action: Action, report: Report) -> State:
    """Where `action` leads this report; raises `MoveNotAllowed`."""
    is_published = report.published_at is not None
    return target_of(action, report.state, before=report.state_before, is_published=is_published)


async def _enter(session: AsyncSession, report: Report, action: Action, target: State) -> None:
    """The new state, the way back from it, and what it means for the clock."""
    source, moment = report.state, now()
    if action in DETOURS:
        report.state_before = report.state_before or source
    elif target is not source:
        report.state_before = None
    if target is not source or action is Action.ASSIGN:
        report.state, report.state_since = target, moment
        report.claimed_by = report.claimed_at = None
    if action is Action.ACCEPT:
        report.published_at = moment
    if target in CLOCK_PAUSES:
        pause(report, moment)
    elif source in CLOCK_PAUSES and target not in FINISHED:
        resume(report, await terms_of(session), moment)


async def announce(session: AsyncSession, report: Report, action: Action, **facts: Any) -> Report:
    """Give the report its next version, then tell of it."""
    report.updated_at, report.withdrawn_at = now(), None
    flag_modified(report, "updated_at")  # two changes at one moment are two versions
    await session.flush()
    return tell(session, report, action, **facts)


def tell(session: AsyncSession, report: Report, action: Action, **facts: Any) -> Report:
    """Publish the event and the documents of the report as it is now."""
    publish(session, event_of(action, report, **facts), subject_id=report.id, version=report.version)
    publish_documents(session, report)
    return report


def publish_documents(session: AsyncSession, report: Report) -> None:
    publish_view(session, views.STAFF_REPORT, report.id, views.staff_report(report), version=report.version)
    if report.is_public:
        document = views.public_report(report)
        revise_view(session, views.REPORT, report.id, document, version=report.version, revision=report.views)
