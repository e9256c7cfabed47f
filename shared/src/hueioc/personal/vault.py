"""Keys, seals and search tokens of one service, as use cases hold them."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Self, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.personal import keys, sealed
from hueioc.personal.keys import Erased, KeyRing
from hueioc.settings import ServiceSettings


@dataclass(frozen=True)
class Vault:
    """`context` names table, column and row, so that a sealed value does not open anywhere else."""

    ring: KeyRing = field(repr=False)
    search_key: bytes = field(repr=False)

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        return cls(KeyRing.of(settings.key_encryption_key), keys.decode_secret(settings.search_key))

    async def seal(self, session: AsyncSession, person_id: UUID, plaintext: bytes, context: str) -> bytes:
        """Raises Erased."""
        return sealed.seal(await keys.key_for(session, person_id, self.ring), plaintext, context.encode())

    async def open(self, session: AsyncSession, person_id: UUID, value: bytes, context: str) -> bytes:
        """Raises Erased, or SealBroken when the value was altered, moved, or its key is not there."""
        found = await keys.existing_keys(session, [person_id], self.ring)
        if person_id not in found:
            raise sealed.SealBroken
        key = found[person_id]
        if key is None:
            raise Erased
        return sealed.open_(key, value, context.encode())

    async def erase(self, session: AsyncSession, person_id: UUID) -> None:
        await keys.erase(session, person_id)

    def token(self, kind: str, value: str) -> bytes:
        """Phones, e-mails and citizen ids are brought to one form; any other kind is taken as it is written."""
        if kind in sealed.SEARCH_KINDS:
            return sealed.search_token(self.search_key, cast("sealed.SearchKind", kind), value)
        return hmac.digest(self.search_key, f"{kind}\0{value}".encode(), hashlib.sha256)
