"""Sources with their health, and the subjects that staff follow."""

from uuid import UUID

from fastapi import APIRouter, Request, status

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from hueioc.ids import uuid7
from hueioc.runtime import runtime_of
from press import schemas, views
from press.queries import reference
from press.routes.ops import CENTRE, READERS
from press.service import documents, registry
from press.settings import private_is_possible

router = APIRouter(prefix="/v1/ops/press", route_class=EdgeRoute, tags=["press"])


@router.get("/sources", dependencies=[READERS])
async def list_sources(session: Session) -> schemas.SourceList:
    """Every source and how it stands."""
    return await documents.source_list(session, "all")


@router.post("/sources", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_source(
    request: Request, session: Session, caller: Caller, data: schemas.SourceCreate
) -> schemas.SourceShown:
    """A feed to be read from now on."""
    possible = private_is_possible(runtime_of(request).settings)
    row = await registry.add_source(session, caller, data, may_be_private=possible, source_id=uuid7())
    return views.source(row)


@router.post("/sources/{source_id}/check", dependencies=[CENTRE])
async def check_source(session: Session, source_id: UUID) -> schemas.SourceShown:
    """Ask it next."""
    return views.source(await registry.check_now(session, source_id))


@router.put("/sources/{source_id}/switch", dependencies=[CENTRE])
async def switch_source(
    session: Session, caller: Caller, source_id: UUID, data: schemas.SourceSwitch
) -> schemas.SourceShown:
    """On or off."""
    return views.source(await registry.switch(session, caller, source_id, is_active=data.is_active))


@router.get("/watches", dependencies=[READERS])
async def list_watches(session: Session) -> schemas.WatchList:
    """The subjects that ring."""
    return schemas.WatchList(items=[views.watch(row) for row in await reference.watches(session)])


@router.post("/watches", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_watch(session: Session, caller: Caller, data: schemas.WatchCreate) -> schemas.WatchShown:
    """A subject to follow from now on."""
    return views.watch(await registry.add_watch(session, caller, data))


@router.delete("/watches/{watch_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE])
async def end_watch(session: Session, caller: Caller, watch_id: UUID) -> None:
    """The subject rings no more."""
    await registry.end_watch(session, caller, watch_id)
