"""The unit answers in public; the reporter rates the answer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection.errors import AlreadyRated, EvidenceMissing, NotYours, UnknownReport
from reflection.models import Answer, RatingGiven, Report
from reflection.queries import reports
from reflection.rules.moves import target_of
from reflection.rules.texts import clean
from reflection.schemas import AnswerCreate, RatingCreate
from reflection.service.announce import move, take
from reflection.service.submit import demand_uploaded, pictures
from reflection.states import Action


async def answer(
    session: AsyncSession, report_id: UUID, caller: Principal, data: AnswerCreate, version: int | None
) -> Report:
    """The unit's letter with evidence; it becomes public when the operations centre has reviewed it."""
    report = await take(session, report_id, version)
    target_of(Action.ANSWER, report.state)
    caller.must_act_for(str(report.unit_id or ""))
    if not data.media:
        raise EvidenceMissing(fields=(FieldError("/media", Text("Hãy đính kèm ảnh kết quả", "Attach a photo")),))
    await demand_uploaded(session, caller, data.media)
    for old in [each for each in report.media if each.is_answer]:
        await session.delete(old)
        report.media.remove(old)
    report.media.extend(pictures(data.media, is_answer=True))
    text = redact(clean(data.text))
    if report.answer is None:
        unit = report.unit
        report.answer = Answer(report_id=report.id, unit_id=report.unit_id, unit=unit, text=text, answered_at=now())
    else:
        report.answer.text, report.answer.answered_at = text, now()
    return await move(session, report, Action.ANSWER, caller, text)


async def rate(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: RatingCreate) -> Report:
    """The reporter's word on the answer, once."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise NotYours
    if report.rating is not None:
        raise AlreadyRated
    target_of(Action.RATE, report.state)
    report.rating = RatingGiven(
        report_id=report.id, rating=data.rating, comment=redact(clean(data.comment)), rated_at=now()
    )
    return await move(session, report, Action.RATE, Principal(subject="reporter", roles=caller.roles))


async def own(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> Report:
    """The caller's own report. Another's looks as if it did not exist."""
    report = await reports.find_report(session, report_id)
    if report is None or not await is_own(session, vault, report_id, caller):
        raise UnknownReport
    return report


async def is_own(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> bool:
    identity = await reports.identity_of(session, report_id)
    return identity is not None and identity.person_token == vault.token("subject", caller.subject)
