"""Statistics, and the lists into which their figures drill down."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from reflection import schemas
from reflection.queries.feed import PublicFilter
from reflection.queries.figures import By
from reflection.routes.cached import CachedRoute
from reflection.routes.scope import own_unit, visible
from reflection.schemas.filters import FeedQuery, Narrowing
from reflection.service import figures, lists, nearby
from reflection.service.narrowing import filter_of, page_of, sorted_filter

READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)

public = APIRouter(route_class=CachedRoute, tags=["statistics"], dependencies=[anyone])
staff = APIRouter(route_class=EdgeRoute, tags=["statistics"], dependencies=[READERS])


class FigureQuery(Narrowing):
    """Of which reports, grouped by what."""

    by: By = By.CITY


@public.get("/v1/statistics")
async def show_statistics(session: Session, asked: Annotated[FigureQuery, Query()]) -> schemas.FigureTable:
    """Each figure with formula, n, interval and the list of exactly the reports it counts."""
    narrowing = Narrowing.model_validate(asked.model_dump(exclude={"by"}))
    return await figures.table(session, asked.by, narrowing, filter_of(asked), figures.PUBLIC_LIST)


@staff.get("/v1/ops/statistics/figures")
async def show_staff_figures(
    session: Session, caller: Caller, asked: Annotated[FigureQuery, Query()]
) -> schemas.FigureTable:
    """As for everybody, with lists for staff; an officer reads the figures of the own unit."""
    narrowing = Narrowing.model_validate(asked.model_dump(exclude={"by"}))
    wanted = _own(filter_of(asked), own_unit(caller))
    return await figures.table(session, asked.by, narrowing, wanted, figures.STAFF_LIST)


@staff.get("/v1/ops/reports")
async def list_staff_reports(
    session: Session, caller: Caller, asked: Annotated[FeedQuery, Query()]
) -> schemas.ReportPage:
    """Published reports as everybody reads them, narrowed as the figures are; the queue has the others."""
    return await lists.feed(session, _own(sorted_filter(asked), own_unit(caller)), page_of(asked))


@staff.get("/v1/ops/reports/{report_id}/duplicates")
async def list_duplicates(session: Session, caller: Caller, report_id: UUID) -> schemas.Candidates:
    """Reports that may be about the same thing, the likeliest first; one photo in both is certain."""
    return await nearby.duplicates_of(session, await visible(session, caller, report_id))


def _own(wanted: PublicFilter, unit_id: UUID | None) -> PublicFilter:
    return replace(wanted, unit_id=unit_id) if unit_id else wanted
