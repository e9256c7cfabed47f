"""What everybody may read: the register of screens with their licences."""

from uuid import UUID

from fastapi import APIRouter

from advertising import schemas, views
from advertising.service import screens
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session

router = APIRouter(prefix="/v1/advertising", route_class=EdgeRoute, tags=["advertising"], dependencies=[anyone])


@router.get("/screens")
async def list_screens(session: Session) -> schemas.ScreenList:
    """Every electronic advertising screen of the city with its licence."""
    return await screens.register(session)


@router.get("/screens/{screen_id}")
async def show_screen(session: Session, screen_id: UUID) -> schemas.Screen:
    """One screen."""
    return views.screen(await screens.find(session, screen_id), screens.today())
