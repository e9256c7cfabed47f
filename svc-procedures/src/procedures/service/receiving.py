"""A dossier is taken in over REST, is given its code, and goes its way step by step."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from procedures import schemas
from procedures.errors import (
    IllegalMove,
    LedElsewhere,
    NoteMissing,
    UnknownAgency,
    UnknownDossier,
    UnknownProcedure,
)
from procedures.models import Agency, Dossier
from procedures.queries import dossiers, reference
from procedures.rules.codes import written
from procedures.rules.terms import day_of
from procedures.rules.texts import clean
from procedures.service.keeping import keep, keep_new, line, settle
from procedures.service.owners import seal_owner
from procedures.service.reckoning import procedure_on, reckon, step_of
from procedures.states import MOVES, Action, Channel, Origin, Status

EXPLAINED = frozenset({Status.SUPPLEMENT, Status.PAYMENT, Status.REFUSED, Status.STOPPED})
"""The citizen must be told why, or what is missing."""


async def receive_online(
    session: AsyncSession, vault: Vault, caller: Principal, data: schemas.DossierCreate
) -> Dossier:
    """A citizen sends it; the agency has still to accept it."""
    dossier = await _begun(session, data, Channel.ONLINE, Origin.CITIZEN)
    await _first_step(session, dossier, Status.NEW, "owner")
    await seal_owner(session, vault, dossier, _given(data), caller)
    await settle(session)
    return dossier


async def receive_at_counter(
    session: AsyncSession, vault: Vault, caller: Principal, data: schemas.CounterDossierCreate
) -> Dossier:
    """An officer takes it in for the own agency; its term runs from now on."""
    agency = await agency_of(session, data.agency)
    caller.must_act_for(str(agency.unit_id or ""))
    dossier = await _begun(session, data, data.channel, Origin.COUNTER)
    await _first_step(session, dossier, Status.ACCEPTED, caller.subject)
    await seal_owner(session, vault, dossier, _given(data))
    await settle(session)
    await record(session, caller.subject, "dossier.received", str(dossier.id), {"code": dossier.code})
    return dossier


async def move(session: AsyncSession, caller: Principal, dossier_id: UUID, data: schemas.Move) -> Dossier:
    """One step to the next status, by the agency that has the dossier."""
    dossier = await dossiers.lock(session, dossier_id)
    if dossier is None:
        raise UnknownDossier
    agency = await reference.agency(session, dossier.agency_code)
    caller.must_act_for(str(agency.unit_id if agency else ""))
    if not is_led_here(dossier):
        raise LedElsewhere
    if data.status not in MOVES[dossier.status]:
        raise IllegalMove(
            extra={"status": dossier.status.value, "moves": [each.value for each in MOVES[dossier.status]]}
        )
    if data.status in EXPLAINED and not clean(data.note):
        raise NoteMissing(fields=(FieldError("/note", Text("Thiếu nội dung", "It is missing")),))
    moment = now()
    step = line(
        dossier,
        Action.STEP,
        moment,
        status=data.status,
        origin=Origin.COUNTER,
        actor=caller.subject,
        note=redact(clean(data.note)),
        key=f"move:{uuid7()}",
    )
    known = (await dossiers.steps_of(session, [dossier.id])).get(dossier.id, [])
    steps = [step_of(each) for each in (*known, step)]
    await keep(session, dossier, await reckon(session, steps, dossier.procedure_code, dossier.source_due_at), [step])
    return dossier


def is_led_here(dossier: Dossier) -> bool:
    return not dossier.client_id


async def agency_of(session: AsyncSession, code: str) -> Agency:
    agency = await reference.agency(session, code.upper())
    if agency is None:
        why = Text("Không có cơ quan này", "There is no such agency")
        raise UnknownAgency(fields=(FieldError("/agency", why),))
    return agency


async def _begun(session: AsyncSession, data: schemas.DossierCreate, channel: Channel, origin: Origin) -> Dossier:
    agency, moment = await agency_of(session, data.agency), now()
    procedure = await procedure_on(session, data.procedure, day_of(moment))
    if procedure is None:
        why = Text("Không có thủ tục này", "There is no such procedure")
        raise UnknownProcedure(fields=(FieldError("/procedure", why),))
    number = await dossiers.next_number(session, agency.code, day_of(moment))
    return Dossier(
        id=uuid7(),
        code=written(agency.code, day_of(moment), number),
        agency_code=agency.code,
        procedure_code=procedure.code,
        **dict.fromkeys(("procedure_name", "field_code", "field_name", "client_id", "handler", "subject_kind"), ""),
        channel=channel,
        origin=origin,
        received_at=moment,
        source_due_at=None,
        content_hash=None,
        deadline=None,
    )


async def _first_step(session: AsyncSession, dossier: Dossier, status: Status, actor: str) -> None:
    step = line(dossier, Action.STEP, dossier.received_at, status=status, origin=dossier.origin, actor=actor, key="1")
    reckoned = await reckon(session, [step_of(step)], dossier.procedure_code, None)
    keep_new(session, dossier, reckoned, [step])


def _given(data: schemas.DossierCreate) -> dict[str, str]:
    return {name: clean(str(value)) for name, value in data.owner.model_dump().items()}
