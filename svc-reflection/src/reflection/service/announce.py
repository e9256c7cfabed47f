"""What every change of a report has in common: the history line, the event, the documents."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import PreconditionFailed
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.views import publish_view
from reflection import views
from reflection.errors import UnknownReport
from reflection.events import event_of
from reflection.models import Change, Report
from reflection.queries import reports
from reflection.rules.moves import target_of
from reflection.states import PUBLIC, RULES, Action

SYSTEM = Principal(subject="system")
SHOWN_AFTER_END = timedelta(days=7)
"""How long the documents of a finished report stay in the read models (architecture, Bounds)."""


async def take(session: AsyncSession, report_id: UUID, expected_version: int | None) -> Report:
    """The report, locked; raises when it is unknown or has changed since the caller read it."""
    report = await reports.lock_report(session, report_id)
    if report is None:
        raise UnknownReport
    if expected_version is not None and report.version != expected_version:
        raise PreconditionFailed(extra={"version": report.version})
    return report


async def move(session: AsyncSession, report: Report, action: Action, caller: Principal, note: str = "") -> Report:
    """Carry out `action`: state, history, event and documents, all in this transaction."""
    source, target = report.state, target_of(action, report.state)
    report.state = target
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
    return await announce(session, report, action)


async def announce(session: AsyncSession, report: Report, action: Action) -> Report:
    """Give the report its next version, then tell of it."""
    report.updated_at, report.withdrawn_at = now(), None
    flag_modified(report, "updated_at")  # two changes at one moment are two versions
    await session.flush()
    return tell(session, report, action)


def tell(session: AsyncSession, report: Report, action: Action) -> Report:
    """Publish the event and the documents of the report as it is now."""
    publish(session, event_of(action, report), subject_id=report.id, version=report.version)
    publish_documents(session, report)
    return report


def publish_documents(session: AsyncSession, report: Report) -> None:
    publish_view(session, views.STAFF_REPORT, report.id, views.staff_report(report), version=report.version)
    if report.state in PUBLIC:
        publish_view(session, views.REPORT, report.id, views.public_report(report), version=report.version)
