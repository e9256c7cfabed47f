"""Cameras, their pulses, histories and recordings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from camera.models import Camera, CameraChange, Pulse, Recording, Violation
from camera.states import WATCHED, CameraState, CaseState, RecordingState, SourceKind
from hueioc.paging import PageQuery

LIVE = (SourceKind.RTSP, SourceKind.FILE)
SEEING = (CameraState.ONLINE, CameraState.DEGRADED)
WAITING = (CaseState.QUEUED, CaseState.ADJUDICATION)


async def find(session: AsyncSession, camera_id: UUID) -> Camera | None:
    return await session.get(Camera, camera_id)


async def lock(session: AsyncSession, camera_id: UUID) -> Camera | None:
    return await session.get(Camera, camera_id, with_for_update=True, populate_existing=True)


async def is_known(session: AsyncSession, code: str) -> bool:
    return await session.scalar(select(Camera.id).where(func.lower(Camera.code) == code.lower())) is not None


async def with_pulse(
    session: AsyncSession, state: CameraState | None = None, *, public_only: bool = False
) -> Sequence[Row[Camera, Pulse]]:
    wanted: list[ColumnElement[bool]] = [Camera.state == state] if state else []
    if public_only:
        wanted.append(Camera.is_public.is_(True))
    query = select(Camera, Pulse).join(Pulse, Pulse.camera_id == Camera.id).where(*wanted).order_by(Camera.code)
    return (await session.execute(query.execution_options(populate_existing=True))).all()


async def pulse(session: AsyncSession, camera_id: UUID) -> Pulse:
    return (await session.scalars(select(Pulse).where(Pulse.camera_id == camera_id))).one()


async def beat(session: AsyncSession, camera_id: UUID, **values: Any) -> None:
    statement = update(Pulse).where(Pulse.camera_id == camera_id).values(**values)
    await session.execute(statement.execution_options(synchronize_session=False))


async def waiting_cases(session: AsyncSession) -> dict[UUID, int]:
    query = select(Violation.camera_id, func.count()).where(Violation.state.in_(WAITING)).group_by(Violation.camera_id)
    return {row[0]: row[1] for row in await session.execute(query)}


async def history(session: AsyncSession, camera_id: UUID, limit: int) -> Sequence[CameraChange]:
    query = select(CameraChange).where(CameraChange.camera_id == camera_id)
    return (await session.scalars(query.order_by(CameraChange.at.desc(), CameraChange.id.desc()).limit(limit))).all()


async def to_watch(session: AsyncSession) -> Sequence[Camera]:
    query = select(Camera).where(Camera.source_kind.in_(LIVE), Camera.state.in_(WATCHED)).order_by(Camera.id)
    return (await session.scalars(query)).all()


async def silent(session: AsyncSession, before: datetime) -> Sequence[Camera]:
    """Live cameras that see as far as we know, but of which nothing was heard."""
    query = select(Camera).join(Pulse, Pulse.camera_id == Camera.id)
    query = query.where(Camera.source_kind.in_(LIVE), Camera.state.in_(SEEING), Pulse.heard_at < before)
    return (await session.scalars(query.order_by(Camera.id).with_for_update(of=Camera, skip_locked=True))).all()


async def recording(session: AsyncSession, recording_id: UUID) -> Recording | None:
    return await session.get(Recording, recording_id)


async def same_recording(session: AsyncSession, camera_id: UUID, sha256: str, started_at: datetime) -> Recording | None:
    query = select(Recording).where(
        Recording.camera_id == camera_id, Recording.sha256 == sha256, Recording.started_at == started_at
    )
    return (await session.scalars(query)).first()


async def recordings(session: AsyncSession, camera_id: UUID, asked: PageQuery) -> Sequence[Recording]:
    query = select(Recording).where(Recording.camera_id == camera_id)
    if asked.after:
        query = query.where(tuple_(Recording.created_at, Recording.id) < (asked.after.moment, asked.after.id))
    query = query.order_by(Recording.created_at.desc(), Recording.id.desc())
    return (await session.scalars(query.limit(asked.limit + 1))).all()


async def next_recording(session: AsyncSession) -> Recording | None:
    query = select(Recording).where(Recording.state == RecordingState.QUEUED).order_by(Recording.created_at).limit(1)
    return (await session.scalars(query.with_for_update(skip_locked=True))).first()


async def reading(session: AsyncSession) -> Sequence[Recording]:
    query = select(Recording).where(Recording.state == RecordingState.READING)
    return (await session.scalars(query.with_for_update())).all()
