"""What a verifier without a network needs: keys, lists and stolen keys as one signed document; and the code lists."""

from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy.ext.asyncio import AsyncSession

from cards import models, schemas
from cards.errors import UnknownList
from cards.models import StatusToken
from cards.queries import reference, trust
from cards.service.keys import jwks, private_key, revoked_kids, signing_key
from cards.service.status_lists import uri_of
from cards.service.today import today
from hueioc.city import Words
from hueioc.clock import now
from hueioc.settings import ServiceSettings

BUNDLE_TYPE = "application/hue-card-trust+jwt"


async def list_token(session: AsyncSession, number: int, moment: int | None) -> StatusToken:
    """The newest token of a list, or the one that answered at a moment. Raises `UnknownList`."""
    found = await (trust.newest(session, number) if moment is None else trust.of_time(session, number, moment))
    if found is None:
        raise UnknownList
    return found


async def list_addresses(session: AsyncSession, settings: ServiceSettings) -> schemas.StatusLists:
    return schemas.StatusLists(status_lists=[uri_of(settings, each) for each in await trust.list_numbers(session)])


async def bundle(session: AsyncSession, settings: ServiceSettings) -> str:
    """A JWT that lasts as long as the shortest of its lists; a phone keeps it and checks cards for as long."""
    tokens = {number: await trust.newest(session, number) for number in await trust.list_numbers(session)}
    kept = {uri_of(settings, number): row for number, row in tokens.items() if row}
    key = await signing_key(session, settings)
    claims: dict[str, Any] = {
        "iss": settings.public_url,
        "iat": int(now().timestamp()),
        "exp": min((row.expires_at for row in kept.values()), default=int(now().timestamp())),
        "jwks": await jwks(session),
        "revoked_kids": await revoked_kids(session),
        "status_lists": {uri: row.token for uri, row in kept.items()},
    }
    header = {"typ": "hue-card-trust+jwt", "alg": "ES256", "kid": key.kid}
    return jwt.encode(header, claims, ECKey.import_key(private_key(key, settings)))


async def terms(session: AsyncSession) -> schemas.Terms:
    day = today()
    kinds = await reference.in_force(session, models.Kind, day)
    aspects = await reference.in_force(session, models.Aspect, day)
    reasons = await reference.in_force(session, models.Reason, day)
    return schemas.Terms(
        kinds=[_row(each) for each in kinds],
        aspects=[_row(each) for each in aspects],
        reasons=[
            schemas.ReasonRow(**_row(each).model_dump(), action=each.action, source=each.source) for each in reasons
        ],
    )


def _row(row: models.Kind | models.Aspect | models.Reason) -> schemas.CodeRow:
    return schemas.CodeRow(code=row.code, words=Words(vi=row.words_vi, en=row.words_en))
