"""Incidents: opened by hand or by a defaced page, with an owner, a clock by the rules of the day, and a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import Text
from hueioc.ids import uuid7
from hueioc.outbox import publish
from infosec import events, schemas
from infosec.errors import IncidentMove, UnknownAlert, UnknownDuty, UnknownIncident
from infosec.models import Alert, Incident, IncidentDuty, IncidentLine, Page
from infosec.queries import alerts, incidents, reference
from infosec.states import MOVES, SEVERITIES, IncidentKind, IncidentState, LineKind, Severity, Verdict

SYSTEM = "system"
MISSING = Text(
    "Còn báo cáo bắt buộc chưa gửi; hãy ghi nhận báo cáo trước khi đóng",
    "A report that the law asks for has not been sent; write it down before closing",
)


@dataclass(frozen=True)
class Opening:
    title: str
    kind: IncidentKind
    severity: Severity
    agency_id: str
    detected_at: datetime
    words: str = ""
    actor: str = SYSTEM
    page_id: UUID | None = None


async def open_incident(session: AsyncSession, opening: Opening, about: Sequence[Alert]) -> Incident:
    """With its duties by the rules in force on the day of detection, and its event with whom to tell."""
    moment = now()
    names = ("title", "kind", "severity", "agency_id", "detected_at", "page_id")
    row = Incident(id=uuid7(), state=IncidentState.NEW, opened_at=moment, **{n: getattr(opening, n) for n in names})
    session.add(row)
    await session.flush()
    await session.refresh(row, ["number"])
    due = await _give_duties(session, row)
    note(session, row, LineKind.OPENED, opening.actor, opening.words)
    for alert in about:
        alert.incident_id, alert.updated_at = row.id, moment
        note(session, row, LineKind.ALERT, opening.actor, alert.title_vi)
    told = await reference.addressees(session, _day(row), row.severity)
    reports = [each.due_at for each in due if each.is_report]
    event = events.IncidentOpened(
        **_facts(row), addressees=[each.code for each in told], report_due_at=min(reports, default=None)
    )
    publish(session, event, subject_id=row.id, version=row.version)
    return row


async def open_for_page(session: AsyncSession, page: Page, raised: Sequence[Alert]) -> Incident:
    """The incident that is open for the page, or a new one."""
    row = await incidents.open_of_page(session, page.id)
    if row is not None:
        note(session, row, LineKind.ALERT, SYSTEM, ", ".join(page.evidence))
        for alert in raised:
            alert.incident_id = row.id
        return row
    opening = Opening(
        title=f"{page.name_vi}: {page.url}",
        kind=IncidentKind.DEFACEMENT,
        severity=Severity.HIGH,
        agency_id=page.agency_id,
        detected_at=now(),
        words=", ".join(page.evidence),
        page_id=page.id,
    )
    return await open_incident(session, opening, raised)


async def note_page(session: AsyncSession, page: Page, words: str) -> None:
    row = await incidents.open_of_page(session, page.id)
    if row is not None:
        note(session, row, LineKind.NOTE, SYSTEM, words)


async def create(session: AsyncSession, caller: Principal, data: schemas.IncidentCreate) -> Incident:
    about = [alert for key in data.alerts if (alert := await alerts.find(session, key, locked=True))]
    if len(about) != len(data.alerts):
        raise UnknownAlert
    agency = data.agency_id or next((each.agency_id for each in about if each.agency_id), "")
    moment = min(data.detected_at or now(), now())
    opening = Opening(data.title, data.kind, data.severity, agency, moment, data.words, caller.subject)
    row = await open_incident(session, opening, about)
    await record(session, caller.subject, "incident.opened", str(row.id))
    return row


async def _give_duties(session: AsyncSession, row: Incident) -> list[IncidentDuty]:
    """Those that the incident does not have yet."""
    have = {each.code for each in (await incidents.duties(session, [row.id])).get(row.id, [])}
    made: list[IncidentDuty] = []
    for duty in await reference.duties(session, _day(row)):
        is_due = (not duty.severities or row.severity in duty.severities) and (not duty.kinds or row.kind in duty.kinds)
        if is_due and duty.code not in have:
            names = ("code", "name_vi", "name_en", "source", "is_report")
            at = row.detected_at + timedelta(hours=duty.hours)
            made.append(
                IncidentDuty(id=uuid7(), incident_id=row.id, due_at=at, **{name: getattr(duty, name) for name in names})
            )
    session.add_all(made)
    await session.flush()
    return made


def _day(row: Incident) -> Any:
    return row.detected_at.astimezone(VIETNAM).date()


async def take(session: AsyncSession, incident_id: UUID, caller: Principal) -> Incident:
    """Somebody answers for it; who takes it from another is written down."""
    row = await locked(session, incident_id)
    row.owner = caller.subject
    if row.state is IncidentState.NEW:
        row.state = IncidentState.IN_PROGRESS
    note(session, row, LineKind.TAKEN, caller.subject, "")
    await _meet(session, row, "take")
    await record(session, caller.subject, "incident.taken", str(row.id))
    return await touched(session, row)


async def move(session: AsyncSession, incident_id: UUID, caller: Principal, data: schemas.IncidentMoveIn) -> Incident:
    row = await locked(session, incident_id)
    if data.state not in MOVES[row.state] or data.state is IncidentState.CLOSED:
        raise IncidentMove
    row.state = data.state
    note(session, row, LineKind.MOVED, caller.subject, f"{data.state.value}: {data.words}")
    return await touched(session, row)


async def add_note(session: AsyncSession, incident_id: UUID, caller: Principal, words: str) -> Incident:
    row = await locked(session, incident_id)
    note(session, row, LineKind.NOTE, caller.subject, words)
    return await touched(session, row)


async def escalate(session: AsyncSession, incident_id: UUID, caller: Principal, data: schemas.Escalation) -> Incident:
    row = await locked(session, incident_id)
    if SEVERITIES.index(data.severity) <= SEVERITIES.index(row.severity):
        raise IncidentMove
    row.severity = data.severity
    await _give_duties(session, row)
    note(session, row, LineKind.ESCALATED, caller.subject, f"{data.severity.value}: {data.words}")
    await touched(session, row)
    publish(session, events.IncidentEscalated(**_facts(row), overdue=""), subject_id=row.id, version=row.version)
    return row


async def report(session: AsyncSession, incident_id: UUID, caller: Principal, data: schemas.ReportSent) -> Incident:
    row = await locked(session, incident_id)
    duty = await _meet(session, row, data.duty)
    if duty is None or not duty.is_report:
        raise UnknownDuty
    note(session, row, LineKind.REPORTED, caller.subject, f"{data.duty}: {data.words}")
    await record(session, caller.subject, "incident.reported", str(row.id), {"duty": data.duty})
    await touched(session, row)
    event = events.IncidentReported(**_facts(row), duty=duty.code, in_time=now() <= duty.due_at)
    publish(session, event, subject_id=row.id, version=row.version)
    return row


async def close(session: AsyncSession, incident_id: UUID, caller: Principal, data: schemas.ClosureCreate) -> Incident:
    """With verdict and reason. A true one is not closed while a report that the law asks for is missing."""
    row = await locked(session, incident_id)
    open_duties = (await incidents.duties(session, [row.id])).get(row.id, [])
    if data.verdict is Verdict.TRUE_POSITIVE and any(each.is_report and each.met_at is None for each in open_duties):
        raise IncidentMove(detail=MISSING)
    row.state, row.closed_at, row.verdict, row.reason = IncidentState.CLOSED, now(), data.verdict, data.words
    for duty in open_duties:  # nothing is owed for what was none
        duty.met_at = duty.met_at or now()
    note(session, row, LineKind.CLOSED, caller.subject, data.words)
    await record(session, caller.subject, "incident.closed", str(row.id), {"verdict": data.verdict.value})
    await touched(session, row)
    event = events.IncidentClosed(**_facts(row), verdict=data.verdict)
    publish(session, event, subject_id=row.id, version=row.version)
    return row


async def tell_overdue(session: AsyncSession, limit: int) -> int:
    """One event for each duty whose time has passed; how many there were."""
    rows = await incidents.overdue(session, now(), limit)
    for duty in rows:
        row = await incidents.lock(session, duty.incident_id)
        duty.told_at = now()
        if row is None:
            continue
        note(session, row, LineKind.OVERDUE, SYSTEM, duty.code)
        await touched(session, row)
        event = events.IncidentEscalated(**_facts(row), overdue=duty.code)
        publish(session, event, subject_id=row.id, version=row.version)
    return len(rows)


async def _meet(session: AsyncSession, row: Incident, code: str) -> IncidentDuty | None:
    for duty in (await incidents.duties(session, [row.id])).get(row.id, []):
        if duty.code == code and duty.met_at is None:
            duty.met_at = now()
            return duty
    return None


async def locked(session: AsyncSession, incident_id: UUID) -> Incident:
    row = await incidents.lock(session, incident_id)
    if row is None:
        raise UnknownIncident
    if row.state is IncidentState.CLOSED:
        raise IncidentMove
    return row


async def touched(session: AsyncSession, row: Incident) -> Incident:
    row.updated_at = now()
    await session.flush()
    return row


def note(session: AsyncSession, row: Incident, kind: LineKind, actor: str, words: str) -> None:
    session.add(
        IncidentLine(id=uuid7(), incident_id=row.id, at=now(), kind=kind, actor=actor, words=words.replace("\0", ""))
    )


def code_of(row: Incident) -> str:
    return f"AT-{row.opened_at.astimezone(VIETNAM).year}-{row.number:04d}"


def _facts(row: Incident) -> dict[str, Any]:
    names = ("kind", "severity", "state", "page_id")
    found = {"incident_id": row.id, "code": code_of(row), "agency": row.agency_id, "at": now()}
    return found | {name: getattr(row, name) for name in names}
