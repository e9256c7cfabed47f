"""An investor asks, an officer answers; each change is told."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.personal.known import Known
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from hueioc.vi import composed
from hueioc.workdays.calendar import Calendar
from procedures.errors import EnquiryAnswered, UnknownEnquiry, UnknownProject
from procedures.events import projects as events
from procedures.models import Enquiry, EnquiryChange, EnquiryContact
from procedures.queries import enquiries, projects
from procedures.schemas import enquiries as schemas
from procedures.service.enquiry_contact import Asked, contact_token, context_of, demand_few
from procedures.service.enquiry_terms import deadline_of, terms_on
from procedures.states import EnquiryAction, EnquiryState, ProjectStatus

INVESTOR = "investor"


class Desk(NamedTuple):
    """What taking an enquiry needs beside the session."""

    vault: Vault
    calendar: Calendar
    address: str
    """Of the network that the investor speaks from."""


async def ask(session: AsyncSession, desk: Desk, project_id: UUID, data: schemas.EnquiryCreate) -> Enquiry:
    """Take an enquiry about a published project. Raises `TooManyEnquiries` beyond the limits in force."""
    project = await projects.find(session, project_id)
    if project is None or project.published_at is None or project.status is ProjectStatus.WITHDRAWN:
        raise UnknownProject
    token, moment = contact_token(desk.vault, data), now()
    terms = await terms_on(session, moment)
    asked = Asked(token, desk.vault.token("enquiry-address", desk.address), project_id)
    await demand_few(session, terms, asked)
    row = Enquiry(
        id=uuid7(),
        project_id=project.id,
        state=EnquiryState.RECEIVED,
        language=data.language,
        question=redact(composed(data.question), Known(name=data.name, phone=data.phone, email=data.email)),
        received_at=moment,
        rule_source=terms.answer_source,
        answer="",
        answered_by="",
    )
    session.add(row)
    await session.flush()
    row.project = project
    row.deadline = deadline_of(row, desk.calendar, terms.answer_days)
    sealed = await desk.vault.seal(session, row.id, data.model_dump_json().encode(), context_of(row.id))
    session.add(EnquiryContact(enquiry_id=row.id, contact_token=token, sealed=sealed))
    await session.flush()
    return await tell(session, row, events.EnquiryReceived, EnquiryAction.RECEIVE, INVESTOR)


async def answer(session: AsyncSession, caller: Principal, enquiry_id: UUID, text: str) -> Enquiry:
    """From now on the investor reads the answer by the link, and the time of the contact runs out."""
    row = await taken(session, enquiry_id)
    if row.state is EnquiryState.ANSWERED:
        raise EnquiryAnswered
    moment = now()
    terms = await terms_on(session, row.received_at)
    row.state, row.answer, row.answered_at, row.answered_by = EnquiryState.ANSWERED, text, moment, caller.subject
    row.erase_at = moment + timedelta(days=terms.keep_days)
    return await tell(session, row, events.EnquiryAnswered, EnquiryAction.ANSWER, caller.subject)


async def taken(session: AsyncSession, enquiry_id: UUID) -> Enquiry:
    row = await enquiries.lock(session, enquiry_id)
    if row is None:
        raise UnknownEnquiry
    return row


async def tell(
    session: AsyncSession, row: Enquiry, kind: type[events.EnquiryFacts], action: EnquiryAction, actor: str
) -> Enquiry:
    """A change of state: the next version, a line of the history, an event."""
    row.updated_at = now()
    flag_modified(row, "updated_at")  # two changes at one moment are two versions
    await session.flush()
    session.add(EnquiryChange(id=uuid7(), enquiry_id=row.id, action=action, at=now(), actor=actor, note=""))
    more = {}
    if kind is events.EnquiryAnswered:
        more = {"is_in_time": row.answered_at is not None and row.answered_at <= row.deadline.due_at}
    event = kind(
        enquiry_id=row.id,
        code=row.code,
        project_id=row.project_id,
        project_code=row.project.code,
        due_at=row.deadline.due_at,
        at=row.updated_at,
        **more,
    )
    publish(session, event, subject_id=row.id, version=row.version)
    return row
