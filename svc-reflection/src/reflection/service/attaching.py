"""Files that follow a report: a phone that lost its connection sends them later."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.errors import FieldError, Text
from hueioc.personal.vault import Vault
from reflection.errors import NotYours, TooManyFiles
from reflection.models import Report
from reflection.rules.moves import target_of
from reflection.schemas import MOST_MEDIA, MediaAdded
from reflection.service.announce import move, take
from reflection.service.answering import is_own
from reflection.service.submit import demand_unlocked, demand_uploaded, pictures
from reflection.states import Action


async def attach(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: MediaAdded) -> Report:
    """Add files to the caller's own report until it is closed; one that is there already is not added again."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise NotYours
    await demand_unlocked(session, vault.token("subject", caller.subject))
    target_of(Action.ATTACH, report.state)
    there = [each for each in report.media if not (each.is_answer or each.is_partners)]
    known = {each.sha256 for each in there}
    fresh = [sha256 for sha256 in dict.fromkeys(data.media) if sha256 not in known]
    if not fresh:
        return report
    if len(there) + len(fresh) > MOST_MEDIA:
        why = Text(f"Mỗi phản ánh có tối đa {MOST_MEDIA} tệp", f"A report has at most {MOST_MEDIA} files")
        raise TooManyFiles(fields=(FieldError("/media", why),))
    await demand_uploaded(session, caller, data.media)
    added = pictures(fresh, is_answer=False)
    for place, each in enumerate(added, 1 + max((old.position for old in there), default=-1)):
        each.position = place
    report.media.extend(added)
    return await move(session, report, Action.ATTACH, Principal(subject="reporter", roles=caller.roles))
