"""What staff decide: creatives and cases."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from advertising import schemas, views
from advertising.routes.device import PICTURE
from advertising.routes.ops import CENTRE, STAFF
from advertising.service import cases, content
from advertising.service.snapshots import demand_picture
from advertising.states import CaseState, CreativeState
from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/ops/advertising", route_class=EdgeRoute, tags=["advertising"])


@router.get("/creatives", dependencies=[STAFF])
async def list_creatives(
    session: Session, page: Paging, state: Annotated[CreativeState | None, Query()] = None
) -> Page[schemas.Creative]:
    """Newest first."""
    return await content.list_creatives(session, page, state)


@router.post("/creatives", status_code=status.HTTP_201_CREATED, dependencies=[STAFF])
async def add_creative(session: Session, caller: Caller, data: schemas.CreativeCreate) -> schemas.Creative:
    """A draft; its picture follows."""
    return views.creative(await content.add(session, caller, data))


@router.put("/creatives/{creative_id}/picture", dependencies=[STAFF], openapi_extra=PICTURE)
async def set_creative_picture(request: Request, session: Session, creative_id: UUID) -> schemas.Creative:
    """The file that players will show, as JPEG, PNG or WebP."""
    raw = await request.body()
    demand_picture(raw)
    return views.creative(await content.set_picture(session, runtime_of(request).files, creative_id, raw))


@router.post("/creatives/{creative_id}/decision", dependencies=[CENTRE])
async def decide_creative(
    session: Session, caller: Caller, creative_id: UUID, data: schemas.CreativeDecision
) -> schemas.Creative:
    """Approve, refuse or withdraw; who entered it may not approve it."""
    return views.creative(await content.decide(session, creative_id, caller, data))


@router.get("/cases", dependencies=[STAFF])
async def list_cases(
    session: Session, page: Paging, state: Annotated[CaseState | None, Query()] = None
) -> Page[schemas.CaseSummary]:
    """Newest first."""
    return await cases.list_cases(session, page, state)


@router.get("/cases/{case_id}", dependencies=[STAFF])
async def show_case(session: Session, case_id: UUID) -> schemas.Case:
    """One case with its evidence, the proposed bracket and its history."""
    return await cases.show(session, case_id)


@router.post("/cases/{case_id}/reply", dependencies=[STAFF])
async def reply_case(session: Session, caller: Caller, case_id: UUID, data: schemas.CaseReply) -> schemas.Case:
    """What the owner of the screen answers, taken down."""
    return await cases.reply(session, case_id, caller, data.text)


@router.post("/cases/{case_id}/closing", dependencies=[CENTRE])
async def close_case(session: Session, caller: Caller, case_id: UUID, data: schemas.CaseClose) -> schemas.Case:
    """What came of it, with the reason."""
    return await cases.close(session, case_id, caller, data)
