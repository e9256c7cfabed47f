"""Statements about files of reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Answer, Identity, LeftoverFile, Medium, Redaction, Report
from reflection.rules.media import MediumState
from reflection.states import PUBLIC, PUBLIC_IF_PUBLISHED


class Waiting(NamedTuple):
    """A medium that needs its public copy made."""

    id: UUID
    report_id: UUID
    sha256: str
    is_answer: bool


class Served(NamedTuple):
    """A file to be served, and as what."""

    sha256: str
    media_type: str


async def waiting(session: AsyncSession, limit: int) -> Sequence[Waiting]:
    """Oldest first."""
    statement = (
        select(Medium.id, Medium.report_id, Medium.sha256, Medium.is_answer)
        .where(Medium.state == MediumState.WAITING)
        .order_by(Medium.id)
        .limit(limit)
    )
    return [Waiting(*row) for row in await session.execute(statement)]


async def unsealed(session: AsyncSession, limit: int) -> Sequence[tuple[UUID, str, UUID | None]]:
    """(medium, file, whose key seals it) of originals that lie in clear after their copy was made.

    A reporter's file is sealed with the reporter's key, a unit's evidence with the unit's.
    """
    holder = func.coalesce(Answer.unit_id, Report.unit_id)
    statement = (
        select(Medium.id, Medium.sha256, Medium.is_answer, Identity.person_id, holder.label("unit_id"))
        .join(Report, Report.id == Medium.report_id)
        .outerjoin(Identity, Identity.report_id == Medium.report_id)
        .outerjoin(Answer, Answer.report_id == Medium.report_id)
        .where(Medium.sealed_sha256.is_(None), Medium.state != MediumState.WAITING, Medium.sealing_failed.is_(False))
        .order_by(Medium.id)
        .limit(limit)
    )
    rows = await session.execute(statement)
    return [(row.id, row.sha256, row.unit_id if row.is_answer else row.person_id) for row in rows]


async def sealed_siblings(session: AsyncSession, sha256: str) -> Sequence[Medium]:
    """Media with this original that is sealed already: equal contents are uploaded again at times."""
    statement = select(Medium).where(Medium.sha256 == sha256, Medium.sealed_sha256.is_not(None)).limit(3)
    return (await session.scalars(statement)).all()


async def find(session: AsyncSession, medium_id: UUID) -> Medium | None:
    return await session.get(Medium, medium_id)


async def redactions_of(session: AsyncSession, medium_id: UUID) -> Sequence[Redaction]:
    """In force, oldest first."""
    statement = select(Redaction).where(Redaction.medium_id == medium_id, Redaction.undone_at.is_(None))
    return (await session.scalars(statement.order_by(Redaction.id))).all()


async def redactions_of_report(session: AsyncSession, report_id: UUID) -> Sequence[Redaction]:
    """All of them, undone ones too."""
    statement = select(Redaction).join(Medium, Medium.id == Redaction.medium_id).where(Medium.report_id == report_id)
    return (await session.scalars(statement.order_by(Redaction.id))).all()


async def public_file(session: AsyncSession, report_id: UUID, sha256: str) -> Served | None:
    """A file of a public report; of the answer only when the answer is public."""
    shown = and_(
        Medium.report_id == report_id,
        Medium.state == MediumState.READY,
        is_public(),
        or_(~Medium.is_answer, exists().where(Answer.report_id == Report.id, Answer.accepted_at.is_not(None))),
    )
    return await _served(session, shown, sha256)


async def staff_file(session: AsyncSession, report_id: UUID, sha256: str) -> Served | None:
    """A copy or a still, also one that is held back or hidden."""
    return await _served(session, Medium.report_id == report_id, sha256)


async def own_file(session: AsyncSession, report_id: UUID, sha256: str) -> Served | None:
    """What the reporter has sent, as its copy shows it."""
    its_own = and_(Medium.report_id == report_id, ~Medium.is_answer, ~Medium.is_partners)
    return await _served(session, its_own, sha256)


def is_public() -> ColumnElement[bool]:
    """Of a `Report`: what `Report.is_public` says."""
    published = and_(Report.state.in_(PUBLIC_IF_PUBLISHED), Report.published_at.is_not(None))
    return or_(Report.state.in_(PUBLIC), published)


async def _served(session: AsyncSession, condition: ColumnElement[bool], sha256: str) -> Served | None:
    statement = (
        select(Medium.copy_sha256, Medium.media_type)
        .join(Report, Report.id == Medium.report_id)
        .where(condition, or_(Medium.copy_sha256 == sha256, Medium.poster_sha256 == sha256))
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    if row is None:
        return None
    return Served(sha256, row.media_type if row.copy_sha256 == sha256 else "image/jpeg")


async def leftovers(session: AsyncSession, before: datetime, limit: int) -> Sequence[LeftoverFile]:
    statement = select(LeftoverFile).where(LeftoverFile.left_at < before).order_by(LeftoverFile.id).limit(limit)
    return (await session.scalars(statement)).all()


async def is_named(session: AsyncSession, sha256: str) -> bool:
    """Whether a medium still needs the file with this name."""
    condition = exists().where(
        or_(
            Medium.copy_sha256 == sha256,
            Medium.poster_sha256 == sha256,
            Medium.sealed_sha256 == sha256,
            and_(Medium.sha256 == sha256, Medium.sealed_sha256.is_(None)),
        )
    )
    return bool(await session.scalar(select(condition)))


async def forget_leftover(session: AsyncSession, leftover_id: UUID) -> None:
    await session.execute(delete(LeftoverFile).where(LeftoverFile.id == leftover_id))
