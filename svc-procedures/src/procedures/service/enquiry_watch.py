"""What happens to enquiries with time alone: a date passes, a contact has been kept long enough."""

from hueioc.clock import now
from hueioc.db import Database
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault
from procedures.events.projects import EnquiryOverdue
from procedures.models import EnquiryChange
from procedures.queries import enquiries
from procedures.service.enquiries import tell
from procedures.service.enquiry_contact import forget
from procedures.states import EnquiryAction

SYSTEM = "system"
AT_ONCE = 50


async def find_late(database: Database) -> bool:
    """Say once of each open enquiry that its date has passed. True: there may be more."""
    async with database.transaction() as session:
        found = await enquiries.late(session, now(), AT_ONCE)
        for row in found:
            row.overdue_at = now()
            await tell(session, row, EnquiryOverdue, EnquiryAction.OVERDUE, SYSTEM)
    return len(found) == AT_ONCE


async def forget_old(database: Database, vault: Vault) -> bool:
    """Erase who asked, when an answered enquiry has been kept long enough. True: there may be more."""
    async with database.transaction() as session:
        found = await enquiries.forgettable(session, now(), AT_ONCE)
        for row in found:
            await forget(session, vault, row)
            change = EnquiryChange(id=uuid7(), enquiry_id=row.id, action=EnquiryAction.FORGET, at=now(), note="")
            change.actor = SYSTEM
            session.add(change)
    return len(found) == AT_ONCE
