"""A row of `CapNhatTienDoHoSoMC`: one step of a dossier, in whatever order the steps arrive."""

from collections.abc import Mapping
from typing import Any

from hueioc.errors import Text
from hueioc.personal.redact import redact
from procedures.rules.fields import RowRefused
from procedures.rules.messages import digest_of, progress_row
from procedures.service.keeping import keep, line
from procedures.service.message import Message
from procedures.service.reckoning import reckon, step_of
from procedures.states import Action, Origin, Refusal, Taken


async def take(message: Message, row: Mapping[str, Any]) -> Taken:
    """Raises `RowRefused`, `IllegalStep`, `NoTermKnown`, `PastTheCalendar`; nothing is written then."""
    told, key = progress_row(row, message.at), f"progress:{digest_of(row).hex()}"
    dossier = message.known.get(told.code.text)
    if dossier is None:
        detail = Text(
            "Chưa có hồ sơ này; hãy đồng bộ hồ sơ bằng DongBoHoSoMC trước",
            "There is no such dossier yet; send it by DongBoHoSoMC first",
        )
        raise RowRefused("MaHoSo", Refusal.UNKNOWN_DOSSIER, detail)
    if dossier.client_id not in {"", message.client_id}:
        detail = Text("Hồ sơ này do hệ thống khác đồng bộ", "Another system sends this dossier")
        raise RowRefused("MaHoSo", Refusal.FOREIGN_AGENCY, detail)
    known = message.steps.setdefault(dossier.id, [])
    if any(each.key == key for each in known):
        return Taken.UNCHANGED
    step = line(
        dossier,
        Action.STEP,
        told.at,
        status=told.status,
        origin=Origin.PROGRESS,
        actor=told.actor,
        note=redact(told.note),
        key=key,
    )
    steps = [step_of(each) for each in (*known, step)]
    reckoned = await reckon(message.session, steps, dossier.procedure_code, dossier.source_due_at)
    is_past = told.at < dossier.status_since
    await keep(message.session, dossier, reckoned, [step])
    known.append(step)
    return Taken.PAST if is_past else Taken.UPDATED
