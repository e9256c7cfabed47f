"""An operator takes a report down for somebody who called, wrote or came."""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal, Role
from hueioc.personal.vault import Vault
from reflection.models import Report
from reflection.schemas import OpsReportCreate, ReportCreate
from reflection.service.drafting import Intake
from reflection.service.submit import Arrival, submit


async def take_down(session: AsyncSession, intake: Intake, operator: Principal, data: OpsReportCreate) -> Report:
    """The same id gives the same report. The reporter's contact is sealed as everybody's."""
    reporter = reporter_of(intake.vault, data)
    plain = ReportCreate.model_validate(data.model_dump(exclude={"source"}))
    report = await submit(session, intake, reporter, plain, Arrival(data.source, operator=operator))
    await record(session, operator.subject, "report.taken_down", str(report.id), {"source": data.source.value})
    return report


def reporter_of(vault: Vault, data: OpsReportCreate) -> Principal:
    """A pseudonym of the telephone or address, so that one person can be erased; else of this report alone."""
    contact = data.contact
    named = f"report:{data.id}"
    if contact and contact.phone:
        named = f"phone:{vault.token('phone', contact.phone).hex()}"
    elif contact and contact.email:
        named = f"email:{vault.token('email', contact.email).hex()}"
    return Principal(f"behalf:{named}", roles=frozenset({Role.CITIZEN}))
