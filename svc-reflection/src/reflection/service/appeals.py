"""A rejected report is looked at again: asked once by the reporter, decided by somebody else than who rejected it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.paging import Cursor, PageQuery, cut
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection import schemas
from reflection.errors import AppealedBefore, NothingToDecide, OwnRejection, TooLateToAppeal, UnknownReport
from reflection.models import Appeal, Change, Report
from reflection.queries import appeals, reports
from reflection.rules.figures import wilson
from reflection.rules.terms import Term
from reflection.rules.texts import clean
from reflection.service import clocks
from reflection.service.announce import allowed, move, take
from reflection.service.answering import is_own
from reflection.service.own_words import own_words
from reflection.service.submit import demand_unlocked
from reflection.states import Action, State
from reflection.views.records import appeal as shown

REPORTER = "reporter"
LIST = "/v1/ops/appeals?status="
UPHELD = {schemas.AppealStatus.WAITING: None, schemas.AppealStatus.UPHELD: True, schemas.AppealStatus.OVERTURNED: False}


async def until(session: AsyncSession, at: datetime) -> datetime:
    """Until when what is rejected at this moment may be appealed against. Raises `NoSuchRule`."""
    return (await clocks.terms_at(session, at)).due(Term.APPEAL_WITHIN, at).at


async def appeal(
    session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: schemas.RejectionAppeal
) -> Report:
    """The reporter says why the rejection is wrong. Once, even when the report is rejected a second time."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise UnknownReport
    await demand_unlocked(session, vault.token("subject", caller.subject))
    if await appeals.appeal_of(session, report_id):
        raise AppealedBefore
    allowed(Action.APPEAL, report)
    rejection = _rejection(report)
    if now() > (report.appeal_until or await until(session, rejection.at)):
        raise TooLateToAppeal
    identity = await reports.identity_of(session, report_id)
    if identity is None:
        raise UnknownReport
    text = await own_words(session, vault, report_id, data.text)
    session.add(
        Appeal(
            report_id=report_id,
            text=text,
            sealed_original=await vault.seal(
                session, identity.person_id, data.text.encode(), f"appeals.original.{report_id}"
            ),
            appealed_at=now(),
            reject_reason=report.reject_reason,
            reject_note=report.moderation_note,
            rejected_by=rejection.actor,
            rejected_at=rejection.at,
            note="",
        )
    )
    return await move(session, report, Action.APPEAL, Principal(subject=REPORTER, roles=caller.roles), text)


def _rejection(report: Report) -> Change:
    """The line of the history that ended it; also the clock's, when the reporter was asked and did not say."""
    return next(
        each for each in reversed(report.history) if each.target is State.REJECTED and each.source != each.target
    )


async def decide(
    session: AsyncSession, report_id: UUID, caller: Principal, data: schemas.RejectionDecision, version: int | None
) -> Report:
    """The rejection stands, or the report is received anew and its time for classifying begins again."""
    report = await take(session, report_id, version)
    row = await appeals.appeal_of(session, report_id)
    if row is None or row.is_upheld is not None:
        raise NothingToDecide
    action = Action.UPHOLD if data.decision == "uphold" else Action.OVERTURN
    allowed(action, report)
    if caller.subject == row.rejected_by:
        raise OwnRejection
    row.is_upheld, row.note = action is Action.UPHOLD, redact(clean(data.note))
    row.decided_by, row.decided_at = caller.subject, now()
    if action is Action.OVERTURN:
        report.reject_reason, report.moderation_note, report.appeal_until = None, "", None
    await record(session, caller.subject, f"report.rejection.{action.value}", str(report_id), {})
    return await move(session, report, action, caller, row.note)


async def page_of(
    session: AsyncSession, caller: Principal, status: schemas.AppealStatus, page: PageQuery
) -> schemas.AppealPage:
    after = (page.after.moment, page.after.id) if page.after else None
    found = await appeals.page(session, is_upheld=UPHELD[status], after=after, limit=page.limit)
    rows, more = cut(list(found), page.limit)
    last = rows[-1][0] if rows else None
    return schemas.AppealPage(
        items=[shown(row, report, caller.subject) for row, report in rows],
        next_cursor=Cursor(last.appealed_at, last.report_id).encode() if more and last else None,
    )


async def figures(session: AsyncSession) -> schemas.AppealFigures:
    rejected, by = await appeals.counts(session)
    counted = {status: by.get(is_upheld, 0) for status, is_upheld in UPHELD.items()}
    overturned, upheld = counted[schemas.AppealStatus.OVERTURNED], counted[schemas.AppealStatus.UPHELD]
    interval = wilson(overturned, overturned + upheld)
    return schemas.AppealFigures(
        rejected=rejected,
        appealed=sum(counted.values()),
        overturned_share=overturned / (overturned + upheld) if interval else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        **{status.value: schemas.AppealCount(n=n, reports=LIST + status.value) for status, n in counted.items()},
    )
