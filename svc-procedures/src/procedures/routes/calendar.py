"""The working calendar: for everybody to read and to count with; notices are taken by the centre."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.workdays.calendar import FIRST_YEAR, LAST_YEAR
from procedures.queries import calendar as queries
from procedures.schemas import calendar as schemas
from procedures.service import notices

router = APIRouter(route_class=EdgeRoute, tags=["calendar"])
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
MOST_NOTICES = 200


@router.get("/v1/procedures/calendar", dependencies=[anyone])
async def show_calendar(
    session: Session, year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
) -> schemas.CalendarShown:
    """Days off, swapped days and make-up Saturdays of a year, each with the notice that set it."""
    return await notices.calendar_of_year(session, year)


@router.get("/v1/procedures/calendar/term", dependencies=[anyone])
async def show_term(session: Session, asked: Annotated[schemas.TermFilter, Query()]) -> schemas.TermShown:
    """When a term ends (Civil Code 2015, articles 147 and 148)."""
    return await notices.term(session, asked)


@router.get("/v1/ops/procedures/calendar/notices", dependencies=[READERS])
async def list_notices(session: Session) -> schemas.NoticeList:
    """The notices that were taken here, the newest first."""
    rows = await queries.notices(session, MOST_NOTICES)
    return schemas.NoticeList(items=[notices.notice_shown(row) for row in rows])


@router.post(
    "/v1/ops/procedures/calendar/notices",
    status_code=status.HTTP_201_CREATED,
    dependencies=[allow(Role.SUPERVISOR)],
)
async def take_notice(session: Session, caller: Caller, data: schemas.NoticeCreate) -> schemas.NoticeShown:
    """The calendar changes, and every open deadline of every service with it."""
    return notices.notice_shown(await notices.take_notice(session, caller, data))
