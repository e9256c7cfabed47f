"""Token status lists: indexes drawn at random, bits that follow the cards, tokens signed again on every change."""

import secrets

from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy.ext.asyncio import AsyncSession

from cards.models import Card, StatusList, StatusToken
from cards.queries import cards, reference, trust
from cards.rules import status_list
from cards.rules.status_list import Status
from cards.service.keys import private_key, signing_key
from cards.service.today import today
from cards.states import State
from hueioc.clock import now
from hueioc.errors import Unavailable
from hueioc.settings import ServiceSettings

PATH = "/v1/cards/lists"
MEDIA_TYPE = "application/statuslist+jwt"
STATUSES: dict[State, Status] = {
    State.ACTIVE: Status.VALID,
    State.EXPIRED: Status.VALID,
    State.SUSPENDED: Status.SUSPENDED,
    State.REVOKED: Status.INVALID,
    State.REPLACED: Status.INVALID,
}
"""A card that has expired says so itself; the list keeps what it was."""
_CANDIDATES = 64


def uri_of(settings: ServiceSettings, number: int) -> str:
    return f"{settings.public_url}{PATH}/{number}"


async def open_list(session: AsyncSession, settings: ServiceSettings) -> StatusList:
    """The list from which indexes are drawn, locked; a new one when the last is full enough."""
    if found := await trust.open_list(session):
        return found
    await trust.alone(session)
    if found := await trust.open_list(session):
        return found
    rules = await reference.rules(session, today())
    numbers = await trust.list_numbers(session)
    made = StatusList(number=max(numbers, default=0) + 1, raw=status_list.empty(rules["list-size"]), drawn=0)
    session.add(made)
    await session.flush()
    await sign(session, settings, made)
    return made


async def draw(session: AsyncSession, settings: ServiceSettings) -> tuple[int, int]:
    """A list and an index in it that no card has ever had."""
    found = await open_list(session, settings)
    size = len(found.raw) * status_list.PER_BYTE
    candidates = [secrets.randbelow(size) for _ in range(_CANDIDATES)]
    taken = await cards.taken_indexes(session, found.number, candidates)
    index = next((each for each in candidates if each not in taken), None)
    if index is None:
        raise Unavailable
    rules = await reference.rules(session, today())
    found.drawn += 1
    found.is_full = found.drawn * 100 >= size * rules["list-full-percent"]
    return found.number, index


async def show(session: AsyncSession, settings: ServiceSettings, card: Card) -> None:
    """Bring the list up to the card's state, and sign it again when that changed a bit."""
    assert card.status_list is not None  # noqa: S101 - only issued cards come here
    assert card.status_index is not None  # noqa: S101 - as above
    found = await trust.lock_list(session, card.status_list)
    assert found  # noqa: S101 - a foreign key keeps it
    changed = status_list.with_status(found.raw, card.status_index, STATUSES[card.state])
    if changed != found.raw:
        found.raw = changed
        await sign(session, settings, found)


async def sign(session: AsyncSession, settings: ServiceSettings, found: StatusList) -> StatusToken:
    """A new token of the list; the older ones stay for questions about their time."""
    key = await signing_key(session, settings)
    rules = await reference.rules(session, today())
    issued = int(now().timestamp())
    claims = {
        "sub": uri_of(settings, found.number),
        "iss": settings.public_url,
        "iat": issued,
        "exp": issued + rules["list-exp-s"],
        "ttl": rules["list-ttl-s"],
        "status_list": {"bits": status_list.BITS, "lst": status_list.pack(found.raw)},
    }
    header = {"typ": "statuslist+jwt", "alg": "ES256", "kid": key.kid}
    token = jwt.encode(header, claims, ECKey.import_key(private_key(key, settings)))
    row = StatusToken(list_number=found.number, issued_at=issued, expires_at=claims["exp"], kid=key.kid, token=token)
    session.add(row)
    await session.flush()
    return row


async def sign_stale(session: AsyncSession, settings: ServiceSettings) -> int:
    """Sign again what gets old, or what a key of yesterday has signed; answers with how many."""
    rules = await reference.rules(session, today())
    key = await signing_key(session, settings)
    before, signed = int(now().timestamp()) - rules["list-resign-s"], 0
    for number in await trust.list_numbers(session):
        last = await trust.newest(session, number)
        is_fresh = last is not None and last.issued_at > before and last.kid == key.kid
        if not is_fresh and (found := await trust.lock_list(session, number)):
            await sign(session, settings, found)
            signed += 1
    return signed
