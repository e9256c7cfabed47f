"""Checking a card: by the text of a code or by its address, against our keys, our register and the clock."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from cards import schemas
from cards.errors import UnknownCard
from cards.events import CardScanned
from cards.models import Card, Kind, Scan
from cards.queries import cards, officials, reference
from cards.rules.short_ids import short_id_in
from cards.rules.status_list import Status
from cards.rules.verifying import Judged, judge, judge_claims
from cards.service.issuing import claims_of
from cards.service.keys import trusted
from cards.service.status_lists import STATUSES, uri_of
from cards.service.today import today
from cards.states import KNOWN_TO_SHOW, RESULTS, WHYS, Result, Why
from cards.views import number
from hueioc.areas.lookup import areas
from hueioc.city import Words
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.runtime import Runtime
from hueioc.settings import ServiceSettings

CARD_KIND = "scanned-card"


@dataclass(frozen=True)
class Place:
    """Where a card was scanned; only its ward is kept."""

    lat: float
    lon: float


async def check(session: AsyncSession, runtime: Runtime, text: str, place: Place | None = None) -> schemas.Verified:
    """What the scanned text is worth; the scan is written down without its scanner."""
    if short_id := short_id_in(text):
        return await check_address(session, runtime, short_id, place)
    card: Card | None = None
    keys = await trusted(session)
    judged = judge(text, runtime.settings.public_url, keys, lambda *_: Status.VALID, now().timestamp())
    if judged.claims is not None:
        card = await cards.by_short_id(session, judged.claims.card)
        judged = _by_register(runtime.settings, judged, card)
    return await _told(session, runtime, judged, card, (text, place))


async def check_address(
    session: AsyncSession, runtime: Runtime, short_id: str, place: Place | None = None
) -> schemas.Verified:
    """A card by its address: we ask our own register, so that no signature is needed."""
    card = await cards.by_short_id(session, short_id)
    if card is None or card.issued_at is None:
        return await _told(session, runtime, Judged(Result.FORGED, Why.NEVER_ISSUED), None, (short_id, place))
    agency = await reference.agency(session, card.agency_id)
    claims = claims_of(runtime.settings, card, agency.code if agency else "")
    judged = judge_claims(claims, STATUSES[card.state], now().timestamp())
    return await _told(session, runtime, judged, card, (short_id, place))


async def photo_of(session: AsyncSession, settings: ServiceSettings, short_id: str) -> str:
    """The SHA-256 of the photo, while it may be shown. Raises `UnknownCard`."""
    card = await cards.by_short_id(session, short_id)
    if card is None or card.photo_sha256 is None or card.issued_at is None:
        raise UnknownCard
    judged = judge_claims(claims_of(settings, card, ""), STATUSES[card.state], now().timestamp())
    if judged.result not in KNOWN_TO_SHOW:
        raise UnknownCard
    return card.photo_sha256


def _by_register(settings: ServiceSettings, judged: Judged, card: Card | None) -> Judged:
    """A right signature over a card that we never issued comes from a stolen key."""
    claims = judged.claims
    assert claims  # noqa: S101 - only cards whose signature is right come here
    is_ours = (
        card is not None
        and card.issued_at is not None
        and card.status_list is not None
        and (claims.status_uri, claims.status_index) == (uri_of(settings, card.status_list), card.status_index)
        and claims.issued == int(card.issued_at.timestamp())
        and claims.full_name == card.full_name
    )
    if card is None or not is_ours:
        return Judged(Result.FORGED, Why.NEVER_ISSUED)
    return judge_claims(claims, STATUSES[card.state], now().timestamp())


async def _told(
    session: AsyncSession, runtime: Runtime, judged: Judged, card: Card | None, scanned: tuple[str, Place | None]
) -> schemas.Verified:
    shown = card if judged.result is not Result.FORGED else None
    await _write_down(session, runtime, judged, shown, scanned)
    kind = await _kind(session, shown) if shown else None
    return schemas.Verified(
        result=judged.result,
        why=judged.why,
        title=Words.of(RESULTS[judged.result]),
        explanation=Words.of(WHYS[judged.why]),
        as_of=now(),
        card_id=shown.id if shown else None,
        short_id=shown.short_id if shown else None,
        number=number(shown) if shown else None,
        kind=kind,
        valid_from=shown.valid_from if shown else None,
        valid_to=shown.valid_to if shown else None,
        holder=await _holder(session, shown, judged.result) if shown else None,
        can_rate=judged.result is Result.VALID,
    )


async def _holder(session: AsyncSession, card: Card, result: Result) -> schemas.Holder:
    official = await officials.find(session, card.official_id)
    return schemas.Holder(
        full_name=card.full_name,
        position=Words(vi=card.position_vi, en=card.position_en),
        agency=Words(vi=card.agency_vi, en=card.agency_en),
        agency_id=card.agency_id,
        photo=f"/v1/cards/{card.short_id}/photo" if result in KNOWN_TO_SHOW else None,
        hotline=await reference.hotline(session, card.agency_id, official.unit_id if official else None),
    )


async def _kind(session: AsyncSession, card: Card) -> Words:
    rows = await reference.in_force(session, Kind, today())
    found = next((row for row in rows if row.code == card.kind), None)
    return Words(vi=found.words_vi, en=found.words_en) if found else Words(vi=card.kind, en=card.kind)


async def _write_down(
    session: AsyncSession, runtime: Runtime, judged: Judged, card: Card | None, scanned: tuple[str, Place | None]
) -> None:
    text, place = scanned
    scan = Scan(
        id=uuid7(),
        at=now(),
        card_token=runtime.vault.token(CARD_KIND, card.short_id if card else text),
        result=judged.result,
        why=judged.why,
        agency_id=card.agency_id if card else None,
        ward_code=_ward(runtime.settings.areas, place) if place else None,
    )
    session.add(scan)
    await session.flush()
    event = CardScanned(
        scan_id=scan.id,
        card_id=card.id if card else None,
        agency_id=scan.agency_id,
        result=scan.result,
        why=scan.why,
        ward=scan.ward_code,
        at=scan.at,
    )
    publish(session, event, subject_id=scan.id, version=1)


def _ward(path: str, place: Place) -> str | None:
    found = areas(path).at(place.lat, place.lon)
    return found.ward.code if found else None
