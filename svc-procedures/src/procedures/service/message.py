"""One message of the synchronisation on its way through the rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.personal.vault import Vault
from procedures.models import Dossier, DossierChange


@dataclass
class Message:
    """Who sends it, and what is known of its dossiers; rows add to that."""

    session: AsyncSession
    vault: Vault
    client_id: str
    at: datetime
    known: dict[str, Dossier]
    steps: dict[UUID, list[DossierChange]]
