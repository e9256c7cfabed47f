"""Reports that tell of one thing: merged into the first, and taken apart again when that was wrong."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.errors import FieldError, Text
from reflection.errors import CannotMerge, UnknownReport
from reflection.models import Report
from reflection.queries import desk, people, reports
from reflection.rules.texts import clean
from reflection.schemas import Merge, Unmerge
from reflection.service.addresses import Addresses
from reflection.service.announce import allowed, announce, move, take
from reflection.service.transfers import void
from reflection.states import Action, Outcome, State


async def merge(
    session: AsyncSession, addresses: Addresses, report_id: UUID, caller: Principal, data: Merge, version: int | None
) -> Report:
    """Make the report a duplicate of `into`: it follows that one, its reporter learns what becomes of it."""
    into = await _master(session, report_id, data.into)
    report = await take(session, report_id, version)
    allowed(Action.MERGE, report)
    if report.is_public and not into.is_public:
        raise _refusal("Phản ánh kia chưa công khai", "The other report is not public yet")
    for other in await desk.merged_into(session, report.id):
        duplicate = await take(session, other, None)
        duplicate.merged_into_id = into.id
        await announce(session, duplicate, Action.MERGE, into_id=into.id)
    void(report, caller)
    report.merged_into_id, report.outcome, report.merged_count = into.id, Outcome.DUPLICATE, 0
    await move(session, report, Action.MERGE, caller, clean(data.note), into_id=into.id)
    await _count(session, into)
    if identity := await reports.identity_of(session, report.id):
        # as the reporter's account is found by the gateway; of one who has none nobody is found
        await people.follow_merged(
            session, report.id, into.id, *await addresses.of_follower(identity.person_id, into.id)
        )
    return report


async def unmerge(
    session: AsyncSession, report_id: UUID, caller: Principal, data: Unmerge, version: int | None
) -> Report:
    """It was no duplicate: it goes on where it was, with the time that was left."""
    report = await take(session, report_id, version)
    allowed(Action.UNMERGE, report)
    into = report.merged_into_id
    if into is None:
        raise CannotMerge
    report.merged_into_id, report.outcome = None, None
    await people.unfollow_merged(session, report.id)
    await move(session, report, Action.UNMERGE, caller, clean(data.note), from_id=into)
    await _count(session, await take(session, into, None))
    return report


async def _master(session: AsyncSession, report_id: UUID, into_id: UUID) -> Report:
    """The report to merge into, locked; of a duplicate the one it follows."""
    found = await reports.find_report(session, into_id)
    if found is None:
        raise UnknownReport(fields=(FieldError("/into", Text("Không có phản ánh này", "There is no such report")),))
    if found.merged_into_id:
        into_id = found.merged_into_id
    if into_id == report_id:
        raise _refusal("Không gộp một phản ánh vào chính nó", "A report is not merged into itself")
    into = await take(session, into_id, None)
    if into.state in {State.REJECTED, State.DUPLICATE}:
        raise _refusal("Phản ánh kia đã bị từ chối", "The other report was rejected")
    return into


def _refusal(vi: str, en: str) -> CannotMerge:
    return CannotMerge(Text(vi, en), fields=(FieldError("/into", Text(vi, en)),))


async def _count(session: AsyncSession, into: Report) -> None:
    """How many tell of it is told with the next version of the report."""
    await session.flush()
    into.merged_count = await desk.count_merged(session, into.id)
    await announce(session, into, Action.SUPPORT)
