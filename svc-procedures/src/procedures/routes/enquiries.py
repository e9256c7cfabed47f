"""Enquiries: asked and followed without an account, answered by staff."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response, status

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page
from procedures.errors import UnknownEnquiry
from procedures.queries import enquiries as queries
from procedures.routes.ports import Address, VaultPort
from procedures.schemas import enquiries as schemas
from procedures.service import enquiries as service
from procedures.service import enquiry_contact as contacts
from procedures.service import enquiry_documents as documents
from procedures.service.calendar import calendar_of
from procedures.views import enquiries as views

NO_STORE = {"Cache-Control": "no-store"}
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)

public = APIRouter(prefix="/v1/investment", route_class=EdgeRoute, tags=["investment"], dependencies=[anyone])
ops = APIRouter(prefix="/v1/ops/investment/enquiries", route_class=EdgeRoute, tags=["investment"])


@public.post("/projects/{project_id}/enquiries", status_code=status.HTTP_201_CREATED)
async def ask(
    session: Session,
    vault: VaultPort,
    address: Address,
    project_id: UUID,
    data: schemas.EnquiryCreate,
    response: Response,
) -> schemas.EnquiryMade:
    """Ask about a project; no account is needed. The link in the answer is the way back to it."""
    response.headers.update(NO_STORE)
    row = await service.ask(session, service.Desk(vault, await calendar_of(session), address), project_id, data)
    link = contacts.link_of(vault, row.id)
    href = f"/investment/enquiries/{row.id}#{link}"
    return schemas.EnquiryMade(id=row.id, code=row.code, due_at=row.deadline.due_at, link=link, href=href)


@public.get("/enquiries/{enquiry_id}")
async def follow(
    session: Session,
    vault: VaultPort,
    enquiry_id: UUID,
    response: Response,
    hue_link: Annotated[str, Header(max_length=100)] = "",
) -> schemas.EnquiryShown:
    """The own enquiry and its answer, opened by the link in `Hue-Link`."""
    response.headers.update(NO_STORE)
    return views.shown(await contacts.followed(session, vault, enquiry_id, hue_link), now())


@ops.get("", dependencies=[READERS])
async def list_enquiries(session: Session, wanted: Annotated[schemas.EnquiryQuery, Query()]) -> Page[schemas.Enquiry]:
    """Enquiries without who asks, newest first."""
    return await documents.page(session, wanted)


@ops.get("/{enquiry_id}", dependencies=[READERS])
async def show_enquiry(session: Session, enquiry_id: UUID) -> schemas.Enquiry:
    """One enquiry with its history."""
    row = await queries.find(session, enquiry_id)
    if row is None:
        raise UnknownEnquiry
    return await documents.document(session, row)


@ops.get("/{enquiry_id}/contact", dependencies=[STAFF])
async def read_contact(
    session: Session, vault: VaultPort, caller: Caller, enquiry_id: UUID, response: Response
) -> schemas.EnquiryContact:
    """Who asks, in clear; the look is in the audit."""
    response.headers.update(NO_STORE)
    return await contacts.reveal(session, vault, caller, enquiry_id)


@ops.post("/{enquiry_id}/answer", dependencies=[STAFF])
async def answer(session: Session, caller: Caller, enquiry_id: UUID, data: schemas.EnquiryAnswer) -> schemas.Enquiry:
    """The investor reads it by the link from now on."""
    return await documents.document(session, await service.answer(session, caller, enquiry_id, data.text))
