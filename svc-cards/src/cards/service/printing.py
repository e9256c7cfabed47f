"""What goes to the printer: a card's codes as PNG and SVG, and the whole card as PDF."""

from sqlalchemy.ext.asyncio import AsyncSession

from cards.errors import NotIssued
from cards.models import Card, Kind
from cards.queries import reference
from cards.rules import codes, printing
from cards.service.issuing import url_of
from cards.service.today import today
from cards.states import Face
from cards.views import number
from hueioc.files.store import FileStore
from hueioc.settings import ServiceSettings


def text_on(settings: ServiceSettings, card: Card, face: Face) -> str:
    """Raises `NotIssued`."""
    text = {Face.FRONT: card.front, Face.BACK: card.back, Face.URL: url_of(settings, card.short_id)}[face]
    if card.issued_at is None or text is None:
        raise NotIssued
    return text


def png(settings: ServiceSettings, card: Card, face: Face) -> bytes:
    return codes.png(text_on(settings, card, face))


def svg(settings: ServiceSettings, card: Card, face: Face) -> bytes:
    return codes.svg(text_on(settings, card, face))


async def pdf(session: AsyncSession, settings: ServiceSettings, files: FileStore, card: Card) -> bytes:
    """The photo of the file store is WebP; reportlab reads it through Pillow."""
    front, back, url = (text_on(settings, card, face) for face in (Face.FRONT, Face.BACK, Face.URL))
    kinds = {row.code: row.words_vi for row in await reference.in_force(session, Kind, today())}
    shown = printing.Print(
        number=number(card),
        full_name=card.full_name,
        position=card.position_vi,
        agency=card.agency_vi,
        kind=kinds.get(card.kind, card.kind),
        valid=f"{card.valid_from:%d/%m/%Y} – {card.valid_to:%d/%m/%Y}",
        photo=await files.read(card.photo_sha256 or ""),
        front=front,
        back=back,
        url=url,
    )
    return printing.pdf(shown)
