"""A data key for each person, wrapped by a key-encryption key (KEK) that PostgreSQL never sees.

Erasing a person destroys the wrapped key: what was sealed with it stays noise for ever. Old row versions and
backups hold only wrapped bytes. Keys are not cached in the process: a key of a transaction that was rolled
back, or of a person erased by another process, must not be used again.
"""

import base64
import hashlib
import os
from collections.abc import Iterable
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr
from sqlalchemy import Column, DateTime, Index, LargeBinary, Table, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import errors
from hueioc.clock import now
from hueioc.mechanism import MECHANISM
from hueioc.settings import DEVELOPMENT_MARK

KEY_BYTES = 32
_NONCE_BYTES = 12

person_keys = Table(
    "person_keys",
    MECHANISM,
    Column("person_id", Uuid, primary_key=True),
    Column("kek_id", Text, nullable=False),
    Column("wrapped", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    Index("ix_person_keys_kek_id", "kek_id"),
)


class Erased(errors.Problem):
    """The key of this person was destroyed at their request; nothing sealed with it can be read."""

    status, code = 410, "person-erased"
    title = errors.Text("Dữ liệu cá nhân này đã được xoá", "This personal data has been erased")


class KeyEncryptionKeyError(ValueError):
    """A secret is not 32 bytes in base64, or a row is wrapped by a KEK that this process was not given."""


def decode_secret(secret: SecretStr) -> bytes:
    """The bytes of a base64 secret of at least 32 bytes; a leading development mark is not part of it."""
    written = secret.get_secret_value().removeprefix(DEVELOPMENT_MARK)
    try:
        raw = base64.b64decode(written.replace("-", "+").replace("_", "/") + "=" * (-len(written) % 4), validate=True)
    except ValueError as error:
        raise KeyEncryptionKeyError("the secret is not base64") from error
    if len(raw) < KEY_BYTES:
        raise KeyEncryptionKeyError(f"the secret is shorter than {KEY_BYTES} bytes")
    return raw


class KeyRing:
    """The KEK in use and the older ones that rows may still be wrapped by. A KEK is named by its own hash."""

    def __init__(self, current: bytes, *older: bytes) -> None:
        if any(len(kek) != KEY_BYTES for kek in (current, *older)):
            raise KeyEncryptionKeyError(f"a key-encryption key has {KEY_BYTES} bytes")
        self.current_id = _kek_id(current)
        self._keks = {_kek_id(kek): AESGCM(kek) for kek in (*older, current)}

    @classmethod
    def of(cls, current: SecretStr, *older: SecretStr) -> Self:
        return cls(decode_secret(current), *(decode_secret(secret) for secret in older))

    def wrap(self, person_id: UUID, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._keks[self.current_id].encrypt(nonce, key, person_id.bytes)

    def unwrap(self, person_id: UUID, kek_id: str, wrapped: bytes) -> bytes:
        if kek_id not in self._keks:
            raise KeyEncryptionKeyError(f"the key-encryption key {kek_id} is not known here")
        try:
            return self._keks[kek_id].decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], person_id.bytes)
        except InvalidTag as error:
            raise KeyEncryptionKeyError("a wrapped key was altered, or belongs to another person") from error


async def key_for(session: AsyncSession, person_id: UUID, ring: KeyRing) -> bytes:
    """The person's key, made at the first call; two first calls at once get the same one. Raises Erased."""
    found = await existing_keys(session, [person_id], ring)
    if person_id not in found:
        key = AESGCM.generate_key(8 * KEY_BYTES)
        row = {
            "person_id": person_id,
            "kek_id": ring.current_id,
            "wrapped": ring.wrap(person_id, key),
            "created_at": now(),
        }
        made = insert(person_keys).values(row).on_conflict_do_nothing().returning(person_keys.c.person_id)
        if (await session.execute(made)).first() is not None:
            return key
        found = await existing_keys(session, [person_id], ring)
    key_or_none = found.get(person_id)
    if key_or_none is None:
        raise Erased
    return key_or_none


async def existing_keys(session: AsyncSession, person_ids: Iterable[UUID], ring: KeyRing) -> dict[UUID, bytes | None]:
    """The keys of those persons who have one; None for an erased person. One query for a whole list."""
    columns = (person_keys.c.person_id, person_keys.c.kek_id, person_keys.c.wrapped)
    rows = await session.execute(select(*columns).where(person_keys.c.person_id.in_(list(person_ids))))
    return {
        person_id: None if wrapped is None else ring.unwrap(person_id, kek_id, wrapped)
        for person_id, kek_id, wrapped in rows
    }


async def erase(session: AsyncSession, person_id: UUID) -> None:
    """Destroy the key. A person who never had one is marked too, so that none is made later."""
    moment = now()
    gone = {"wrapped": None, "erased_at": moment}
    tombstone = insert(person_keys).values(person_id=person_id, kek_id="", created_at=moment, **gone)
    await session.execute(
        tombstone.on_conflict_do_update(
            index_elements=[person_keys.c.person_id], set_=gone, where=person_keys.c.erased_at.is_(None)
        )
    )


async def rewrap(session: AsyncSession, ring: KeyRing, limit: int = 500) -> int:
    """Wrap up to `limit` keys by the current KEK; returns how many. Call until 0, then retire the old KEK."""
    rows = await session.execute(
        select(person_keys.c.person_id, person_keys.c.kek_id, person_keys.c.wrapped)
        .where(person_keys.c.kek_id != ring.current_id, person_keys.c.wrapped.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    count = 0
    for person_id, kek_id, wrapped in rows.all():
        again = ring.wrap(person_id, ring.unwrap(person_id, kek_id, wrapped))
        this = person_keys.c.person_id == person_id
        await session.execute(update(person_keys).where(this).values(kek_id=ring.current_id, wrapped=again))
        count += 1
    return count


def _kek_id(kek: bytes) -> str:
    return hashlib.sha256(b"hue-kek" + kek).hexdigest()[:16]
