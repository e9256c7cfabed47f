"""Statements about dossiers, their steps and their owners."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from procedures.models import Counter, Deadline, Dossier, DossierChange, Owner, Timer
from procedures.schemas import DossierFilter
from procedures.states import ClockState, TimerKind

_LOCK = text("select pg_advisory_xact_lock(key) from unnest(cast(:keys as bigint[])) as given(key) order by key")


async def lock_codes(session: AsyncSession, keys: Sequence[int]) -> None:
    """Two messages about the same dossiers go one after the other, new dossiers too."""
    await session.execute(_LOCK, {"keys": sorted(set(keys))})


async def by_codes(session: AsyncSession, codes: Sequence[str]) -> dict[str, Dossier]:
    rows = select(Dossier).where(Dossier.code.in_(codes)).with_for_update(of=Dossier)
    return {row.code: row for row in await session.scalars(rows)}


async def find(session: AsyncSession, dossier_id: UUID) -> Dossier | None:
    return await session.get(Dossier, dossier_id)


async def lock(session: AsyncSession, dossier_id: UUID) -> Dossier | None:
    wanted = select(Dossier).where(Dossier.id == dossier_id).with_for_update(of=Dossier)
    return await session.scalar(wanted.execution_options(populate_existing=True))


async def by_code(session: AsyncSession, code: str) -> Dossier | None:
    return await session.scalar(select(Dossier).where(Dossier.code == code))


async def steps_of(session: AsyncSession, dossier_ids: Sequence[UUID]) -> Mapping[UUID, list[DossierChange]]:
    """The lines with a status that no later one has corrected."""
    rows = select(DossierChange).where(
        DossierChange.dossier_id.in_(dossier_ids),
        DossierChange.status.is_not(None),
        DossierChange.superseded_at.is_(None),
    )
    found: defaultdict[UUID, list[DossierChange]] = defaultdict(list)
    for row in await session.scalars(rows):
        found[row.dossier_id].append(row)
    return found


async def history(session: AsyncSession, dossier_id: UUID) -> Sequence[DossierChange]:
    rows = (
        select(DossierChange).where(DossierChange.dossier_id == dossier_id).order_by(DossierChange.at, DossierChange.id)
    )
    return (await session.scalars(rows)).all()


async def owner(session: AsyncSession, dossier_id: UUID) -> Owner | None:
    return await session.get(Owner, dossier_id)


async def owned_by(session: AsyncSession, person_token: bytes, asked: PageQuery) -> Sequence[Dossier]:
    """Newest first."""
    rows = select(Dossier).join(Owner, Owner.dossier_id == Dossier.id).where(Owner.person_token == person_token)
    if asked.after:
        rows = rows.where(tuple_(Dossier.received_at, Dossier.id) < (asked.after.moment, asked.after.id))
    rows = rows.order_by(Dossier.received_at.desc(), Dossier.id.desc()).limit(asked.limit + 1)
    return (await session.scalars(rows)).all()


async def next_number(session: AsyncSession, agency_code: str, day: date) -> int:
    """The next number of this day at this agency; two callers never get the same."""
    given = insert(Counter).values(agency_code=agency_code, day=day, last=1)
    taken = given.on_conflict_do_update(
        index_elements=[Counter.agency_code, Counter.day], set_={"last": Counter.last + 1}
    ).returning(Counter.last)
    return (await session.execute(taken)).scalar_one()


async def page(
    session: AsyncSession, asked: PageQuery, wanted: DossierFilter, agencies: Sequence[str] | None, at: datetime
) -> Sequence[Dossier]:
    """Newest change first; `agencies` None: of all."""
    rows = select(Dossier).outerjoin(Deadline, Deadline.subject_id == Dossier.id).where(*_wanted(wanted, at))
    if agencies is not None:
        rows = rows.where(Dossier.agency_code.in_(agencies))
    if asked.after:
        rows = rows.where(tuple_(Dossier.status_since, Dossier.id) < (asked.after.moment, asked.after.id))
    rows = rows.order_by(Dossier.status_since.desc(), Dossier.id.desc()).limit(asked.limit + 1)
    return (await session.scalars(rows)).all()


def _wanted(wanted: DossierFilter, at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.agency:
        found.append(Dossier.agency_code == wanted.agency)
    if wanted.procedure:
        found.append(Dossier.procedure_code == wanted.procedure)
    if wanted.status:
        found.append(Dossier.status == wanted.status)
    if wanted.q:
        found.append(Dossier.code.startswith(wanted.q.strip().upper(), autoescape=True))
    if wanted.clock:
        found.append(_clock(wanted.clock, at))
    return found


def _clock(clock: ClockState, at: datetime) -> ColumnElement[bool]:
    is_open = and_(Dossier.ended_at.is_(None), Dossier.accepted_at.is_not(None), Deadline.due_at.is_not(None))
    is_paused = Deadline.paused_at.is_not(None)
    near = select(Timer.due_at).where(Timer.dossier_id == Dossier.id, Timer.kind == TimerKind.NEAR).scalar_subquery()
    running = and_(is_open, ~is_paused, Deadline.due_at >= at)
    found: dict[ClockState, ColumnElement[bool]] = {
        ClockState.ENDED: Dossier.ended_at.is_not(None),
        ClockState.NONE: and_(
            Dossier.ended_at.is_(None), or_(Dossier.accepted_at.is_(None), Deadline.due_at.is_(None))
        ),
        ClockState.PAUSED: and_(is_open, is_paused),
        ClockState.OVERDUE: and_(is_open, ~is_paused, Deadline.due_at < at),
        ClockState.NEAR: and_(running, near <= at),
        ClockState.RUNNING: and_(running, or_(near.is_(None), near > at)),
    }
    return found[clock]


async def open_ids_after(
    session: AsyncSession, after: UUID | None, limit: int, *, counted_not_by: str
) -> Sequence[UUID]:
    """Dossiers whose deadline still counts and was counted by another calendar than this version, by id."""
    rows = select(Dossier.id).join(Deadline, Deadline.subject_id == Dossier.id).where(Dossier.ended_at.is_(None))
    rows = rows.where(Deadline.calendar_version != counted_not_by)
    rows = rows.where(Dossier.id > after) if after else rows
    return (await session.scalars(rows.order_by(Dossier.id).limit(limit))).all()


async def count_open(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Dossier).where(Dossier.ended_at.is_(None))) or 0
