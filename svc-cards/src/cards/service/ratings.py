"""Ratings: one for each citizen, official and day; published as sums of enough of them."""

import os
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cards import schemas, views
from cards.errors import CardNotValid, RatedAlready, TooManyRatings, UnknownCard
from cards.events import AspectStars, CardRated
from cards.models import Aspect, Card, Rating
from cards.queries import cards, reference, use
from cards.rules.ratings import Tally, is_dossier_code, summary
from cards.rules.verifying import judge_claims
from cards.service.issuing import claims_of
from cards.service.officials import find
from cards.service.status_lists import STATUSES
from cards.service.today import today
from cards.states import Result
from hueioc.auth.principal import Principal
from hueioc.city import Words
from hueioc.clock import now
from hueioc.errors import FieldError, Invalid, Text, invalid_field
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.personal.redact import redact
from hueioc.runtime import Runtime
from hueioc.settings import ServiceSettings

SUBJECT = "rater"
MOST_COMMENTS = 50
_TOKEN_BYTES = 32


async def rate(
    session: AsyncSession, runtime: Runtime, caller: Principal, short_id: str, data: schemas.RatingCreate
) -> Rating:
    card = await _valid(session, runtime.settings, short_id)
    await _demand_known(session, data)
    person, day = runtime.vault.token(SUBJECT, caller.subject), today()
    if await use.has_rated(session, person, card.official_id, day):
        raise RatedAlready
    if await use.ratings_of_day(session, person, day) >= (await reference.rules(session, day))["ratings-a-day"]:
        raise TooManyRatings
    row = Rating(
        id=uuid7(),
        person_token=person,
        official_id=card.official_id,
        card_id=card.id,
        agency_id=card.agency_id,
        service_day=day,
        stars=data.stars,
        aspects=dict(data.aspects),
        comment=redact(data.comment),
        dossier_code=data.dossier_code,
    )
    session.add(row)
    await session.flush()
    event = CardRated(
        rating_id=row.id,
        card_id=card.id,
        official_id=card.official_id,
        agency_id=card.agency_id,
        service_day=day,
        stars=row.stars,
        aspects=[AspectStars(code=code, stars=stars) for code, stars in sorted(data.aspects.items())],
        dossier_code=row.dossier_code or None,
    )
    publish(session, event, subject_id=row.id, version=1)
    return row


async def by_agency(session: AsyncSession, key: str = "all") -> schemas.RatingList:
    """Agencies that enough have rated, the best known first."""
    least = await _least(session)
    tallies = await use.tallies(session, Rating.agency_id)
    words, known = await _words(session), await reference.agencies(session, tallies)
    found = {key: summary(*tally, least) for key, tally in tallies.items()}
    items = [
        schemas.AgencyRating(
            agency=views.agency(known[key]), count=each.count, mean=each.mean, aspects=views.means(each, words)
        )
        for key, each in found.items()
        if each and key in known
    ]
    return schemas.RatingList(least=least, items=sorted(items, key=lambda each: (-each.count, each.agency.name.vi)))


async def of_official(session: AsyncSession, caller: Principal, official_id: UUID) -> schemas.OfficialRating:
    """For staff of the agency; as little as for everybody while few have rated."""
    await find(session, caller, official_id)
    least = await _least(session)
    tally, aspects = (await use.tallies(session, Rating.official_id, official_id)).get(official_id, (Tally(0, 0), {}))
    found = summary(tally, aspects, least)
    return schemas.OfficialRating(
        least=least,
        count=found.count if found else None,
        mean=found.mean if found else None,
        aspects=views.means(found, await _words(session)) if found else [],
        comments=list(await use.comments(session, official_id, MOST_COMMENTS)) if found else [],
    )


async def forget(runtime: Runtime, session: AsyncSession, person_id: UUID) -> None:
    """The rating stays, that this person gave it is forgotten."""
    person = runtime.vault.token(SUBJECT, str(person_id))
    await use.forget_person(session, person, lambda: os.urandom(_TOKEN_BYTES))


async def _valid(session: AsyncSession, settings: ServiceSettings, short_id: str) -> Card:
    card = await cards.by_short_id(session, short_id)
    if card is None or card.issued_at is None:
        raise UnknownCard
    judged = judge_claims(claims_of(settings, card, ""), STATUSES[card.state], now().timestamp())
    if judged.result is not Result.VALID:
        raise CardNotValid
    return card


async def _demand_known(session: AsyncSession, data: schemas.RatingCreate) -> None:
    known = await _words(session)
    why = Text("Không có tiêu chí này", "There is no such aspect")
    if unknown := [code for code in data.aspects if code not in known]:
        raise Invalid(fields=tuple(FieldError(f"/aspects/{code}", why) for code in unknown))
    if data.dossier_code and not is_dossier_code(data.dossier_code):
        raise invalid_field(
            "/dossier_code",
            "Mã hồ sơ có dạng 000.00.01.H57-260302-0001",
            "A dossier code reads like 000.00.01.H57-260302-0001",
        )


async def _least(session: AsyncSession) -> int:
    return (await reference.rules(session, today()))["rating-least"]


async def _words(session: AsyncSession) -> dict[str, Words]:
    rows = await reference.in_force(session, Aspect, today())
    return {row.code: Words(vi=row.words_vi, en=row.words_en) for row in rows}
