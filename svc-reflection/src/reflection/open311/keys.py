"""Who may write by Open311: the partner whose api_key comes with the form or in the address."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault
from reflection.models import Open311Key
from reflection.open311 import key_queries
from reflection.open311.answers import KeyExhausted, KeyRefused

KIND = "open311-key"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Partner:
    """Whose key it is."""

    key_id: UUID
    name: str

    def on_behalf_of(self, vault: Vault, person: str) -> Principal:
        """The reporter: the partner and the one person it speaks for, so that each can be erased alone."""
        subject = f"open311:{self.key_id}"
        if person:
            subject += ":" + vault.token("open311-person", person).hex()
        return Principal(subject, client_id=f"open311:{self.key_id}", roles=frozenset({Role.PARTNER}))


async def partner_of(session: AsyncSession, vault: Vault, api_key: str) -> Partner:
    """Raises `KeyRefused` or `KeyExhausted`."""
    row = await key_queries.key_of(session, vault.token(KIND, api_key)) if api_key else None
    if row is None or row.revoked_at is not None:
        raise KeyRefused
    if per_day := row.limits.get("per_day"):
        sent = await key_queries.sent_since(session, row.id, now() - DAY)
        if sent >= per_day:
            raise KeyExhausted
    return Partner(row.id, row.name)


def new_key(
    session: AsyncSession, vault: Vault, name: str, *, mark: str = "", limits: dict[str, int] | None = None
) -> str:
    """A key for the partner `name`: shown now, kept only as a keyed hash."""
    key = mark + secrets.token_urlsafe(32)
    row = Open311Key(key_hash=vault.token(KIND, key), id=uuid7(), name=name, limits=limits or {}, created_at=now())
    session.add(row)
    return key
