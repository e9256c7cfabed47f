"""Sealed values and search tokens."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.errors import Invalid
from hueioc.personal.sealed import SealBroken, SearchKind, normal_phone, open_, seal, search_token

KEY = b"k" * 32


@given(st.binary(max_size=500), st.binary(max_size=50))
def test_what_is_sealed_opens_with_the_same_key_and_context(plaintext: bytes, context: bytes) -> None:
    sealed = seal(KEY, plaintext, context)
    assert open_(KEY, sealed, context) == plaintext
    assert seal(KEY, plaintext, context) != sealed


@given(st.binary(max_size=60), st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_breaks_the_seal(plaintext: bytes, place: int, change: int) -> None:
    sealed = bytearray(seal(KEY, plaintext, b"report/phone/1"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        open_(KEY, bytes(sealed), b"report/phone/1")


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_without_an_error_of_ours(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        open_(KEY, sealed, b"")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(SealBroken):
        open_(KEY, seal(KEY, b"0912345678", b"report/phone/1"), b"report/phone/2")


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912 345 678",
        "(0912) 345-678",
        "+84 912 345 678",
        "84912345678",
        "+84(0)912345678",
        "0084912345678",
    ],
)
def test_one_telephone_number_has_one_token(written: str) -> None:
    assert normal_phone(written) == "+84912345678"
    assert search_token(KEY, "phone", written) == search_token(KEY, "phone", "0912345678")


def test_a_foreign_number_keeps_its_country() -> None:
    assert normal_phone("+1 415 555 2671") == "+14155552671"


def test_an_address_is_compared_without_case_and_in_one_unicode_form() -> None:
    address = "Nguyễn@Huế.vn"
    assert search_token(KEY, "email", address.upper()) == search_token(
        KEY, "email", " " + unicodedata.normalize("NFD", address)
    )


def test_the_same_digits_as_phone_and_card_have_different_tokens() -> None:
    assert search_token(KEY, "phone", "912345678") != search_token(KEY, "citizen_id", "912345678")


def test_a_token_depends_on_the_key() -> None:
    assert search_token(KEY, "citizen_id", "046 199 012 345") == search_token(KEY, "citizen_id", "046199012345")
    assert search_token(KEY, "citizen_id", "046199012345") != search_token(b"z" * 32, "citizen_id", "046199012345")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", ""),
        ("phone", "abc"),
        ("phone", "12"),
        ("phone", "0" * 50),
        ("email", "a"),
        ("email", "a b@c"),
        ("citizen_id", "12345"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: SearchKind, value: str) -> None:
    with pytest.raises(Invalid):
        search_token(KEY, kind, value)
