"""Letters of apology: drafted when a date passes, with a new date where one may be given, approved by an officer."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text, invalid_field
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.workdays.calendar import Unit
from procedures import schemas
from procedures.errors import ApologyDecided, NoFurtherAppointment, UnknownApology
from procedures.events import DossierApologised
from procedures.models import Apology, Dossier
from procedures.queries import clocks, dossiers, reference
from procedures.rules.letters import filled
from procedures.rules.terms import day_of
from procedures.rules.texts import clean
from procedures.service.calendar import calendar_of
from procedures.service.keeping import keep_timers, line, tell
from procedures.service.names import Names, names_of
from procedures.service.reckoning import reckon, rules_now, step_of
from procedures.states import Action, ApologyState

WITHOUT_DATE = "apology-without-date"


async def draft(session: AsyncSession, dossier: Dossier, *, number: int) -> Apology:
    """The letter by its template, in both languages, for an officer to approve."""
    for each in await clocks.apologies_of(session, dossier.id):
        if each.number == number and each.state is not ApologyState.OBSOLETE:
            return each
    new_due_at = await _new_date(session, dossier)
    names = await names_of(session, [dossier])
    row = Apology(
        id=uuid7(),
        dossier_id=dossier.id,
        number=number,
        state=ApologyState.DRAFT,
        new_due_at=new_due_at,
        approved_by="",
        approved_at=None,
        **await _texts(session, dossier, names, new_due_at),
    )
    row.dossier = dossier
    session.add_all([row, line(dossier, Action.DRAFT_APOLOGY, now())])
    await session.flush()
    return row


async def approve(session: AsyncSession, caller: Principal, apology_id: UUID, data: schemas.ApologyApprove) -> Apology:
    """The letter goes out as it is, or as the officer has written it; the new date becomes an appointment."""
    found = await clocks.lock_apology(session, apology_id)
    dossier = await dossiers.lock(session, found.dossier_id) if found else None
    if found is None or dossier is None:
        raise UnknownApology
    agency = await reference.agency(session, dossier.agency_code)
    caller.must_act_for(str(agency.unit_id if agency else ""))
    if found.state is not ApologyState.DRAFT:
        raise ApologyDecided
    new_due_at = await _chosen(session, dossier, found, data.new_due_at)
    if new_due_at != found.new_due_at and data.text_vi is None and data.text_en is None:
        texts = await _texts(session, dossier, await names_of(session, [dossier]), new_due_at)
        found.text_vi, found.text_en = texts["text_vi"], texts["text_en"]
    found.text_vi = redact(clean(data.text_vi)) if data.text_vi else found.text_vi
    found.text_en = redact(clean(data.text_en)) if data.text_en else found.text_en
    found.new_due_at, found.state = new_due_at, ApologyState.APPROVED
    found.approved_by, found.approved_at = caller.subject, now()
    await _appoint(session, dossier, new_due_at)
    await record(session, caller.subject, "dossier.apologised", str(dossier.id), {"apology": str(found.id)})
    session.add(line(dossier, Action.APOLOGISE, now(), actor=caller.subject, due_after=new_due_at))
    dossier.updated_at = now()
    await session.flush()
    tell(session, dossier, DossierApologised, new_due_at=new_due_at)
    return found


async def _appoint(session: AsyncSession, dossier: Dossier, new_due_at: datetime | None) -> None:
    """The second date has a timer of its own; whether the dossier was in time is judged by the first."""
    if new_due_at is None or dossier.deadline is None:
        return
    dossier.deadline.appointment_at = new_due_at
    dossier.deadline.appointments += 1
    steps = (await dossiers.steps_of(session, [dossier.id])).get(dossier.id, [])
    reckoned = await reckon(session, [step_of(each) for each in steps], dossier.procedure_code, dossier.source_due_at)
    await keep_timers(session, dossier, reckoned)


async def _chosen(session: AsyncSession, dossier: Dossier, found: Apology, wanted: datetime | None) -> datetime | None:
    if wanted is None:
        return found.new_due_at
    if not await _may_appoint(session, dossier):
        why = Text("Đã hẹn lại một lần", "A second date was given already")
        raise NoFurtherAppointment(fields=(FieldError("/new_due_at", why),))
    if wanted.tzinfo is None or wanted <= now():
        raise invalid_field("/new_due_at", "Ngày hẹn mới phải ở tương lai", "The new date must lie in the future")
    return wanted.astimezone(UTC)


async def _may_appoint(session: AsyncSession, dossier: Dossier) -> bool:
    most = int((await rules_now(session))["appointments-most"])
    return dossier.deadline is not None and dossier.deadline.appointments < most


async def _new_date(session: AsyncSession, dossier: Dossier) -> datetime | None:
    if not await _may_appoint(session, dossier):
        return None
    days = int((await rules_now(session))["appointment-working-days"])
    return (await calendar_of(session)).due(now(), days, Unit.WORKING_DAY).astimezone(UTC)


async def _texts(session: AsyncSession, dossier: Dossier, names: Names, new_due_at: datetime | None) -> dict[str, str]:
    today = day_of(now())
    template = await reference.letter(session, "apology" if new_due_at else WITHOUT_DATE, today)
    reason = await reference.letter(session, "reason-not-given", today)
    due = dossier.deadline.appointment_at or dossier.deadline.due_at if dossier.deadline else None
    agency, procedure = names.agency(dossier.agency_code).name, names.procedure(dossier).name
    values = {"code": dossier.code, "due": _day(due), "new_due": _day(new_due_at)}
    vi = values | {"agency": agency.vi, "procedure": procedure.vi, "reason": reason.text_vi}
    en = values | {"agency": agency.en, "procedure": procedure.en, "reason": reason.text_en}
    return {"text_vi": filled(template.text_vi, vi), "text_en": filled(template.text_en, en)}


def _day(moment: datetime | None) -> str:
    return f"{day_of(moment):%d/%m/%Y}" if moment else ""
