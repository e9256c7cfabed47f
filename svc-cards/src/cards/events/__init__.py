"""What the cards service tells the others."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from cards.states import Result, Why
from hueioc.events import Audience, Event


class CardFacts(Event, type="vn.hue.cards.card.changed.v1", audience=Audience.STAFF):
    """What every event of a card says. Not published itself. The name stands on the card and in no event."""

    card_id: UUID
    number: int
    official_id: UUID
    agency_id: UUID
    """Of the registry."""
    kind: str
    at: datetime


class CardIssued(CardFacts, type="vn.hue.cards.card.issued.v1", audience=Audience.STAFF):
    """A card is valid from `valid_from` to the end of `valid_to`."""

    valid_from: date
    valid_to: date
    replaces_id: UUID | None


class CardSuspended(CardFacts, type="vn.hue.cards.card.suspended.v1", audience=Audience.STAFF):
    """A card is not to be honoured for now."""

    reason: str


class CardReinstated(CardFacts, type="vn.hue.cards.card.reinstated.v1", audience=Audience.STAFF):
    """A suspended card is good again."""


class CardRevoked(CardFacts, type="vn.hue.cards.card.revoked.v1", audience=Audience.STAFF):
    """A card is worth nothing any more."""

    reason: str


class CardReplaced(CardFacts, type="vn.hue.cards.card.replaced.v1", audience=Audience.STAFF):
    """Another card has taken this one's place."""

    reason: str
    new_card_id: UUID


class CardExpired(CardFacts, type="vn.hue.cards.card.expired.v1", audience=Audience.STAFF):
    """The last day of a card has passed."""


class CardScanned(Event, type="vn.hue.cards.card.scanned.v1", audience=Audience.STAFF):
    """Somebody has checked a card; nothing of who. Card and agency only where the code was ours."""

    scan_id: UUID
    card_id: UUID | None
    agency_id: UUID | None
    result: Result
    why: Why
    ward: str | None
    at: datetime


class AspectStars(BaseModel):
    """Stars for one aspect, by its code: attitude, guidance, timeliness, no_harassment, and later ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    stars: int = Field(ge=1, le=5)


class CardRated(Event, type="vn.hue.cards.card.rated.v1", audience=Audience.SERVICE):
    """A citizen has rated an official: once for each citizen, official and service day.

    For services that publish sums of at least five. It never reaches a person, says nothing of the citizen, carries no
    free text, and its moment is the day alone, so that it cannot be laid beside a visit.
    """

    rating_id: UUID
    card_id: UUID
    official_id: UUID
    agency_id: UUID
    """Of the registry: the agency that the official served when the card was issued."""
    service_day: date
    """In Huế."""
    stars: int = Field(ge=1, le=5)
    aspects: list[AspectStars]
    dossier_code: str | None
    """As the citizen wrote it, in a form of Circular 01/2018/TT-VPCP or Decision 20/2020/QĐ-TTg; it may not exist."""


class KeyRotated(Event, type="vn.hue.cards.key.rotated.v1", audience=Audience.PUBLIC):
    """A new key signs cards; look at the key set again."""

    kid: str
    at: datetime


class KeyCompromised(Event, type="vn.hue.cards.key.compromised.v1", audience=Audience.PUBLIC):
    """A key is stolen: cards it signed at `bad_from` or later are forged."""

    kid: str
    bad_from: datetime
    at: datetime


PUBLISHED = (
    CardIssued,
    CardSuspended,
    CardReinstated,
    CardRevoked,
    CardReplaced,
    CardExpired,
    CardScanned,
    CardRated,
    KeyRotated,
    KeyCompromised,
)
