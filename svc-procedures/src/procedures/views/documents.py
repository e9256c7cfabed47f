"""Rows become documents. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hueioc.city import Words
from procedures import models, schemas
from procedures.rules.clock import near_at
from procedures.rules.course import Step, distinct
from procedures.states import ApologyState, ClockState


class Names(Protocol):
    """How agencies and procedures are called."""

    def agency(self, code: str) -> schemas.AgencyShown: ...
    def procedure(self, dossier: models.Dossier) -> schemas.ProcedureShown: ...


def clock_state(row: models.Dossier, at: datetime) -> ClockState:
    """As the filter of the list has it (`queries.dossiers`)."""
    deadline = row.deadline
    if row.ended_at:
        return ClockState.ENDED
    if row.accepted_at is None or deadline is None:
        return ClockState.NONE
    if deadline.paused_at:
        return ClockState.PAUSED
    if at > deadline.due_at:
        return ClockState.OVERDUE
    return ClockState.NEAR if at >= near_at(row.accepted_at, deadline.due_at) else ClockState.RUNNING


def clock(row: models.Dossier, at: datetime) -> schemas.DossierClock:
    deadline = row.deadline
    return schemas.DossierClock(
        state=clock_state(row, at),
        due_at=deadline.due_at if deadline else None,
        basis=deadline.basis if deadline else None,
        rule=deadline.rule if deadline else "",
        calendar_version=deadline.calendar_version if deadline else "",
        source_due_at=row.source_due_at,
        difference_days=deadline.difference_days if deadline else None,
        paused_at=deadline.paused_at if deadline else None,
        overdue_at=deadline.overdue_at if deadline else None,
        appointment_at=deadline.appointment_at if deadline else None,
    )


def summary(row: models.Dossier, names: Names, at: datetime) -> schemas.DossierSummary:
    return schemas.DossierSummary(
        id=row.id,
        code=row.code,
        agency=names.agency(row.agency_code),
        procedure=names.procedure(row),
        status=row.status,
        status_since=row.status_since,
        channel=row.channel,
        origin=row.origin,
        received_at=row.received_at,
        accepted_at=row.accepted_at,
        finished_at=row.finished_at,
        timing=row.timing,
        supplements=row.supplements,
        is_supplemented_again=row.supplements > 1,
        clock=clock(row, at),
    )


def history_line(row: models.DossierChange) -> schemas.DossierLine:
    return schemas.DossierLine(
        action=row.action,
        at=row.at,
        recorded_at=row.recorded_at,
        status=row.status,
        origin=row.origin,
        actor=row.actor,
        note=row.note,
        due_before=row.due_before,
        due_after=row.due_after,
        is_superseded=row.superseded_at is not None,
    )


def apology(row: models.Apology, names: Names) -> schemas.Apology:
    return schemas.Apology(
        id=row.id,
        dossier_id=row.dossier_id,
        dossier_code=row.dossier.code,
        agency=names.agency(row.dossier.agency_code),
        number=row.number,
        state=row.state,
        text_vi=row.text_vi,
        text_en=row.text_en,
        new_due_at=row.new_due_at,
        created_at=row.created_at,
        approved_at=row.approved_at,
        version=row.version,
    )


def looked_up(
    row: models.Dossier, names: Names, steps: Sequence[Step], letters: Sequence[models.Apology], at: datetime
) -> schemas.LookedUp:
    """Steps and dates alone: no note, no name, no number of anybody."""
    deadline = row.deadline
    return schemas.LookedUp(
        code=row.code,
        agency=names.agency(row.agency_code).name,
        procedure=names.procedure(row).name,
        status=row.status,
        status_since=row.status_since,
        received_at=row.received_at,
        accepted_at=row.accepted_at,
        due_at=deadline.due_at if deadline else None,
        appointment_at=deadline.appointment_at if deadline else None,
        finished_at=row.finished_at,
        clock=clock_state(row, at),
        timing=row.timing,
        supplements=row.supplements,
        steps=[schemas.PublicStep(status=step.status, at=step.at) for step in distinct(steps)],
        apologies=[_public_apology(each) for each in letters if each.state is ApologyState.APPROVED],
    )


def _public_apology(row: models.Apology) -> schemas.PublicApology:
    text = Words(vi=row.text_vi, en=row.text_en)
    return schemas.PublicApology(text=text, new_due_at=row.new_due_at, approved_at=row.approved_at or row.updated_at)
