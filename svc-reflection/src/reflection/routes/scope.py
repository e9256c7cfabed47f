"""Which reports a member of staff sees."""

from uuid import UUID

from hueioc.auth.principal import Principal, Role
from hueioc.edge import Session
from reflection.errors import UnknownReport
from reflection.models import Report
from reflection.queries import reports


def own_unit(caller: Principal) -> UUID | None:
    """None for the centre, who see all; the unit of an officer (an officer without one sees nothing)."""
    if caller.has_role(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR):
        return None
    return UUID(caller.unit_id) if caller.unit_id else UUID(int=0)


def may_see(caller: Principal, report: Report) -> bool:
    """The centre sees all; an officer what the own unit leads or supports."""
    unit = own_unit(caller)
    return unit is None or report.unit_id == unit or any(each.id == unit for each in report.supporting)


async def visible(session: Session, caller: Principal, report_id: UUID) -> Report:
    """The report, if the caller may see it; raises UnknownReport."""
    report = await reports.find_report(session, report_id)
    if report is None or not may_see(caller, report):
        raise UnknownReport
    return report
