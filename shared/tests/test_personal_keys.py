"""Keys of persons on a real database: made once, wrapped by a KEK, destroyed for good."""

import asyncio
import base64
import os
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.db import Database
from hueioc.personal.keys import (
    Erased,
    KeyEncryptionKeyError,
    KeyRing,
    decode_secret,
    erase,
    existing_keys,
    key_for,
    person_keys,
    rewrap,
)

RING = KeyRing(b"k" * 32)


async def test_a_person_has_one_key(session: AsyncSession) -> None:
    person, other = uuid4(), uuid4()
    key = await key_for(session, person, RING)
    assert len(key) == 32
    assert await key_for(session, person, RING) == key
    assert await key_for(session, other, RING) != key


async def test_two_first_calls_at_once_get_the_same_key(committed_database: Database) -> None:
    person = uuid4()

    async def first() -> bytes:
        async with committed_database.transaction() as session:
            return await key_for(session, person, RING)

    assert len(set(await asyncio.gather(*[first() for _ in range(8)]))) == 1


async def test_an_erased_key_is_gone_from_the_table_and_never_comes_back(session: AsyncSession) -> None:
    person = uuid4()
    await key_for(session, person, RING)
    await erase(session, person)
    with pytest.raises(Erased) as refused:
        await key_for(session, person, RING)
    assert refused.value.status == 410
    stored = await session.execute(select(person_keys.c.wrapped).where(person_keys.c.person_id == person))
    assert stored.scalar_one() is None


async def test_a_person_without_a_key_can_be_erased_too(session: AsyncSession) -> None:
    person = uuid4()
    await erase(session, person)
    await erase(session, person)
    with pytest.raises(Erased):
        await key_for(session, person, RING)


async def test_many_keys_are_read_at_once_and_the_erased_are_none(session: AsyncSession) -> None:
    people = [uuid4() for _ in range(5)]
    keys = {person: await key_for(session, person, RING) for person in people[:4]}
    await erase(session, people[0])
    assert await existing_keys(session, people, RING) == {**keys, people[0]: None}


async def test_rewrapping_changes_the_kek_and_not_the_keys(session: AsyncSession) -> None:
    people = [uuid4() for _ in range(5)]
    keys: dict[UUID, bytes | None] = {person: await key_for(session, person, RING) for person in people}
    rotated = KeyRing(b"n" * 32, b"k" * 32)
    while await rewrap(session, rotated, limit=2):
        pass
    only_new = KeyRing(b"n" * 32)
    assert await existing_keys(session, people, only_new) == keys
    with pytest.raises(KeyEncryptionKeyError, match="not known"):
        await existing_keys(session, people, RING)


def test_a_wrapped_key_does_not_open_for_another_person() -> None:
    wrapped = RING.wrap(UUID(int=1), b"x" * 32)
    assert RING.unwrap(UUID(int=1), RING.current_id, wrapped) == b"x" * 32
    with pytest.raises(KeyEncryptionKeyError):
        RING.unwrap(UUID(int=2), RING.current_id, wrapped)


@pytest.mark.parametrize("mark", ["", "dev_"])
def test_a_secret_is_base64_with_or_without_the_development_mark(mark: str) -> None:
    raw = os.urandom(32)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        assert decode_secret(SecretStr(mark + encode(raw).decode())) == raw
        assert decode_secret(SecretStr(mark + encode(raw).decode().rstrip("="))) == raw


@pytest.mark.parametrize("written", ["", "dev_", "c2hvcnQ=", "not base64 at all!", "ệ"])
def test_a_secret_that_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(KeyEncryptionKeyError):
        decode_secret(SecretStr(written))
