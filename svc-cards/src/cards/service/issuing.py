"""Issuing: the copy that is printed, the index in the status list, the signature, and the codes within their budget."""

import hashlib
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from cards.errors import HasCard, NoPhoto, OverBudget
from cards.models import Agency, Card, IssuerKey, Official
from cards.queries import cards, reference
from cards.rules import claim169
from cards.rules.claim169 import CardClaims
from cards.service.keys import private_key, signing_key
from cards.service.status_lists import draw, uri_of
from cards.service.today import begins, ends, today
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.settings import ServiceSettings


def url_of(settings: ServiceSettings, short_id: str) -> str:
    return f"{settings.public_url}/v/{short_id}"


async def issue(
    session: AsyncSession, settings: ServiceSettings, card: Card, holder: Official, agency: Agency
) -> Card | None:
    """Fill the card with what is printed and sign it; answers with the card that gives way to it."""
    if holder.photo_sha256 is None or holder.photo_in_code is None:
        raise NoPhoto
    before = await cards.live_of(session, holder.id)
    if before is not None and before.id != card.replaces_id:
        raise HasCard
    _print(card, holder, agency)
    card.issued_at = now()
    card.status_list, card.status_index = await draw(session, settings)
    key = await signing_key(session, settings)
    card.kid = key.kid
    await _write_codes(session, settings, card, (agency, key, holder.photo_in_code))
    return before


def _print(card: Card, holder: Official, agency: Agency) -> None:
    card.full_name, card.photo_sha256 = holder.full_name, holder.photo_sha256
    card.position_vi, card.position_en = holder.position_vi, holder.position_en
    card.agency_id, card.agency_vi, card.agency_en = agency.id, agency.name_vi, agency.name_en


async def _write_codes(
    session: AsyncSession, settings: ServiceSettings, card: Card, of: tuple[Agency, IssuerKey, bytes]
) -> None:
    """Raises `OverBudget`: a card whose code cannot be scanned is not issued."""
    agency, key, photo = of
    rules, private = await reference.rules(session, today()), private_key(key, settings)
    front_claims = claims_of(settings, card, agency.code)
    front = claim169.write(front_claims, bytes.fromhex(key.kid), private)
    _demand(len(front), rules["front-bytes"])
    back = claim169.write(replace(front_claims, photo=photo), bytes.fromhex(key.kid), private)
    _demand(len(back), rules["back-bytes"])
    card.front, card.back = claim169.text_of(front), claim169.text_of(back)
    card.cose_hash = hashlib.sha256(front).digest()


def claims_of(settings: ServiceSettings, card: Card, agency_code: str) -> CardClaims:
    assert card.issued_at  # noqa: S101 - only issued cards come here
    assert card.status_list is not None  # noqa: S101 - as above
    assert card.status_index is not None  # noqa: S101 - as above
    return CardClaims(
        issuer=settings.public_url,
        issued=int(card.issued_at.timestamp()),
        not_before=begins(card.valid_from),
        expires=ends(card.valid_to),
        status_uri=uri_of(settings, card.status_list),
        status_index=card.status_index,
        card=card.short_id,
        full_name=card.full_name,
        position=card.position_vi,
        agency=card.agency_vi,
        agency_code=agency_code,
        kind=card.kind,
    )


def _demand(size: int, most: int) -> None:
    if size > most:
        over = Text(f"Vượt {size - most} byte so với giới hạn {most}", f"{size - most} bytes over the limit of {most}")
        raise OverBudget(fields=(FieldError("/official_id", over),), extra={"bytes": size, "limit": most})
