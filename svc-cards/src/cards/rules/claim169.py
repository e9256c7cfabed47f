"""The text of a card's QR code: Base45 of zlib of a COSE_Sign1 (RFC 9052) over CWT claims (RFC 8392).

The pipeline of MOSIP Claim 169; the status is that of the Token Status List, and what a card of an official says beyond
Claim 169 stands under a private claim. Reading trusts nothing: sizes, depth and types are bounded, the algorithm
counts only in the protected header, and whatever does not fit is `NotACard`.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from cards.rules import base45

COSE_SIGN1 = 18
ALGORITHM, KID, ES256 = 1, 4, -7
ISSUER, EXPIRES, NOT_BEFORE, ISSUED, STATUS, IDENTITY = 1, 4, 5, 6, 65535, 169
"""CWT claims; 65535 is registered for the Token Status List, 169 by MOSIP."""
ID, LANGUAGE, FULL_NAME, PHOTO, PHOTO_FORMAT = 1, 3, 4, 16, 17
WEBP = 4
OFFICE = -70001
"""Our private claim inside 169: 1 position, 2 agency, 3 code of the agency, 4 kind of card."""
POSITION, AGENCY, AGENCY_CODE, KIND = 1, 2, 3, 4
MOST_TEXT, MOST_BYTES, MOST_DEPTH = 8_192, 64 << 10, 16
_COORDINATE = 32
_PARTS = 4
_HASH = ECDSA(SHA256())


class NotACard(ValueError):
    """The text is not a card as we read them; says nothing about who made it."""


@dataclass(frozen=True, kw_only=True)
class CardClaims:
    """What a card says. Times are Unix seconds; `photo` is empty on the front code."""

    issuer: str
    issued: int
    not_before: int
    expires: int
    status_uri: str
    status_index: int
    card: str
    """The short id, which is also the last part of the card's address."""
    full_name: str
    position: str
    agency: str
    agency_code: str
    kind: str
    photo: bytes = b""


@dataclass(frozen=True)
class ReadCard:
    """A card as it was read. Its signature is not looked at before `is_signed_by`."""

    kid: bytes
    claims: CardClaims
    signature: bytes
    signed: bytes

    def is_signed_by(self, key: EllipticCurvePublicKey) -> bool:
        r, s = self.signature[:_COORDINATE], self.signature[_COORDINATE:]
        try:
            key.verify(encode_dss_signature(int.from_bytes(r), int.from_bytes(s)), self.signed, _HASH)
        except InvalidSignature:
            return False
        return True


def write(claims: CardClaims, kid: bytes, key: EllipticCurvePrivateKey) -> bytes:
    """The COSE_Sign1 of a card: its length is what the byte budget counts."""
    protected = cbor2.dumps({ALGORITHM: ES256, KID: kid})
    payload = cbor2.dumps(_claim_map(claims))
    r, s = decode_dss_signature(key.sign(_to_sign(protected, payload), _HASH))
    signature = r.to_bytes(_COORDINATE) + s.to_bytes(_COORDINATE)
    return cbor2.dumps(cbor2.CBORTag(COSE_SIGN1, [protected, {}, payload, signature]))


def text_of(cose: bytes) -> str:
    return base45.encode(zlib.compress(cose, 9))


def read(text: str) -> ReadCard:
    """The card behind a scanned text; raises `NotACard`."""
    if len(text) > MOST_TEXT:
        raise NotACard
    outer = _load(_unpacked(text))
    if not isinstance(outer, cbor2.CBORTag) or outer.tag != COSE_SIGN1:
        raise NotACard
    parts: Any = outer.value
    if not isinstance(parts, tuple) or len(cast("tuple[Any, ...]", parts)) != _PARTS:  # arrays in a tag come as tuples
        raise NotACard
    protected, _, payload, signature = cast("tuple[Any, ...]", parts)
    if not (isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)):
        raise NotACard
    header = _map(_load(protected))
    kid = header.get(KID)
    if header.get(ALGORITHM) != ES256 or not isinstance(kid, bytes) or len(signature) != 2 * _COORDINATE:
        raise NotACard
    return ReadCard(kid, _claims(_map(_load(payload))), signature, _to_sign(protected, payload))


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _unpacked(text: str) -> bytes:
    unpack = zlib.decompressobj()
    try:
        raw = unpack.decompress(base45.decode(text), MOST_BYTES)
    except (base45.NotBase45, zlib.error) as error:
        raise NotACard from error
    if not unpack.eof or unpack.unused_data:
        raise NotACard
    return raw


def _load(raw: bytes) -> object:
    """Without doubled keys and open ends."""
    try:
        return cbor2.loads(raw, max_depth=MOST_DEPTH, allow_indefinite=False, allow_duplicate_keys=False)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise NotACard from error


def _claims(claims: Mapping[Any, Any]) -> CardClaims:
    status = _map(_map(claims.get(STATUS)).get("status_list"))
    identity = _map(claims.get(IDENTITY))
    office = _map(identity.get(OFFICE))
    photo = identity.get(PHOTO, b"")
    if not isinstance(photo, bytes):
        raise NotACard
    return CardClaims(
        issuer=_text(claims.get(ISSUER)),
        issued=_number(claims.get(ISSUED)),
        not_before=_number(claims.get(NOT_BEFORE)),
        expires=_number(claims.get(EXPIRES)),
        status_uri=_text(status.get("uri")),
        status_index=_number(status.get("idx")),
        card=_text(identity.get(ID)),
        full_name=_text(identity.get(FULL_NAME)),
        position=_text(office.get(POSITION)),
        agency=_text(office.get(AGENCY)),
        agency_code=_text(office.get(AGENCY_CODE)),
        kind=_text(office.get(KIND)),
        photo=photo,
    )


def _claim_map(card: CardClaims) -> dict[int, Any]:
    identity: dict[int, Any] = {ID: card.card, LANGUAGE: "vie", FULL_NAME: card.full_name}
    if card.photo:
        identity |= {PHOTO: card.photo, PHOTO_FORMAT: WEBP}
    identity[OFFICE] = {POSITION: card.position, AGENCY: card.agency, AGENCY_CODE: card.agency_code, KIND: card.kind}
    times = {EXPIRES: card.expires, NOT_BEFORE: card.not_before, ISSUED: card.issued}
    status = {"status_list": {"idx": card.status_index, "uri": card.status_uri}}
    return {ISSUER: card.issuer, **times, STATUS: status, IDENTITY: identity}


def _map(value: object) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise NotACard
    return cast("Mapping[Any, Any]", value)


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise NotACard
    return value


def _number(value: object) -> int:
    """A moment or an index: not below 0 and within what a time stamp may be."""
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise NotACard
    return value
