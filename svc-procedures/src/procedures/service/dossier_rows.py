"""A row of `DongBoHoSoMC`: a dossier that is new to us, or what has changed of one that is not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hueioc.errors import Text
from hueioc.ids import uuid7
from procedures.models import Dossier, DossierChange
from procedures.rules.course import Step
from procedures.rules.fields import RowRefused
from procedures.rules.merging import Known, Merged, merged
from procedures.rules.messages import DossierRow, Fact, digest_of, dossier_row
from procedures.service.keeping import keep, keep_new, line
from procedures.service.message import Message
from procedures.service.owners import keep_owner, seal_owner
from procedures.service.reckoning import Reckoning, reckon, rules_now, step_of
from procedures.states import Action, Origin, Refusal, Taken


async def take(message: Message, row: Mapping[str, Any]) -> Taken:
    """Raises `RowRefused`, `IllegalStep`, `NoTermKnown`, `PastTheCalendar`; nothing is written then."""
    told, digest = dossier_row(row, message.at), digest_of(row)
    dossier = message.known.get(told.code.text)
    if dossier and dossier.content_hash == digest:
        return Taken.UNCHANGED
    _demand_own(message, dossier)
    known = message.steps.get(dossier.id, []) if dossier else []
    change = merged([_known(each) for each in known], told)
    gone = {each.id for each in change.superseded}
    kept = [each for each in known if str(each.id) not in gone]
    facts = await _with_present(message, kept, told, change)
    reckoned = await _reckoned(message, kept, told, facts)
    made = dossier or Dossier(id=uuid7(), code=told.code.text, agency_code=told.code.agency, deadline=None)
    await _fill(message, made, told, digest)
    lines = _lines(made, facts, message.at)
    _supersede(made, known, gone, message.at)
    if dossier is None:
        keep_new(message.session, made, reckoned, lines)
        await seal_owner(message.session, message.vault, made, told.owner)
    else:
        await keep(message.session, made, reckoned, lines)
        await keep_owner(message.session, message.vault, made, told.owner)
    message.known[made.code], message.steps[made.id] = made, [*kept, *lines]
    return Taken.UPDATED if dossier else Taken.CREATED


def _demand_own(message: Message, dossier: Dossier | None) -> None:
    if dossier and dossier.client_id not in {"", message.client_id}:
        detail = Text("Hồ sơ này do hệ thống khác đồng bộ", "Another system sends this dossier")
        raise RowRefused("MaHoSo", Refusal.FOREIGN_AGENCY, detail)


def _known(each: DossierChange) -> Known:
    step = step_of(each)
    return Known(str(each.id), each.key, step.status, step.at)


async def _with_present(
    message: Message, kept: Sequence[DossierChange], told: DossierRow, change: Merged
) -> tuple[Fact, ...]:
    """The facts, and the present status from now on where they do not come to it and the row does not date it."""
    steps = [*(step_of(each) for each in kept), *_steps(change.added)]
    if (
        steps
        and (await reckon(message.session, steps, told.procedure_code, told.source_due_at)).course.status is told.status
    ):
        return change.added
    return (*change.added, Fact(f"now:{message.at.isoformat()}", told.status, message.at))


async def _reckoned(
    message: Message, kept: Sequence[DossierChange], told: DossierRow, facts: Sequence[Fact]
) -> Reckoning:
    steps = [*(step_of(each) for each in kept), *_steps(facts)]
    return await reckon(message.session, steps, told.procedure_code, told.source_due_at)


def _steps(facts: Sequence[Fact]) -> list[Step]:
    return [Step(fact.at, fact.status, f"~{number:04d}") for number, fact in enumerate(facts)]


async def _fill(message: Message, dossier: Dossier, told: DossierRow, digest: bytes) -> None:
    dossier.procedure_code, dossier.procedure_name = told.procedure_code, told.procedure_name
    dossier.field_code, dossier.field_name = told.field_code, told.field_name
    dossier.channel, dossier.handler = told.channel, told.handler
    dossier.subject_kind = await _subject_kind(message, told.subject_kind)
    dossier.origin = dossier.origin or Origin.SYNC
    dossier.client_id, dossier.content_hash = message.client_id, digest
    dossier.source_due_at = told.source_due_at


async def _subject_kind(message: Message, sent: str) -> str:
    """By the partner's own table where there is one: the numbers of LoaiDoiTuong differ by system."""
    rules = await rules_now(message.session)
    table = rules.get(f"subject-kinds@{message.client_id}") or rules.get("subject-kinds", "")
    kinds = dict(each.split("=", 1) for each in table.split() if "=" in each)
    return kinds.get(sent, "")


def _lines(dossier: Dossier, facts: Sequence[Fact], at: datetime) -> list[DossierChange]:
    return [
        line(dossier, Action.STEP, fact.at, status=fact.status, origin=Origin.SYNC, actor="", key=fact.key)
        for fact in facts
    ]


def _supersede(dossier: Dossier, known: Sequence[DossierChange], gone: set[str], at: datetime) -> None:
    for each in known:
        if str(each.id) in gone:
            each.superseded_at = at
