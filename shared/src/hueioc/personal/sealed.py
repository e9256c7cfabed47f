"""Sealed values (AES-256-GCM, NIST SP 800-38D) and tokens by which they are found without being read."""

import hashlib
import hmac
import os
import re
import unicodedata
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hueioc.errors import Problem, Text, invalid_field
from hueioc.personal.plain import plain

_VERSION = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_CARD_LENGTHS = (9, 12)
_E164 = re.compile(r"\+[1-9]\d{6,14}")

SearchKind = Literal["phone", "email", "citizen_id"]
SEARCH_KINDS: frozenset[str] = frozenset(get_args(SearchKind))


class SealBroken(Problem):
    """The bytes were altered, moved to another row or column, or sealed with another key."""

    code = "seal-broken"
    title = Text("Dữ liệu được bảo vệ không còn nguyên vẹn", "Protected data is no longer intact")


def seal(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Version, nonce, ciphertext, tag. `context` binds it to its place (table, column, row) and is not stored."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, _VERSION + context)


def open_(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The plaintext of `seal` with the same key and context; raises SealBroken."""
    if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise SealBroken
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, _VERSION + context)
    except InvalidTag as error:
        raise SealBroken from error


def search_token(search_key: bytes, kind: SearchKind, value: str) -> bytes:
    """32 bytes, equal for equal values however they are written. Raises Invalid for what is no such value."""
    normal = _NORMAL[kind](value)
    return hmac.digest(search_key, f"{kind}\0{normal}".encode(), hashlib.sha256)


def normal_phone(value: str) -> str:
    """E.164; without a country it is Vietnamese: 0912 345 678, (+84) 912…, 0084 912… become +84912345678."""
    text = plain(value.strip()).text
    digits = re.sub(r"\D", "", text)
    if digits.startswith("00"):
        digits = digits[2:]
    elif not text.lstrip("( ").startswith("+") and not (digits.startswith("84") and len(digits) > 10):  # noqa: PLR2004
        digits = "84" + digits.removeprefix("0")
    if digits.startswith("840"):
        digits = "84" + digits[3:]
    number = "+" + digits
    if not _E164.fullmatch(number) or re.search(r"[a-z@]", text):
        raise invalid_field("", "Số điện thoại chưa đúng", "This is not a telephone number")
    return number


def normal_email(value: str) -> str:
    address = unicodedata.normalize("NFC", value.strip().lower())
    local, _, domain = address.rpartition("@")
    if not local or not domain or re.search(r"\s", address):
        raise invalid_field("", "Địa chỉ e-mail chưa đúng", "This is not an e-mail address")
    return address


def normal_citizen_id(value: str) -> str:
    digits = re.sub(r"[\s.\-]", "", plain(value.strip()).text)
    if not digits.isdigit() or len(digits) not in _CARD_LENGTHS:
        raise invalid_field("", "Số CCCD có 12 chữ số, CMND có 9", "A citizen id has 12 digits, an old one 9")
    return digits


_NORMAL = {"phone": normal_phone, "email": normal_email, "citizen_id": normal_citizen_id}
