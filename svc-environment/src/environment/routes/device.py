"""What devices send: station files and JSON, each with the device's own key. Idempotent by station, parameter, time."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response, status

from environment import schemas
from environment.models import Station
from environment.service.intake import Delivery, answer_of, record, take, take_file
from environment.service.rows import line_of
from environment.service.stations import station_of_key
from environment.states import Channel
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/environment", route_class=EdgeRoute, tags=["environment"], dependencies=[anyone])


async def _device(
    request: Request, session: Session, device_key: Annotated[str, Header(max_length=200)] = ""
) -> Station:
    return await station_of_key(session, runtime_of(request), device_key)


Device = Annotated[Station, Depends(_device)]
FileName = Annotated[str, Query(min_length=1, max_length=200, description="<STATION>_<yyyyMMddHHmmss>.txt")]
BODY = {"requestBody": {"content": {"text/plain": {"schema": {"type": "string"}}}, "required": True}}


@router.post("/station-files", openapi_extra=BODY)
@without_key
async def send_file(
    request: Request, session: Session, device: Device, name: FileName, response: Response
) -> schemas.IntakeAnswer:
    """A station file of Circular 10/2021; every line has its answer. A file that cannot be read is kept: 422."""
    delivery = await take_file(session, Channel.UPLOAD, name, await request.body(), device)
    return await finish(session, delivery, response)


@router.post("/readings")
@without_key
async def send_readings(
    session: Session, device: Device, data: schemas.ReadingBatch, response: Response
) -> schemas.IntakeAnswer:
    """Rows as JSON; every row has its answer."""
    lines = [line_of(number, row) for number, row in enumerate(data.readings, 1)]
    return await finish(session, Delivery(Channel.JSON, "readings", device, lines), response)


async def finish(session: Session, delivery: Delivery, response: Response) -> schemas.IntakeAnswer:
    """The status says whether anything was understood; what came is kept either way."""
    await take(session, [delivery])
    intake = await record(session, delivery)
    if delivery.unreadable:
        response.status_code = status.HTTP_422_UNPROCESSABLE_CONTENT
    return answer_of(delivery, intake)
