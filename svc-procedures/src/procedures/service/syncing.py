"""Messages of the national synchronisation: each row is judged by itself, and a bad one is kept with its reason."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.city import Words
from hueioc.clock import now
from hueioc.errors import Problem, Text
from hueioc.personal.vault import Vault
from procedures import schemas
from procedures.errors import NoTermKnown
from procedures.queries import dossiers
from procedures.rules.codes import code_of
from procedures.rules.course import IllegalStep
from procedures.rules.fields import RowRefused
from procedures.service import dossier_rows, progress_rows
from procedures.service.keeping import settle
from procedures.service.message import Message
from procedures.service.refused import keep_refused
from procedures.states import NATIONAL, Refusal, Taken

_NUMBERS = {status: number for number, status in NATIONAL.items()}
_KEY_BYTES = 8


async def take(session: AsyncSession, vault: Vault, caller: Principal, data: schemas.SyncMessage) -> schemas.SyncAnswer:
    """Take what can be taken; the answer tells of each row. The same row again changes nothing."""
    message = await _begun(session, vault, caller, data.data)
    with session.no_autoflush:  # new dossiers are written together
        answers = [await _row(message, data.service, position, row) for position, row in enumerate(data.data)]
    await settle(session)
    refused = sum(answer.outcome is Taken.REFUSED for answer in answers)
    return schemas.SyncAnswer(error_code=0, taken=len(answers) - refused, refused=refused, rows=answers)


async def _begun(session: AsyncSession, vault: Vault, caller: Principal, rows: Sequence[Any]) -> Message:
    codes = sorted({code for row in rows if (code := _code(row))})
    await dossiers.lock_codes(
        session, [int.from_bytes(vault.token("code", code)[:_KEY_BYTES], signed=True) for code in codes]
    )
    known = await dossiers.by_codes(session, codes)
    steps = await dossiers.steps_of(session, [each.id for each in known.values()])
    return Message(session, vault, caller.client_id or caller.subject, now(), known, dict(steps))


def _code(row: Any) -> str:
    written = row.get("MaHoSo") if isinstance(row, dict) else None
    found = code_of(written) if isinstance(written, str) else None
    return found.text if found else ""


async def _row(message: Message, service: str, position: int, row: Any) -> schemas.SyncRowAnswer:
    if not isinstance(row, dict):
        detail = Text("Mỗi dòng phải là một đối tượng", "A row is an object")
        return await _refused(message, (service, position, row), RowRefused("", Refusal.NOT_AN_OBJECT, detail))
    take_one = dossier_rows.take if service == "DongBoHoSoMC" else progress_rows.take
    try:
        outcome = await take_one(message, row)
    except RowRefused as refusal:
        return await _refused(message, (service, position, row), refusal)
    except IllegalStep as error:
        return await _refused(message, (service, position, row), _illegal(error))
    except Problem as problem:
        return await _refused(message, (service, position, row), _problem(problem))
    return schemas.SyncRowAnswer(
        position=position, code=_code(row), outcome=outcome, field="", reason=None, detail=None
    )


async def _refused(message: Message, where: tuple[str, int, Any], refusal: RowRefused) -> schemas.SyncRowAnswer:
    service, position, row = where
    code = _code(row)
    await keep_refused(message.session, message.vault, (message.client_id, service, position, code), row, refusal)
    return schemas.SyncRowAnswer(
        position=position,
        code=code,
        outcome=Taken.REFUSED,
        field=refusal.field,
        reason=refusal.reason,
        detail=Words.of(refusal.detail),
    )


def _illegal(error: IllegalStep) -> RowRefused:
    before, after = _NUMBERS[error.before], _NUMBERS[error.after]
    detail = Text(
        f"Hồ sơ không thể từ trạng thái {before} sang {after}", f"A dossier cannot go from status {before} to {after}"
    )
    return RowRefused("TrangThaiHoSo", Refusal.ILLEGAL_STEP, detail)


def _problem(problem: Problem) -> RowRefused:
    """A term that is not known, or that leaves the calendar; anything else is no matter of one row."""
    if problem.status >= 500:  # noqa: PLR2004 - not the partner's fault
        raise problem
    reason = Refusal.NO_TERM if isinstance(problem, NoTermKnown) else Refusal.BAD_DATE
    return RowRefused("NgayHenTra", reason, problem.title)
