"""After the answer: not settled, or asked once more four weeks later."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection.errors import (
    AlreadyReopened,
    NotAskedAgain,
    NotYours,
    NoUnit,
    RatedOtherwise,
    TooLateToReopen,
)
from reflection.models import RatingGiven, Report
from reflection.queries import talk
from reflection.rules.terms import Term
from reflection.rules.texts import clean
from reflection.schemas import FollowUpAnswer, Reopening
from reflection.service import clocks
from reflection.service.announce import allowed, move, take
from reflection.service.answering import is_own
from reflection.service.own_words import own_words
from reflection.service.submit import demand_unlocked
from reflection.states import Action, Rating, ReopenCause, State

REPORTER = "reporter"


async def reopen(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: Reopening) -> Report:
    """The reporter is not satisfied, with a reason, once, within the days that the rule gives."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise NotYours
    await demand_unlocked(session, vault.token("subject", caller.subject))
    if report.reopen_count:
        raise AlreadyReopened
    if report.state is State.CLOSED:
        raise TooLateToReopen
    allowed(Action.REOPEN, report)
    terms = await clocks.terms_at(session, report.state_since)
    if now() > terms.due(Term.REOPEN_WITHIN, report.state_since).at:
        raise TooLateToReopen
    reason = await own_words(session, vault, report_id, data.reason)
    if report.rating is None:
        report.rating = RatingGiven(
            report_id=report.id, rating=Rating.UNSATISFIED, comment=reason, reasons=[], rated_at=now()
        )
        await move(session, report, Action.RATE, Principal(subject=REPORTER, roles=caller.roles), mood=None)
    elif report.rating.rating is not Rating.UNSATISFIED:
        raise RatedOtherwise
    by = Principal(subject=REPORTER, roles=caller.roles)
    return await _again(session, report, by, reason, ReopenCause.UNSATISFIED)


async def reopen_for_recurrence(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Reopening, version: int | None
) -> Report:
    """The operations centre sees that the same thing is there again."""
    report = await take(session, report_id, version)
    allowed(Action.REOPEN, report)
    return await _again(session, report, caller, redact(clean(data.reason)), ReopenCause.RECURRENCE)


async def _again(session: AsyncSession, report: Report, by: Principal, reason: str, cause: ReopenCause) -> Report:
    if report.unit_id is None:
        raise NoUnit
    report.reopen_count += 1
    report.outcome = None
    clocks.start(report, await clocks.terms_of(session), now(), Term.REOPENED)
    return await move(session, report, Action.REOPEN, by, reason, cause=cause)


async def follow_up(
    session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: FollowUpAnswer
) -> Report:
    """Fixed, partly, not: the reporter's word four weeks after closing, once."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise NotYours
    asked = await talk.follow_up_of(session, report_id)
    if asked is None or asked.answered_at is not None:
        raise NotAskedAgain
    asked.answer, asked.answered_at = data.answer, now()
    by = Principal(subject=REPORTER, roles=caller.roles)
    return await move(session, report, Action.FOLLOW_UP, by, answer=data.answer)
