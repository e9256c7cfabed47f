"""Violation cases and everything that hangs on them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from camera.models import Custody, EvidenceFile, Offence, Package, Review, Violation
from camera.states import CaseState, FileRole, RuleKind
from hueioc.clock import now
from hueioc.paging import PageQuery

_PACKAGES = "select pg_advisory_xact_lock(hashtextextended('camera-packages', 0))"


async def find(session: AsyncSession, violation_id: UUID) -> Violation | None:
    return await session.get(Violation, violation_id)


async def lock(session: AsyncSession, violation_id: UUID) -> Violation | None:
    return await session.get(Violation, violation_id, with_for_update=True, populate_existing=True)


async def is_known(session: AsyncSession, camera_id: UUID, track_id: UUID, rule: RuleKind, zone: str) -> bool:
    found = select(Violation.id).where(
        Violation.camera_id == camera_id, Violation.track_id == track_id, Violation.rule == rule, Violation.zone == zone
    )
    return await session.scalar(found) is not None


async def page(
    session: AsyncSession, asked: PageQuery, states: Sequence[CaseState], camera_id: UUID | None
) -> Sequence[Violation]:
    """Newest first."""
    wanted: list[ColumnElement[bool]] = [Violation.state.in_(states)] if states else []
    if camera_id:
        wanted.append(Violation.camera_id == camera_id)
    if asked.after:
        wanted.append(tuple_(Violation.occurred_at, Violation.id) < (asked.after.moment, asked.after.id))
    query = select(Violation).where(*wanted).order_by(Violation.occurred_at.desc(), Violation.id.desc())
    return (await session.scalars(query.limit(asked.limit + 1))).all()


async def next_for(session: AsyncSession, reviewer: str, states: Sequence[CaseState]) -> Violation | None:
    """The oldest that `reviewer` has not judged and nobody else holds; one that is held already comes first."""
    judged = exists().where(Review.violation_id == Violation.id, Review.reviewer == reviewer)
    mine = (Violation.claimed_by == reviewer) & (Violation.claimed_until > now())
    free = or_(Violation.claimed_until.is_(None), Violation.claimed_until <= now())
    query = select(Violation).where(Violation.state.in_(states), ~judged, mine | free)
    query = query.order_by(func.coalesce(mine, False).desc(), Violation.occurred_at, Violation.id)
    query = query.limit(1).with_for_update(skip_locked=True)
    return (await session.scalars(query.execution_options(populate_existing=True))).first()


async def reviews(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Review]:
    query = select(Review).where(Review.violation_id.in_(ids)).order_by(Review.at, Review.id)
    return (await session.scalars(query)).all()


async def files(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[EvidenceFile]:
    query = select(EvidenceFile).where(EvidenceFile.violation_id.in_(ids)).order_by(EvidenceFile.id)
    return (await session.scalars(query)).all()


async def file(session: AsyncSession, violation_id: UUID, role: FileRole) -> EvidenceFile | None:
    query = select(EvidenceFile).where(EvidenceFile.violation_id == violation_id, EvidenceFile.role == role)
    return (await session.scalars(query)).first()


async def offences(session: AsyncSession, rule: RuleKind, day: date) -> Sequence[Offence]:
    """In force on the day of the act."""
    query = select(Offence).where(Offence.rule == rule, Offence.valid_from <= day)
    query = query.where(or_(Offence.valid_to.is_(None), Offence.valid_to > day))
    return (await session.scalars(query.order_by(Offence.code, Offence.vehicle))).all()


async def custody(session: AsyncSession, violation_id: UUID) -> Sequence[Custody]:
    query = select(Custody).where(Custody.violation_id == violation_id).order_by(Custody.seq)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def last_custody(session: AsyncSession, violation_id: UUID) -> Custody | None:
    query = select(Custody).where(Custody.violation_id == violation_id).order_by(Custody.seq.desc()).limit(1)
    return (await session.scalars(query)).first()


async def package(session: AsyncSession, violation_id: UUID) -> Package | None:
    return (await session.scalars(select(Package).where(Package.violation_id == violation_id))).first()


async def last_package(session: AsyncSession) -> Package | None:
    """The newest link of the chain; nobody else adds one before this transaction ends."""
    await session.execute(text(_PACKAGES))
    return (await session.scalars(select(Package).order_by(Package.position.desc()).limit(1))).first()


async def to_seal(session: AsyncSession) -> Violation | None:
    query = select(Violation).where(Violation.state == CaseState.CONFIRMED).order_by(Violation.id).limit(1)
    return (await session.scalars(query.with_for_update(skip_locked=True))).first()


async def numbers(session: AsyncSession) -> dict[CaseState, int]:
    query = select(Violation.state, func.count()).group_by(Violation.state)
    return {row[0]: row[1] for row in await session.execute(query)}


async def waiting(session: AsyncSession, limit: int) -> Sequence[Violation]:
    query = select(Violation).where(Violation.state.in_((CaseState.QUEUED, CaseState.ADJUDICATION)))
    return (await session.scalars(query.order_by(Violation.occurred_at.desc()).limit(limit))).all()
