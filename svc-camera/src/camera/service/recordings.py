"""Recordings that staff bring: kept by SHA-256, read by the worker in their turn, their results taken all at once."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera import schemas, views
from camera.errors import NotAClip, UnknownRecording
from camera.models import Recording
from camera.queries import cameras
from camera.service.cameras import find
from camera.states import RecordingState, Symptom
from hueioc import audit
from hueioc.auth.principal import Principal
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Page, PageQuery, cut
from hueioc.runtime import Runtime

CLIPS = frozenset({"video/mp4", "video/quicktime", "video/webm", "video/x-matroska"})
LARGEST = 64 << 20
MOST_ATTEMPTS = 3
"""A recording that has ended the worker so often is left alone."""


async def bring(
    session: AsyncSession,
    runtime: Runtime,
    caller: Principal,
    camera_id: UUID,
    asked: schemas.RecordingQuery,
    raw: bytes,
) -> Recording:
    """The same content with the same beginning again is the same recording. Raises NotAClip, UnknownCamera."""
    await find(session, camera_id)
    stored = await runtime.files.write(raw)
    if stored.media_type not in CLIPS:
        raise NotAClip
    known = await cameras.same_recording(session, camera_id, stored.sha256, asked.started_at)
    if known is not None:
        return known
    recording = Recording(
        id=uuid7(),
        camera_id=camera_id,
        sha256=stored.sha256,
        bytes=stored.size,
        media_type=stored.media_type,
        started_at=asked.started_at,
        brought_by=caller.subject,
        state=RecordingState.QUEUED,
        attempts=0,
    )
    session.add(recording)
    await audit.record(session, caller.subject, "recording.brought", str(recording.id), {"sha256": stored.sha256})
    await session.flush()
    return recording


async def show(session: AsyncSession, recording_id: UUID) -> schemas.Recording:
    recording = await cameras.recording(session, recording_id)
    if recording is None:
        raise UnknownRecording
    return views.recording(recording)


async def list_recordings(session: AsyncSession, camera_id: UUID, page: PageQuery) -> Page[schemas.Recording]:
    await find(session, camera_id)
    rows, more = cut(list(await cameras.recordings(session, camera_id, page)), page.limit)
    return Page(
        items=[views.recording(row) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def take_next(session: AsyncSession) -> Recording | None:
    recording = await cameras.next_recording(session)
    if recording is not None:
        recording.state, recording.attempts = RecordingState.READING, recording.attempts + 1
        await session.flush()
    return recording


async def give_back(session: AsyncSession) -> None:
    """Those that were being read when the worker ended wait again, or have failed too often."""
    for recording in await cameras.reading(session):
        if recording.attempts >= MOST_ATTEMPTS:
            recording.state, recording.failure = RecordingState.FAILED, Symptom.WORKER_GONE.value
        else:
            recording.state = RecordingState.QUEUED
    await session.flush()
