"""What a scanned card is worth: one of seven results, from the text, our keys and a status, without a database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from cards.rules.claim169 import CardClaims, NotACard, ReadCard, read
from cards.rules.status_list import Status
from cards.states import Result, Why

CLOCK_SKEW_S = 300
"""How far the clocks of two machines may be apart (claim 169, decoder limits)."""
StatusOf = Callable[[str, int], int | None]
"""The status at (list, index); None: not known, or too old to be said."""


@dataclass(frozen=True)
class TrustedKey:
    """A public key of ours. A card signed with it at `bad_from` or later, by its own word, is forged."""

    public: EllipticCurvePublicKey
    bad_from: int | None = None


@dataclass(frozen=True)
class Judged:
    """`claims` is there only when the signature is right: what a forged card says is told to nobody."""

    result: Result
    why: Why
    claims: CardClaims | None = None


def judge(text: str, issuer: str, keys: Mapping[bytes, TrustedKey], status_of: StatusOf, at: float) -> Judged:
    """The result for a scanned text at a moment (Unix seconds)."""
    try:
        card = read(text)
    except NotACard:
        return Judged(Result.UNKNOWN, Why.NOT_A_CARD)
    if why := _forged(card, issuer, keys):
        return Judged(Result.FORGED, why)
    return judge_claims(card.claims, status_of(card.claims.status_uri, card.claims.status_index), at)


def judge_claims(claims: CardClaims, status: int | None, at: float) -> Judged:
    """A card whose signature is right. What was revoked stays revoked when it has expired as well."""
    if status == Status.INVALID:
        return Judged(Result.REVOKED, Why.REVOKED, claims)
    if at >= claims.expires:
        return Judged(Result.EXPIRED, Why.EXPIRED, claims)
    if at < claims.not_before - CLOCK_SKEW_S:
        return Judged(Result.NOT_YET_VALID, Why.NOT_YET_VALID, claims)
    if status == Status.SUSPENDED:
        return Judged(Result.SUSPENDED, Why.SUSPENDED, claims)
    if status == Status.VALID:
        return Judged(Result.VALID, Why.VALID, claims)
    return Judged(Result.UNKNOWN, Why.STATUS_UNKNOWN, claims)


def _forged(card: ReadCard, issuer: str, keys: Mapping[bytes, TrustedKey]) -> Why | None:
    key = keys.get(card.kid)
    if key is None or card.claims.issuer != issuer:
        return Why.UNKNOWN_ISSUER
    if not card.is_signed_by(key.public):
        return Why.BAD_SIGNATURE
    if key.bad_from is not None and card.claims.issued >= key.bad_from:
        return Why.COMPROMISED_KEY
    return None
