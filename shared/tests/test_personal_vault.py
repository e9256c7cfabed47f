"""Seals and tokens as use cases hold them."""

from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.personal.keys import Erased, KeyRing
from hueioc.personal.sealed import SealBroken
from hueioc.personal.vault import Vault

VAULT = Vault(KeyRing(b"k" * 32), b"s" * 32)


async def test_a_sealed_value_opens_until_the_person_is_erased(session: AsyncSession) -> None:
    person = uuid4()
    sealed = await VAULT.seal(session, person, b"0912345678", "identities.contact.1")
    assert await VAULT.open(session, person, sealed, "identities.contact.1") == b"0912345678"
    await VAULT.erase(session, person)
    with pytest.raises(Erased):
        await VAULT.open(session, person, sealed, "identities.contact.1")


async def test_a_value_of_another_person_or_place_does_not_open(session: AsyncSession) -> None:
    person, other = uuid4(), uuid4()
    sealed = await VAULT.seal(session, person, b"x", "a")
    await VAULT.seal(session, other, b"y", "a")
    for who, where in ((other, "a"), (person, "b"), (uuid4(), "a")):
        with pytest.raises(SealBroken):
            await VAULT.open(session, who, sealed, where)


def test_a_subject_has_a_token_as_it_is_written() -> None:
    assert VAULT.token("subject", "a") == VAULT.token("subject", "a") != VAULT.token("subject", "A")
    assert VAULT.token("phone", "0912 345 678") == VAULT.token("phone", "+84912345678")


def test_the_keys_are_not_in_the_text_of_a_vault() -> None:
    assert "kkk" not in repr(VAULT)
    assert "sss" not in repr(VAULT)
