"""What the operations centre does: alerts, events, rules, indicators, log sources. Never for other staff."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.paging import Page, Paging
from hueioc.runtime import runtime_of
from infosec import schemas
from infosec.queries import rules
from infosec.routes.access import CENTRE, FRESH, READERS
from infosec.service import desk, rule_files, shown
from infosec.states import AlertKind, AlertState, Level

router = APIRouter(prefix="/v1/ops/infosec", route_class=EdgeRoute, tags=["infosec"], dependencies=[FRESH])


@router.get("/summary", dependencies=[READERS])
async def show_summary(session: Session) -> schemas.SecuritySummary:
    """The last hour and what is open; `dropped` are messages that came faster than they could be stored."""
    return await shown.summary(session)


@router.get("/alerts", dependencies=[READERS])
async def list_alerts(
    session: Session,
    page: Paging,
    state: Annotated[AlertState | None, Query()] = None,
    level: Annotated[Level | None, Query()] = None,
    kind: Annotated[AlertKind | None, Query()] = None,
) -> Page[schemas.Alert]:
    """Newest first, without whom they are about."""
    return await shown.alert_page(session, page, state, level, kind)


@router.post("/alerts/{alert_id}/look", dependencies=[READERS])
@without_key
async def look_at_alert(session: Session, alert_id: UUID, caller: Caller) -> schemas.AlertDetail:
    """With accounts, addresses and events; the look is written down, which is why it is no GET."""
    return await shown.alert_detail(session, alert_id, caller)


@router.post("/alerts/{alert_id}/taking", dependencies=[CENTRE])
async def take_alert(session: Session, alert_id: UUID, caller: Caller) -> schemas.Alert:
    return await desk.change_alert(session, alert_id, caller, None)


@router.post("/alerts/{alert_id}/closure", dependencies=[CENTRE])
async def close_alert(session: Session, alert_id: UUID, caller: Caller, data: schemas.VerdictIn) -> schemas.Alert:
    """With a verdict; the same cause raises a new alert from now on."""
    return await desk.change_alert(session, alert_id, caller, data)


@router.post("/event-search", dependencies=[READERS])
@without_key
async def search_events(
    session: Session, page: Paging, caller: Caller, asked: schemas.EventSearch
) -> Page[schemas.Event]:
    """Stored events, newest first; who looks and why is written down, which is why it is no GET."""
    return await shown.search(session, caller, asked, page)


@router.get("/rules", dependencies=[READERS])
async def list_rules(session: Session) -> schemas.RuleList:
    """Every rule file with its state; a rejected one says why."""
    return await rule_files.listed(session)


@router.put("/rules/{file_id}/{uid}", dependencies=[CENTRE])
async def switch_rule(
    session: Session, file_id: UUID, uid: UUID, caller: Caller, data: schemas.RuleSwitch
) -> schemas.RuleFile:
    return await rule_files.switch(session, (file_id, str(uid)), caller, is_on=data.is_on)


@router.get("/indicator-sets", dependencies=[READERS])
async def list_indicator_sets(session: Session) -> schemas.IndicatorSets:
    return schemas.IndicatorSets(items=[desk.indicator_set(row) for row in await rules.sets(session)])


@router.put("/indicator-sets/{code}", dependencies=[CENTRE])
async def write_indicator_set(
    session: Session, code: schemas.Code, caller: Caller, data: schemas.IndicatorSetWrite
) -> schemas.IndicatorAnswer:
    """The set as a whole; what is no indicator or is harmless is left out and told."""
    return await desk.write_set(session, code, caller, data)


@router.get("/sources", dependencies=[READERS])
async def list_sources(session: Session) -> schemas.SourceList:
    return await desk.sources(session)


@router.post("/sources", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def add_source(
    request: Request, session: Session, caller: Caller, data: schemas.SourceCreate
) -> schemas.SourceMade:
    """A system that sends logs, and its key; the key is shown this one time."""
    return await desk.add_source(session, runtime_of(request), caller, data)


@router.delete("/sources/{source_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[CENTRE])
async def revoke_source(session: Session, source_id: UUID, caller: Caller) -> None:
    await desk.revoke_source(session, source_id, caller)
