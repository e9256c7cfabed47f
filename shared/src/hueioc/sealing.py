"""Every service's sealer: its key, and the head of its chain as an event on the bus.

Whoever keeps the published heads can prove that rows were cut off the end of the chain later.
"""

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import AwareDatetime

from hueioc.events import Audience, Event
from hueioc.outbox import publish
from hueioc.personal.keys import KEY_BYTES, decode_secret
from hueioc.sealer import AUDIT, Head, Sealer, SealKey
from hueioc.settings import ServiceSettings

if TYPE_CHECKING:
    from hueioc.runtime import Runtime


def seal_key(service: str, settings: ServiceSettings) -> SealKey:
    """An Ed25519 key of this service, derived (HKDF, RFC 5869) from the key-encryption key."""
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"hue-seal-{service}".encode())
    secret = derived.derive(decode_secret(settings.key_encryption_key))
    return SealKey(f"{service}-1", Ed25519PrivateKey.from_private_bytes(secret))


def head_event(service: str) -> "type[SealSigned]":
    """The class of the event by which `service` publishes its heads."""

    class Signed(SealSigned, type=f"vn.hue.{service}.seal.signed.v1", audience=Audience.STAFF):
        """The chain of proof rows has a new signed head."""

    return Signed


class SealSigned(Event, type="vn.hue.common.seal.signed.v1", audience=Audience.STAFF):
    """One signed head of a chain; hashes and signature in hex. Published under the service's own name."""

    source: str
    seal_id: int
    count: int
    head_hash: str
    signed_at: AwareDatetime
    key_id: str
    signature: str


def make_sealer(runtime: "Runtime") -> Sealer:
    event = head_event(runtime.service.name)

    async def announce(head: Head) -> None:
        signed = event(
            source=head.source,
            seal_id=head.seal_id,
            count=head.count,
            head_hash=head.head_hash.hex(),
            signed_at=head.signed_at,
            key_id=head.key_id,
            signature=head.signature.hex(),
        )
        async with runtime.database.transaction() as session:
            publish(session, signed, subject_id=head.source, version=head.seal_id)
        runtime.relay.wake()

    return Sealer(runtime.database, [AUDIT], seal_key(runtime.service.name, runtime.settings), announce)
