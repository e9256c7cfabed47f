"""What everybody may read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from hueioc.auth.access import anyone
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session
from hueioc.reads import is_reader
from hueioc.runtime import runtime_of
from reflection import schemas, views
from reflection.errors import UnknownReport
from reflection.queries import reports
from reflection.routes.cached import CachedRoute
from reflection.schemas.filters import FeedQuery, MapQuery, Narrowing, NearbyQuery
from reflection.service import lists, maps, nearby, open_data, syndication
from reflection.service.narrowing import filter_of, page_of, sorted_filter
from reflection.service.readership import ReadCounter
from reflection.service.syndication import Channel
from reflection.settings import licence_of

ROOT = "/v1/open-data"

router = APIRouter(route_class=EdgeRoute, tags=["reports"])
cached = APIRouter(route_class=CachedRoute, tags=["reports"], dependencies=[anyone])


@router.get("/v1/report-categories", dependencies=[anyone])
async def list_categories(session: Session) -> schemas.Categories:
    """The categories in force today."""
    return await lists.categories(session, "all")


@router.get("/v1/units", dependencies=[anyone])
async def list_units(session: Session) -> schemas.Units:
    """The units that handle reports."""
    return await lists.units(session, "all")


@cached.get("/v1/reports")
async def list_reports(session: Session, asked: Annotated[FeedQuery, Query()]) -> schemas.ReportPage:
    """Published reports, newest first. Answers are at most a second old."""
    return await lists.feed(session, sorted_filter(asked), page_of(asked))


@cached.get("/v1/reports/map")
async def show_map(session: Session, asked: Annotated[MapQuery, Query()]) -> schemas.ReportMap:
    """Counts by H3 cell from far, single reports from zoom 16."""
    return await maps.report_map(session, filter_of(asked), asked.zoom)


@cached.get("/v1/reports/nearby")
async def list_nearby(session: Session, asked: Annotated[NearbyQuery, Query()]) -> schemas.NearbyReports:
    """Has somebody reported this already? Open reports of 30 days and finished ones of 14, nearest first."""
    return await nearby.nearby_reports(session, asked.lat, asked.lon, category=asked.category, radius_m=asked.radius)


@cached.get("/v1/reports/feed.rss", response_class=Response)
async def show_rss(request: Request, session: Session, asked: Annotated[FeedQuery, Query()]) -> Response:
    """RSS 2.0 with GeoRSS points, narrowed as the list is."""
    page = await lists.feed(session, sorted_filter(asked), page_of(asked))
    return Response(syndication.rss(_channel(request), page.items, now()), media_type=syndication.RSS)


@cached.get("/v1/reports/feed.atom", response_class=Response)
async def show_atom(request: Request, session: Session, asked: Annotated[FeedQuery, Query()]) -> Response:
    """Atom with GeoRSS points, narrowed as the list is."""
    page = await lists.feed(session, sorted_filter(asked), page_of(asked))
    return Response(syndication.atom(_channel(request), page.items, now()), media_type=syndication.ATOM)


@cached.get(ROOT)
async def describe_open_data(request: Request) -> schemas.OpenData:
    """What there is, under which licence, and what each column means."""
    return schemas.open_data_of(licence_of(runtime_of(request).settings))


@router.get(ROOT + "/reports.csv", dependencies=[anyone], response_class=StreamingResponse)
async def export_csv(request: Request, asked: Annotated[Narrowing, Query()]) -> StreamingResponse:
    """Every published report as CSV: the columns of GeoReport Bulk first."""
    rows = open_data.as_csv(runtime_of(request).database, filter_of(asked))
    return _file(request, rows, "text/csv; charset=utf-8", "csv")


@router.get(ROOT + "/reports.geojson", dependencies=[anyone], response_class=StreamingResponse)
async def export_geojson(request: Request, asked: Annotated[Narrowing, Query()]) -> StreamingResponse:
    """Every published report as GeoJSON."""
    rows = open_data.as_geojson(runtime_of(request).database, filter_of(asked))
    return _file(request, rows, "application/geo+json", "geojson")


@router.get("/v1/reports/{report_id}", dependencies=[anyone])
async def show_report(request: Request, session: Session, report_id: UUID, response: Response) -> schemas.Report:
    """One published report. Asked here when the gateway holds it no more; then it is counted here."""
    report = await reports.find_report(session, report_id)
    if report is None or not report.is_public:
        raise UnknownReport
    counter = runtime_of(request).part(ReadCounter)
    if counter and is_reader(request.headers):
        counter.note(report_id)
    response.headers["ETag"] = f'"{report.version}"'
    return views.public_report(report)


def _channel(request: Request) -> Channel:
    home = runtime_of(request).settings.public_url.rstrip("/")
    return Channel(f"{home}{request.url.path}" + (f"?{request.url.query}" if request.url.query else ""), home)


def _file(request: Request, rows: open_data.Rows, media_type: str, ending: str) -> StreamingResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="hue-reports-{now():%Y%m%d}.{ending}"',
        "Link": f'<{licence_of(runtime_of(request).settings)}>; rel="license", <{ROOT}>; rel="describedby"',
    }
    return StreamingResponse(rows, media_type=media_type, headers=headers)
