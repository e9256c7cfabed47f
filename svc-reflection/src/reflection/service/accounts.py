"""Accounts that are locked for abuse: by the report that was the reason, so that nobody learns who it is."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from hueioc.paging import Cursor, PageQuery, cut
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection import schemas
from reflection.errors import AlreadyAppealed, LockInThePast, NoSuchLock, NothingToDecide, UnknownReport
from reflection.models import AccountLock
from reflection.queries import process, reports
from reflection.rules.texts import clean
from reflection.views import records


async def lock(
    session: AsyncSession, report_id: UUID, caller: Principal, data: schemas.ReporterLock
) -> schemas.AccountLock:
    """Lock the account that sent this report, until a moment, with a reason that its holder reads."""
    identity = await reports.identity_of(session, report_id)
    if identity is None:
        raise UnknownReport
    if data.until <= now():
        raise LockInThePast(fields=(FieldError("/until", Text("Hãy chọn ngày sau hôm nay", "Choose a later day")),))
    row = AccountLock(
        id=uuid7(),
        person_token=identity.person_token,
        report_id=report_id,
        reason=redact(clean(data.reason)),
        locked_by=caller.subject,
        locked_at=now(),
        locked_until=data.until,
        decision_note="",
    )
    session.add(row)
    await record(session, caller.subject, "account.locked", str(row.id), {"report": str(report_id)})
    return records.lock(row)


async def page_of(session: AsyncSession, page: PageQuery, *, appealed_only: bool) -> schemas.AccountLockPage:
    after = (page.after.moment, page.after.id) if page.after else None
    found = await process.list_locks(session, appealed_only=appealed_only, after=after, limit=page.limit + 1)
    rows, more = cut(list(found), page.limit)
    return schemas.AccountLockPage(
        items=[records.lock(row) for row in rows],
        next_cursor=Cursor(rows[-1].locked_at, rows[-1].id).encode() if more else None,
    )


async def decide(
    session: AsyncSession, lock_id: UUID, caller: Principal, data: schemas.AppealDecision
) -> schemas.AccountLock:
    """Lift the lock, with or without an appeal, or uphold it after one."""
    row = await process.lock_of(session, lock_id)
    if row is None:
        raise NoSuchLock
    if row.lifted_at or (data.decision == "uphold" and (row.appealed_at is None or row.decided_at)):
        raise NothingToDecide
    row.is_upheld, row.decision_note = data.decision == "uphold", redact(clean(data.note))
    row.decided_by, row.decided_at = caller.subject, now()
    if data.decision == "lift":
        row.lifted_at = now()
    await record(session, caller.subject, f"account.lock.{data.decision}", str(row.id), {})
    return records.lock(row)


async def own(session: AsyncSession, vault: Vault, caller: Principal) -> schemas.OwnLock:
    """What the holder of the account reads."""
    row = await process.running_lock(session, vault.token("subject", caller.subject), now())
    if row is None:
        return schemas.OwnLock(
            is_locked=False,
            reason="",
            locked_until=None,
            appeal=None,
            appealed_at=None,
            is_upheld=None,
            decision_note="",
        )
    return _own(row)


async def appeal(session: AsyncSession, vault: Vault, caller: Principal, data: schemas.AppealCreate) -> schemas.OwnLock:
    """Say why the lock is wrong, once; the operations centre decides."""
    row = await process.running_lock(session, vault.token("subject", caller.subject), now())
    if row is None:
        raise NoSuchLock
    if row.appealed_at:
        raise AlreadyAppealed
    row.appeal, row.appealed_at = redact(clean(data.text)), now()
    return _own(row)


def _own(row: AccountLock) -> schemas.OwnLock:
    return schemas.OwnLock(
        is_locked=True,
        reason=row.reason,
        locked_until=row.locked_until,
        appeal=row.appeal,
        appealed_at=row.appealed_at,
        is_upheld=row.is_upheld,
        decision_note=row.decision_note,
    )
