"""How people are told without being named: by a keyed hash here, by a seal that only the gateway opens (ADR 103)."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from hueioc.auth.principal import Principal
from hueioc.auth.recipients import RecipientSeal
from hueioc.personal.vault import Vault
from reflection.service.submit import person_of

SUBSCRIBER = "report-subscription"
"""What the seal of a subscriber is about, whichever the subscription."""


class Address(NamedTuple):
    """One person who is to hear of something."""

    recipient: bytes
    seal: str


@dataclass(frozen=True)
class Addresses:
    """The ports that an address is made with."""

    vault: Vault
    recipients: RecipientSeal

    async def of_follower(self, person_id: UUID, report_id: UUID) -> Address:
        """Raises `KeysUnavailable` before the gateway's key was ever there."""
        seal = await self.recipients.seal(person_id, follower_of(report_id))
        return Address(recipient(self.vault, person_id), seal)

    async def of_subscriber(self, caller: Principal) -> Address:
        """Raises as `of_follower`."""
        person_id = person_of(caller)
        return Address(recipient(self.vault, person_id), await self.recipients.seal(person_id, SUBSCRIBER))


def follower_of(report_id: UUID) -> str:
    """What the seal of a follower is about."""
    return f"follower:{report_id}"


def recipient(vault: Vault, person_id: UUID) -> bytes:
    """By this a person's own rows are found; it is not the hash by which own reports are found."""
    return vault.token("recipient", str(person_id))
