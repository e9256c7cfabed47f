"""Reporter, unit and centre write to each other; none learns who the other is."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from hueioc.errors import NotFound
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection import schemas
from reflection.errors import UnknownReport
from reflection.models import FieldNote, Message, Report
from reflection.queries import reports, talk
from reflection.rules.texts import clean
from reflection.service.announce import allowed, move, take
from reflection.service.answering import is_own
from reflection.service.attaching import attach
from reflection.service.own_words import own_words
from reflection.service.steps import mine
from reflection.service.submit import demand_unlocked, demand_uploaded
from reflection.states import Action, Author
from reflection.views import records

REPORTER = "reporter"


async def ask(
    session: AsyncSession, report_id: UUID, caller: Principal, data: schemas.InformationRequest, version: int | None
) -> Report:
    """Centre or unit asks the reporter; the clock stands still until the answer, or until the time for it is over."""
    report = await mine(session, report_id, caller, Action.ASK, version)
    question = redact(clean(data.question))
    _write(session, report, caller, question)
    return await move(session, report, Action.ASK, caller, question)


async def inform(
    session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: schemas.InformationGiven
) -> Report:
    """The reporter answers; the report goes on where it was, with the time that was left."""
    report = await _of_reporter(session, vault, report_id, caller)
    allowed(Action.INFORM, report)
    if data.media:
        await attach(session, vault, report_id, caller, schemas.MediaAdded(media=data.media))
    await _write_sealed(session, vault, report, data.text)
    return await move(session, report, Action.INFORM, Principal(subject=REPORTER, roles=caller.roles))


async def resume(
    session: AsyncSession, report_id: UUID, caller: Principal, data: schemas.Resumption, version: int | None
) -> Report:
    """The centre goes on without the reporter's answer."""
    report = await take(session, report_id, version)
    return await move(session, report, Action.INFORM, caller, redact(clean(data.note)))


async def write_as_reporter(
    session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: schemas.MessageCreate
) -> Report:
    report = await _of_reporter(session, vault, report_id, caller)
    allowed(Action.MESSAGE, report)
    await _write_sealed(session, vault, report, data.text)
    by = Principal(subject=REPORTER, roles=caller.roles)
    return await move(session, report, Action.MESSAGE, by, author=Author.REPORTER)


async def write_as_staff(
    session: AsyncSession, report_id: UUID, caller: Principal, data: schemas.MessageCreate
) -> Report:
    report = await mine(session, report_id, caller, Action.MESSAGE, None)
    author = _write(session, report, caller, redact(clean(data.text)))
    return await move(session, report, Action.MESSAGE, caller, author=author)


async def messages(session: AsyncSession, report_id: UUID) -> schemas.Messages:
    rows = await talk.messages_of(session, report_id)
    return schemas.Messages(items=[records.message(*row) for row in rows])


def _write(session: AsyncSession, report: Report, caller: Principal, text: str) -> Author:
    is_centre = caller.has_role(Role.MODERATOR, Role.SUPERVISOR)
    author = Author.CENTRE if is_centre else Author.UNIT
    session.add(
        Message(
            id=uuid7(),
            report_id=report.id,
            author=author,
            unit_id=None if is_centre else report.unit_id,
            text=text,
            sent_at=now(),
        )
    )
    return author


async def _write_sealed(session: AsyncSession, vault: Vault, report: Report, words: str) -> None:
    """The words as they were written are sealed with the reporter's key; what the others read is redacted."""
    identity = await reports.identity_of(session, report.id)
    if identity is None:
        raise UnknownReport
    message_id = uuid7()
    sealed = await vault.seal(session, identity.person_id, words.encode(), f"messages.original.{message_id}")
    session.add(
        Message(
            id=message_id,
            report_id=report.id,
            author=Author.REPORTER,
            text=await own_words(session, vault, report.id, words),
            sealed_original=sealed,
            sent_at=now(),
        )
    )


async def _of_reporter(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> Report:
    """The caller's own report, locked. Another's looks as if it did not exist; a locked account writes nothing."""
    report = await take(session, report_id, None)
    if not await is_own(session, vault, report_id, caller):
        raise UnknownReport
    await demand_unlocked(session, vault.token("subject", caller.subject))
    return report


async def note(
    session: AsyncSession, report: Report, caller: Principal, data: schemas.FieldNoteCreate
) -> schemas.FieldNotes:
    """An officer's note from the spot, for staff."""
    await demand_uploaded(session, caller, data.photos)
    session.add(
        FieldNote(
            id=uuid7(),
            report_id=report.id,
            author=caller.subject,
            unit_id=UUID(caller.unit_id) if caller.unit_id else None,
            text=redact(clean(data.text)),
            photos=list(dict.fromkeys(data.photos)),
            written_at=now(),
        )
    )
    await session.flush()
    return await notes(session, report.id)


async def notes(session: AsyncSession, report_id: UUID) -> schemas.FieldNotes:
    rows = await talk.field_notes_of(session, report_id)
    return schemas.FieldNotes(items=[records.field_note(*row) for row in rows])


async def demand_attached(session: AsyncSession, report: Report, sha256: str) -> None:
    """Raises `NotFound` unless a field note or a plan of the report names the file."""
    named = {each.document for each in report.plans}
    for row, _ in await talk.field_notes_of(session, report.id):
        named.update(row.photos)
    if sha256 not in named:
        raise NotFound
