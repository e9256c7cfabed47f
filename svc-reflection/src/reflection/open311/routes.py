"""The addresses of GeoReport v2, of its discovery, of mySociety's updates and of GeoReport Bulk."""

from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import idempotency
from hueioc.areas.lookup import areas
from hueioc.auth.access import anyone
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.errors import NotFound
from hueioc.problems import language_of
from hueioc.runtime import runtime_of
from hueioc.settings import DEVELOPMENT_MARK, Env
from reflection.errors import UnknownCategory, UnknownReport
from reflection.open311 import bulk, contract, documents, intake, queries, updates, wire
from reflection.open311.answers import NoSuchAddress, Open311Route, UnknownJurisdiction, Wrong, answer, form_of
from reflection.open311.documents import Voice
from reflection.open311.form import Form, read_form
from reflection.open311.keys import new_key, partner_of
from reflection.open311.paging import page_headers
from reflection.open311.wanted import MOST_IN_BULK, Asked, Wanted, ids_of, span_of, wanted_of
from reflection.routes.ports import Files, IntakePort, VaultPort
from reflection.settings import Settings

JURISDICTION = "hue.gov.vn"
ROOT = "/open311/v2"

router = APIRouter()
standard = APIRouter(route_class=Open311Route, tags=["Open311"], dependencies=[anyone], responses=contract.ERRORS)


def settings_of(request: Request) -> Settings:
    settings = runtime_of(request).settings
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings


def voice_of(request: Request) -> Voice:
    return Voice(language_of(request), runtime_of(request).settings.public_url.rstrip("/"))


def demand_jurisdiction(given: str) -> None:
    if given.strip() not in {"", JURISDICTION}:
        raise UnknownJurisdiction


@standard.get("/open311/discovery.{form}", openapi_extra=contract.reading())
@standard.get(ROOT + "/discovery.{form}", openapi_extra=contract.reading())
async def show_discovery(request: Request, form: wire.Form) -> Response:
    """Where the endpoints are, and how to get a key."""
    settings = settings_of(request)
    found = documents.discovery(
        voice_of(request), contact=settings.open311_contact, key_service=settings.open311_key_service
    )
    return answer(request, "discovery", found)


@standard.get(ROOT + "/services.{form}", openapi_extra=contract.reading(*contract.PLACE))
async def list_services(request: Request, session: Session, form: wire.Form) -> Response:
    """What can be reported; with lat and long, what can be reported there."""
    asked = Asked(request.query_params)
    demand_jurisdiction(asked.text("jurisdiction_id"))
    lat, lon = asked.number(-90, 90, "lat"), asked.number(-180, 180, "long", "lon")
    if asked.errors:
        raise Wrong(fields=tuple(asked.errors))
    voice = voice_of(request)
    is_outside = lat is not None and lon is not None and not areas(settings_of(request).areas).at(lat, lon)
    rows = [] if is_outside else await queries.services(session, now())
    found = [documents.service(row, has_questions=asks, voice=voice) for row, asks in rows]
    return answer(request, "services", found)


@standard.get(ROOT + "/services/{service_code}.{form}", openapi_extra=contract.reading(*contract.JURISDICTION))
async def show_service(request: Request, session: Session, service_code: str, form: wire.Form) -> Response:
    """The questions of a service; none when its `metadata` is false."""
    asked = Asked(request.query_params)
    demand_jurisdiction(asked.text("jurisdiction_id"))
    found = await queries.definition(session, ids_safe(service_code), now())
    if found is None:
        raise UnknownCategory
    return answer(request, "service_definition", documents.definition(*found, voice_of(request)))


@standard.get(ROOT + "/requests.{form}", openapi_extra=contract.reading(*contract.LIST))
async def list_requests(request: Request, session: Session, form: wire.Form) -> Response:
    """Published requests, newest first: at most 1,000 of at most 90 days."""
    demand_jurisdiction(request.query_params.get("jurisdiction_id", ""))
    wanted = wanted_of(request.query_params)
    rows = await queries.requests(session, wanted)
    voice = voice_of(request)
    found = [documents.request(row, voice, is_extended=wanted.is_extended) for row in rows]
    headers = await _pages(request, session, wanted, rows) | _privacy(rows)
    return answer(request, "service_requests", found, headers)


def _privacy(rows: Sequence[documents.Row]) -> dict[str, str]:
    """What is not public goes to the one who knows its id, and into no cache."""
    return {} if all(documents.is_public(row) for row in rows) else {"Cache-Control": "private, no-store"}


async def _pages(request: Request, session: AsyncSession, wanted: Wanted, rows: Any) -> dict[str, str]:
    if wanted.page is None:
        return {}
    total = rows[0]["total"] if rows else await queries.count(session, wanted)
    return page_headers(wanted.page, total, f"{voice_of(request).public_url}{request.url.path}", request.query_params)


@standard.get(ROOT + "/requests/{service_request_id}.{form}", openapi_extra=contract.reading("extensions"))
async def show_request(request: Request, session: Session, service_request_id: str, form: wire.Form) -> Response:
    """One request. What came by Open311 and is not public yet says only where it stands."""
    demand_jurisdiction(request.query_params.get("jurisdiction_id", ""))
    asked = Asked(request.query_params)
    is_extended = asked.flag("extensions") or False
    if asked.errors:
        raise Wrong(fields=tuple(asked.errors))
    rows = await queries.requests(session, _only(service_request_id, is_extended=is_extended))
    if not rows:
        raise UnknownReport
    found = [documents.request(row, voice_of(request), is_extended=is_extended) for row in rows]
    return answer(request, "service_requests", found, _privacy(rows))


@standard.get(ROOT + "/tokens/{token}.{form}", openapi_extra=contract.reading(*contract.JURISDICTION))
async def show_token(request: Request, session: Session, token: str, form: wire.Form) -> Response:
    """We give ids at once, never tokens; who asks with an id is told it."""
    demand_jurisdiction(request.query_params.get("jurisdiction_id", ""))
    rows = await queries.requests(session, _only(token))
    if not rows:
        raise UnknownReport
    return answer(
        request, "service_requests", [{"service_request_id": str(rows[0]["id"]), "token": token}], _privacy(rows)
    )


def _only(named: str, *, is_extended: bool = False) -> Wanted:
    ids, numbers = ids_of([named])
    return Wanted(ids=ids, numbers=numbers, is_by_id=True, is_extended=is_extended)


def ids_safe(code: str) -> str:
    """No category has such a code, and the database takes no NUL."""
    return code.replace("\0", "")


@standard.post(ROOT + "/requests.{form}", openapi_extra=contract.writing(*contract.REQUEST_FIELDS))
@without_key
async def send_request(
    request: Request, session: Session, intake_port: IntakePort, files: Files, form: wire.Form
) -> Response:
    """Send a report. The same content twice within a day, or one Idempotency-Key, makes one."""
    given = await read_form(request)
    demand_jurisdiction(given.get("jurisdiction_id"))
    partner = await partner_of(session, intake_port.vault, given.get("api_key"))
    use = _claim(request, str(partner.key_id), given)
    stored = await idempotency.begin(session, use)
    if stored is None:
        sent = await intake.take_in(session, intake.Ports(intake_port, files), partner, given)
        stored = Response(orjson.dumps(sent._asdict()), media_type="application/json")
        await idempotency.finish(session, use, stored)
    return answer(request, "service_requests", [orjson.loads(bytes(stored.body))], _replayed(stored))


def _claim(request: Request, client: str, given: Form) -> idempotency.Claim:
    """By the key of the header, or else by the content itself; the form of the answer makes no difference."""
    content = intake.fingerprint(given)
    key = request.headers.get("idempotency-key", "").strip() or f"content-{content.hex()}"
    return idempotency.claim(client=client, method="POST", path=f"{ROOT}/requests", key=key, body=content)


def _replayed(stored: Response) -> dict[str, str]:
    return {idempotency.REPLAYED: "true"} if idempotency.REPLAYED in stored.headers else {}


@standard.get(ROOT + "/servicerequestupdates.{form}", openapi_extra=contract.reading(*contract.SPAN))
async def list_updates(request: Request, session: Session, form: wire.Form) -> Response:
    """What became of published requests, oldest first (mySociety's extension)."""
    demand_jurisdiction(request.query_params.get("jurisdiction_id", ""))
    asked = Asked(request.query_params)
    start, end = span_of(asked)
    if asked.errors:
        raise Wrong(fields=tuple(asked.errors))
    rows = await queries.updates(session, start, end)
    return answer(request, "service_request_updates", [documents.update(row, voice_of(request)) for row in rows])


@standard.post(ROOT + "/servicerequestupdates.{form}", openapi_extra=contract.writing(*contract.UPDATE_FIELDS))
@without_key
async def send_update(request: Request, session: Session, vault: VaultPort, files: Files, form: wire.Form) -> Response:
    """Tell something of a request; the same `update_id` twice is one update. Photos are for staff until released."""
    given = await read_form(request)
    demand_jurisdiction(given.get("jurisdiction_id"))
    partner = await partner_of(session, vault, given.get("api_key"))
    update_id = await updates.take_in(session, vault, files, partner, given)
    return answer(request, "service_request_updates", [{"update_id": update_id}])


@standard.get(ROOT + "/bulk/requests.csv", openapi_extra=contract.reading(*contract.LIST))
async def download_table(request: Request, session: Session) -> Response:
    """GeoReport Bulk as CSV."""
    lines, headers = await _bulk(request, session)
    return Response(bulk.as_csv(lines), 200, headers, bulk.CSV)


@standard.get(ROOT + "/bulk/requests.{form}", openapi_extra=contract.reading(*contract.LIST))
async def download(request: Request, session: Session, form: wire.Form) -> Response:
    """GeoReport Bulk as JSON or XML; at most 10,000 requests, page by page."""
    lines, headers = await _bulk(request, session)
    kind = form_of(request)
    return Response(wire.encode(kind, "service_requests", lines), 200, headers, wire.CONTENT_TYPES[kind])


async def _bulk(request: Request, session: AsyncSession) -> tuple[list[documents.Tree], dict[str, str]]:
    demand_jurisdiction(request.query_params.get("jurisdiction_id", ""))
    wanted = wanted_of(request.query_params, limit=MOST_IN_BULK)
    rows = await queries.requests(session, wanted)
    voice = voice_of(request)
    lines = [bulk.line(row, voice) for row in rows if documents.is_public(row)]
    return lines, {"Vary": "Accept-Language", **(await _pages(request, session, wanted, rows))}


class KeyRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")] = "development"


class KeyAnswer(BaseModel):
    """The key is shown this once."""

    api_key: str


keys = APIRouter(route_class=EdgeRoute, tags=["Open311"])


@keys.post("/v1/dev/open311-key", dependencies=[anyone])
@without_key
async def development_key(request: Request, session: Session, vault: VaultPort, data: KeyRequest) -> KeyAnswer:
    """A new api_key for Open311, in development only."""
    if runtime_of(request).settings.env is not Env.DEV:
        raise NotFound
    return KeyAnswer(api_key=new_key(session, vault, data.name, mark=DEVELOPMENT_MARK))


async def refuse_address(request: Request) -> Response:
    raise NoSuchAddress


elsewhere = APIRouter(route_class=Open311Route, include_in_schema=False, dependencies=[anyone])
for _method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
    elsewhere.add_api_route(
        "/open311/{rest:path}", without_key(refuse_address), methods=[_method], response_class=Response
    )
for _each in (standard, keys, elsewhere):
    router.include_router(_each)
