"""Who of the staff is at a report now: compare and set, so that two do not do the same work."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from reflection.errors import AlreadyClaimed, NotYourClaim
from reflection.models import Report
from reflection.service.announce import move, take
from reflection.states import Action

CLAIM_LASTS = timedelta(minutes=30)
"""Who has gone home holds nobody up."""


async def claim(session: AsyncSession, report_id: UUID, caller: Principal) -> Report:
    """Take it. Taking what one has already changes nothing; raises `AlreadyClaimed` with the holder."""
    report = await take(session, report_id, None)
    if report.claimed_by and report.claimed_at and report.claimed_at > now() - CLAIM_LASTS:
        if report.claimed_by == caller.subject:
            return report
        raise AlreadyClaimed(extra={"claimed_by": report.claimed_by, "claimed_at": report.claimed_at.isoformat()})
    report.claimed_by, report.claimed_at = caller.subject, now()
    return await move(session, report, Action.CLAIM, caller)


async def release(session: AsyncSession, report_id: UUID, caller: Principal) -> Report:
    """Give it back; a supervisor may do so for another."""
    report = await take(session, report_id, None)
    if report.claimed_by is None:
        return report
    if report.claimed_by != caller.subject and not caller.has_role(Role.SUPERVISOR):
        raise NotYourClaim
    report.claimed_by = report.claimed_at = None
    return await move(session, report, Action.RELEASE, caller)
