"""What a reporter writes after the report: the own name, telephone and e-mail are masked in it as in the report."""

import json
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.personal.keys import Erased
from hueioc.personal.known import NOBODY, Known
from hueioc.personal.redact import redact
from hueioc.personal.sealed import SealBroken
from hueioc.personal.vault import Vault
from reflection.queries import reports
from reflection.rules.texts import clean


async def own_words(session: AsyncSession, vault: Vault, report_id: UUID, words: str) -> str:
    """`words` of the reporter of this report as everybody else may read them."""
    return redact(clean(words), await _known(session, vault, report_id))


async def _known(session: AsyncSession, vault: Vault, report_id: UUID) -> Known:
    """What the reporter has said of the own person; nobody when that was erased."""
    identity = await reports.identity_of(session, report_id)
    if identity is None:
        return NOBODY
    try:
        context = f"identities.contact.{report_id}"
        contact = json.loads(await vault.open(session, identity.person_id, identity.sealed_contact, context))
    except (Erased, SealBroken):
        return NOBODY
    return Known(*(contact.get(part) or "" for part in Known._fields))
