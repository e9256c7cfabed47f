"""The unit answers in public; the reporter rates the answer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection.errors import AlreadyRated, EvidenceMissing, NotYours, ResponsibleMissing, UnknownReport
from reflection.models import Answer, MoodGiven, RatingGiven, Report
from reflection.queries import reports
from reflection.rules.texts import clean
from reflection.schemas import AnswerCreate, RatingCreate
from reflection.service.announce import allowed, move, take
from reflection.service.own_words import own_words
from reflection.service.submit import demand_unlocked, demand_uploaded, pictures
from reflection.states import Action, Outcome, State
from reflection.views import can_rate


async def answer(
    session: AsyncSession, report_id: UUID, caller: Principal, data: AnswerCreate, version: int | None
) -> Report:
    """The unit's letter with evidence; it becomes public when the operations centre has reviewed it."""
    report = await take(session, report_id, version)
    allowed(Action.ANSWER, report)
    caller.must_act_for(str(report.unit_id or ""))
    if not data.media:
        raise EvidenceMissing(fields=(FieldError("/media", Text("Hãy đính kèm ảnh kết quả", "Attach a photo")),))
    await demand_uploaded(session, caller, data.media)
    for old in [each for each in report.media if each.is_answer]:
        await session.delete(old)
        report.media.remove(old)
    report.media.extend(pictures(data.media, is_answer=True))
    text, responsible = redact(clean(data.text)), responsible_body(data.outcome, data.responsible)
    if report.answer is None:
        unit = report.unit
        report.answer = Answer(report_id=report.id, unit_id=report.unit_id, unit=unit, text=text, answered_at=now())
    else:
        report.answer.text, report.answer.answered_at = text, now()
        if report.unit is not None:
            report.answer.unit, report.answer.unit_id = report.unit, report.unit.id
    report.answer.accepted_at, report.answer.responsible = None, responsible
    report.outcome = data.outcome
    return await move(session, report, Action.ANSWER, caller, text)


def responsible_body(outcome: Outcome, given: str) -> str:
    """Whose remit it is instead; raises `ResponsibleMissing` when nobody is named."""
    if outcome is not Outcome.NOT_OUR_REMIT:
        return ""
    if not (body := redact(clean(given))):
        raise ResponsibleMissing(fields=(FieldError("/responsible", Text("Hãy nêu tên cơ quan", "Name the body")),))
    return body


async def rate(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: RatingCreate) -> Report:
    """The reporter's word on the answer, once for each time it was resolved, until the report is closed."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise NotYours
    await demand_unlocked(session, vault.token("subject", caller.subject))
    if report.rating is not None and not can_rate(report) and report.state is State.RESOLVED:
        raise AlreadyRated
    allowed(Action.RATE, report)
    if data.mood:
        await session.merge(MoodGiven(report_id=report.id, mood=data.mood, given_at=now()))
    _rate(report, data, await own_words(session, vault, report_id, data.comment))
    return await move(session, report, Action.RATE, Principal(subject="reporter", roles=caller.roles), mood=data.mood)


def _rate(report: Report, data: RatingCreate, comment: str) -> None:
    reasons = [each.value for each in dict.fromkeys(data.reasons)]
    if report.rating is None:
        report.rating = RatingGiven(
            report_id=report.id, rating=data.rating, comment=comment, reasons=reasons, rated_at=now()
        )
    else:
        row = report.rating
        row.rating, row.comment, row.reasons, row.rated_at = data.rating, comment, reasons, now()


async def own(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> Report:
    """The caller's own report. Another's looks as if it did not exist."""
    report = await reports.find_report(session, report_id)
    if report is None or not await is_own(session, vault, report_id, caller):
        raise UnknownReport
    return report


async def is_own(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> bool:
    identity = await reports.identity_of(session, report_id)
    return identity is not None and identity.person_token == vault.token("subject", caller.subject)
