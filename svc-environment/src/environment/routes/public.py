"""What everybody may read: stations, air, series."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from environment import schemas
from environment.schemas import SeriesQuery
from environment.service import documents, series
from environment.service.stations import find_public
from environment.states import Medium
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/environment", route_class=EdgeRoute, tags=["environment"], dependencies=[anyone])


@router.get("/stations")
async def list_stations(session: Session, medium: Medium | None = None) -> schemas.StationList:
    """Every public station with its latest readings, index and flood level."""
    return await documents.station_list(session, medium)


@router.get("/air")
async def show_air(session: Session) -> schemas.AirSummary:
    """The city's air: each station's hourly VN_AQI explained, worst first, with the decision's colours and advice."""
    return await documents.air_summary(session, "all")


@router.get("/stations/{station_id}")
async def show_station(session: Session, station_id: UUID, response: Response) -> schemas.Station:
    """One station."""
    station = await find_public(session, station_id)
    response.headers["ETag"] = f'"{station.version}"'
    return await documents.document(session, station)


@router.get("/stations/{station_id}/series")
async def show_series(session: Session, station_id: UUID, asked: Annotated[SeriesQuery, Query()]) -> schemas.Series:
    """Readings of one parameter as they came, newest first, with their flags of quality."""
    return await series.page(session, station_id, asked)


@router.get("/stations/{station_id}/series.csv", response_class=StreamingResponse)
async def export_series(
    request: Request, session: Session, station_id: UUID, asked: Annotated[SeriesQuery, Query()]
) -> StreamingResponse:
    """The whole series as CSV (`limit` and `cursor` do not count)."""
    station, stream, parameter = await series.datastream_of(session, station_id, asked.parameter)
    series.span_of(asked)
    names = (station.code, parameter.code, parameter.unit)
    rows = series.as_csv(runtime_of(request).database, names, stream.number, asked)
    headers = {"Content-Disposition": f'attachment; filename="{station.code}-{parameter.code}.csv"'}
    return StreamingResponse(rows, media_type="text/csv; charset=utf-8", headers=headers)
