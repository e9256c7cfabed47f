"""What the centre does with a file by hand: cover parts of it, undo that, release, hide, look at the original."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, NotFound, Text
from hueioc.ids import uuid7
from reflection.errors import NoPicture, NothingToShow
from reflection.models import LeftoverFile, Medium, Redaction, Report
from reflection.queries import media
from reflection.rules.media import MediumKind, MediumState
from reflection.rules.texts import clean
from reflection.schemas import RedactionCreate, Visibility
from reflection.service.announce import move, take
from reflection.service.pictures import show
from reflection.states import Action


async def redact_medium(
    session: AsyncSession, report_id: UUID, medium_id: UUID, caller: Principal, data: RedactionCreate
) -> Report:
    """Cover rectangles of a photo: the public copy is gone at once, and made anew from the original."""
    report, medium = await _take(session, report_id, medium_id)
    if medium.kind is not MediumKind.IMAGE or medium.state is MediumState.REFUSED:
        raise NoPicture
    row = Redaction(
        id=uuid7(),
        medium_id=medium.id,
        rectangles=[each.model_dump() for each in data.rectangles],
        reason=clean(data.reason),
        made_by=caller.subject,
        made_at=now(),
    )
    session.add(row)
    _make_anew(session, medium)
    detail = {"medium": str(medium.id), "redaction": str(row.id), "rectangles": len(row.rectangles)}
    await record(session, caller.subject, "medium.redacted", str(report.id), detail)
    return await move(session, report, Action.REDACT, caller, f"redact: {row.reason}")


async def undo_redaction(
    session: AsyncSession, report_id: UUID, medium_id: UUID, redaction_id: UUID, caller: Principal
) -> Report:
    """Take one redaction back; once more is the same."""
    report, medium = await _take(session, report_id, medium_id)
    row = next((each for each in await media.redactions_of(session, medium.id) if each.id == redaction_id), None)
    if row is None:
        raise NotFound
    row.undone_by, row.undone_at = caller.subject, now()
    _make_anew(session, medium)
    detail = {"medium": str(medium.id), "redaction": str(row.id)}
    await record(session, caller.subject, "medium.redaction_undone", str(report.id), detail)
    return await move(session, report, Action.REDACT, caller, "undo redaction")


async def decide_visibility(
    session: AsyncSession, report_id: UUID, medium_id: UUID, caller: Principal, data: Visibility
) -> Report:
    """Release a film after looking at it, hide a file, or show it again."""
    report, medium = await _take(session, report_id, medium_id)
    if data.decision == "release":
        if medium.copy_sha256 is None:
            raise NothingToShow(fields=(FieldError("/decision", Text("Chưa có bản sao", "There is no copy yet")),))
        medium.is_released = True
    else:
        medium.is_hidden = data.decision == "hide"
    if medium.copy_sha256 is not None:
        show(medium)
    detail = {"medium": str(medium.id), "decision": data.decision}
    await record(session, caller.subject, "medium.visibility", str(report.id), detail)
    return await move(session, report, Action.REDACT, caller, f"{data.decision}: {clean(data.reason)}")


async def look_at_original(session: AsyncSession, report_id: UUID, medium_id: UUID, caller: Principal) -> Medium:
    """The medium whose original the caller is about to read; written down first."""
    medium = await media.find(session, medium_id)
    if medium is None or medium.report_id != report_id:
        raise NotFound
    await record(session, caller.subject, "medium.original_read", str(report_id), {"medium": str(medium.id)})
    return medium


async def _take(session: AsyncSession, report_id: UUID, medium_id: UUID) -> tuple[Report, Medium]:
    report = await take(session, report_id, None)
    medium = next((each for each in report.media if each.id == medium_id), None)
    if medium is None:
        raise NotFound
    return report, medium


def _make_anew(session: AsyncSession, medium: Medium) -> None:
    if medium.copy_sha256:
        session.add(LeftoverFile(id=uuid7(), sha256=medium.copy_sha256))
    medium.copy_sha256 = medium.public_sha256 = None
    medium.state = MediumState.WAITING
