"""The documents of cards: lists for the gateway's memory, and what staff and everybody see of a card. Pure."""

from cards import models, schemas
from cards.rules.ratings import Summary
from cards.states import MOVES, Action, State
from hueioc.auth.principal import Principal
from hueioc.city import Words, layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View

SERVICE = "cards"
RATINGS = View(
    service=SERVICE,
    name="ratings",
    route="/v1/cards/ratings",
    schema=schemas.RatingList,
    audience=Audience.PUBLIC,
    most_keys=1,
)
TILE = tile_view(SERVICE, Audience.STAFF)
LAYER = layer_view(SERVICE, Audience.STAFF)


def number(card: models.Card) -> str:
    return f"HUE-{card.number:06d}"


def agency(row: models.Agency) -> schemas.Agency:
    return schemas.Agency(id=row.id, code=row.code, name=Words(vi=row.name_vi, en=row.name_en))


def official(row: models.Official, of: models.Agency) -> schemas.Official:
    return schemas.Official(
        id=row.id,
        staff_no=row.staff_no,
        full_name=row.full_name,
        position=Words(vi=row.position_vi, en=row.position_en),
        agency=agency(of),
        unit_id=row.unit_id,
        has_photo=row.photo_sha256 is not None,
        created_at=row.created_at,
        version=row.version,
    )


def is_outdated(card: models.Card, holder: models.Official) -> bool:
    names = ("full_name", "position_vi", "position_en", "agency_id", "photo_sha256")
    is_live = card.state in {State.ACTIVE, State.SUSPENDED}
    return is_live and any(getattr(card, name) != getattr(holder, name) for name in names)


def summary(card: models.Card, holder: models.Official, of: models.Agency) -> schemas.CardSummary:
    """An issued card as it was printed, a coming one as it would be."""
    printed = card if card.issued_at else holder
    return schemas.CardSummary(
        id=card.id,
        number=number(card),
        short_id=card.short_id,
        state=card.state,
        kind=card.kind,
        official_id=card.official_id,
        full_name=printed.full_name,
        position=Words(vi=printed.position_vi, en=printed.position_en),
        agency=agency(of),
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        is_outdated=is_outdated(card, holder),
        reason=card.reason,
        updated_at=card.updated_at,
        version=card.version,
    )


def actions(card: models.Card, caller: Principal) -> list[Action]:
    """What the caller may do now; nobody approves the own request."""
    allowed = [each for each, move in MOVES.items() if card.state in move.sources and caller.roles & move.roles]
    is_own = card.requested_by == caller.subject
    return [each for each in allowed if not (each is Action.APPROVE and is_own)]


def change(row: models.CardChange) -> schemas.CardChange:
    names = ("action", "source", "target", "reason", "document_no", "note", "actor", "actor_role")
    return schemas.CardChange(**{name: getattr(row, name) for name in names}, at=row.created_at)


def means(found: Summary, words: dict[str, Words]) -> list[schemas.AspectMean]:
    return [
        schemas.AspectMean(
            code=each.code,
            words=words.get(each.code, Words(vi=each.code, en=each.code)),
            count=each.count,
            mean=each.mean,
        )
        for each in found.aspects
    ]
