"""A dossier is written as it was reckoned: its row, its deadline, its pauses, its timers, its history, its event."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from procedures.events import STATUS_EVENTS, DossierCorrected, DossierFacts, DossierFinished, DossierReceived
from procedures.models import Deadline, Dossier, DossierChange, PauseSpan, Timer
from procedures.queries import clocks
from procedures.rules.clock import timers_of, timing_of
from procedures.service.reckoning import Due, Reckoning
from procedures.states import Action, ApologyState, Origin, Status

SYSTEM = "system"
FIRST = 1
"""The version that a new row gets."""
_LATER = "procedures_later"


def line(dossier: Dossier, action: Action, at: datetime, **more: object) -> DossierChange:
    """One line of history; a step has a `status`."""
    given: dict[str, object] = {"origin": Origin.SYSTEM, "actor": SYSTEM, "note": "", "status": None, "key": ""}
    return DossierChange(id=uuid7(), dossier_id=dossier.id, action=action, at=at, recorded_at=now(), **(given | more))


def keep_new(session: AsyncSession, dossier: Dossier, reckoned: Reckoning, lines: Sequence[DossierChange]) -> None:
    """A dossier we did not know, with the lines that led to it; `settle` writes it, many of them together."""
    _write(dossier, reckoned)
    dossier.version = FIRST
    if due := reckoned.due:
        row = Deadline(subject_id=dossier.id, overdue_at=None, appointment_at=None, appointments=0)
        _fill(row, due, reckoned)
        dossier.deadline = row
    session.add(dossier)
    running = timers_of(reckoned.course, reckoned.due.at if reckoned.due else None, None)
    timers = [Timer(dossier_id=dossier.id, kind=kind, due_at=at, fired_at=None) for kind, at in running.items()]
    pauses = [PauseSpan(dossier_id=dossier.id, **pause._asdict()) for pause in reckoned.course.pauses]
    add_later(session, *lines, *timers, *pauses)
    tell(session, dossier, DossierReceived)
    if dossier.status is not Status.NEW:
        tell(session, dossier, STATUS_EVENTS[dossier.status])


def add_later(session: AsyncSession, *rows: object) -> None:
    """Rows that name a dossier which is not written yet."""
    session.info.setdefault(_LATER, []).extend(rows)


async def settle(session: AsyncSession) -> None:
    """Write what is new: the dossiers first, then what names them."""
    await session.flush()
    session.add_all(session.info.pop(_LATER, []))
    await session.flush()


async def keep(session: AsyncSession, dossier: Dossier, reckoned: Reckoning, lines: Sequence[DossierChange]) -> None:
    """Write what was reckoned, with the lines that led to it, and tell it. The dossier's row is locked."""
    await settle(session)
    before = dossier.status
    moved = _write(dossier, reckoned)
    dossier.updated_at = now()
    due_before, due_after = await _keep_deadline(session, dossier, reckoned)
    if due_before and due_after and due_before != due_after:
        session.add(line(dossier, Action.RECOMPUTE, now(), due_before=due_before, due_after=due_after))
    session.add_all(lines)
    await clocks.keep_pauses(session, dossier.id, reckoned.course.pauses)
    await keep_timers(session, dossier, reckoned)
    if reckoned.course.ended_at:
        await _drop_drafts(session, dossier)
    await session.flush()
    if dossier.status is not before:
        tell(session, dossier, STATUS_EVENTS[dossier.status])
    elif moved or due_before != due_after:
        tell(session, dossier, DossierCorrected)


def _write(dossier: Dossier, reckoned: Reckoning) -> bool:
    """Whether anything that figures count has changed."""
    course, due = reckoned.course, reckoned.due
    facts = {
        "received_at": course.began_at,
        "status": course.status,
        "status_since": course.status_since,
        "accepted_at": course.accepted_at,
        "finished_at": course.finished_at,
        "returned_at": course.returned_at,
        "ended_at": course.ended_at,
        "ending": course.ending,
        "supplements": course.supplements,
        "timing": timing_of(course.finished_at, due.at) if course.finished_at and due else None,
    }
    changed = [name for name, value in facts.items() if getattr(dossier, name, None) != value]
    for name in changed:
        setattr(dossier, name, facts[name])
    return bool(changed)


async def _keep_deadline(
    session: AsyncSession, dossier: Dossier, reckoned: Reckoning
) -> tuple[datetime | None, datetime | None]:
    """(due before, due after); a date that moves into the future is no longer overdue."""
    due, row = reckoned.due, dossier.deadline
    before = row.due_at if row else None
    if due is None:
        return before, before
    if row is None:
        row = Deadline(subject_id=dossier.id, overdue_at=None, appointment_at=None, appointments=0)
        dossier.deadline = row
    _fill(row, due, reckoned)
    if row.overdue_at and due.at > now() and row.appointments == 0:
        row.overdue_at = None
        await _drop_drafts(session, dossier)
    return before, due.at


def _fill(row: Deadline, due: Due, reckoned: Reckoning) -> None:
    row.due_at, row.basis, row.rule = due.at, due.basis, due.rule
    row.calendar_version, row.difference_days = due.calendar_version, due.difference_days
    row.paused_at = reckoned.course.paused_at


async def keep_timers(session: AsyncSession, dossier: Dossier, reckoned: Reckoning) -> None:
    row = dossier.deadline
    appointment_at = row.appointment_at if row else None
    running = timers_of(reckoned.course, row.due_at if row else None, appointment_at)
    await clocks.keep_timers(session, dossier.id, running, now())


async def _drop_drafts(session: AsyncSession, dossier: Dossier) -> None:
    for each in await clocks.apologies_of(session, dossier.id):
        if each.state is ApologyState.DRAFT:
            each.state = ApologyState.OBSOLETE


def tell(session: AsyncSession, dossier: Dossier, kind: type[DossierFacts], **more: object) -> None:
    """Publish where the dossier stands."""
    if kind is DossierFinished:
        more["timing"] = dossier.timing
    event = kind(
        dossier_id=dossier.id,
        code=dossier.code,
        agency_code=dossier.agency_code,
        procedure_code=dossier.procedure_code,
        status=dossier.status,
        due_at=dossier.deadline.due_at if dossier.deadline else None,
        at=now(),
        **more,  # pyright: ignore[reportArgumentType] - pydantic checks them
    )
    publish(session, event, subject_id=dossier.id, version=dossier.version)
