"""What everybody may read: what the press writes (title, lead, link), the answers, the digest of a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from press import schemas
from press.service import documents

router = APIRouter(prefix="/v1/press", route_class=EdgeRoute, tags=["press"], dependencies=[anyone])


@router.get("/items")
async def list_items(session: Session, asked: Annotated[schemas.ItemFilter, Query()]) -> Page[schemas.Item]:
    """Items, newest first; `q` finds with and without accents. Title, lead and link, never the whole text."""
    return await documents.item_page(session, asked)


@router.get("/answers")
async def list_answers(session: Session, page: Paging) -> Page[schemas.PublicAnswer]:
    """What the press asked and the authority answered, newest first."""
    return await documents.answer_page(session, page)


@router.get("/answers/{response_id}")
async def show_answer(session: Session, response_id: UUID) -> schemas.PublicAnswer:
    """One published answer."""
    return await documents.public_answer(session, response_id)


@router.get("/digest")
async def show_digest(session: Session) -> schemas.Digest:
    """Today's press."""
    return await documents.digest_of_today(session, "all")


@router.get("/digests/{day}")
async def show_digest_of(session: Session, day: date) -> schemas.Digest:
    """The press of one day of Hue."""
    return await documents.digest(session, day)
