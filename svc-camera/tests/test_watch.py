"""The supervised worker: from a recording that was brought to counts and cases, also when the worker is killed."""

import asyncio
import os
import signal
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from camera.models import Count, EvidenceFile, Recording, Violation
from camera.schemas import CameraCreate, RecordingQuery
from camera.service.cameras import add_camera
from camera.service.recordings import bring
from camera.service.watch import Watch
from camera.states import RecordingState
from hueioc.auth.principal import Principal

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
KEEPER = Principal("keeper")


@pytest.fixture
async def watch(runtime, committed_database):
    runtime.database = committed_database
    runtime.relay.leads.set()
    watch = Watch(runtime)
    watch.start()
    yield watch
    await watch.stop()


@pytest.fixture
async def brought(runtime, committed_database, camera_given, scene, bad_manners):
    async def bring_it():
        async with committed_database.transaction() as session:
            data = CameraCreate.model_validate(camera_given | {"scene": scene})
            camera = await add_camera(session, runtime, KEEPER, data)
            raw = bad_manners.read_bytes()
            return (await bring(session, runtime, KEEPER, camera.id, RecordingQuery(started_at=NOON), raw)).id

    return bring_it


async def state_of(database, recording_id):
    async with database.transaction() as session:
        return (await session.get(Recording, recording_id)).state


async def until(check):
    async with asyncio.timeout(60):
        while not await check():
            await asyncio.sleep(0.1)


async def test_without_anything_to_watch_no_worker_runs(watch):
    await asyncio.sleep(1.5)
    assert watch.worker is None


async def test_a_recording_becomes_counts_and_cases_with_files(watch, brought, committed_database, runtime):
    recording = await brought()
    await until(lambda: _is(committed_database, recording, RecordingState.DONE))
    async with committed_database.transaction() as session:
        assert await session.scalar(select(func.sum(Count.number))) == 3
        assert await session.scalar(select(func.count()).select_from(Violation)) == 2
        files = (await session.scalars(select(EvidenceFile))).all()
    assert len(files) == 12
    assert all([await runtime.files.exists(each.sha256) for each in files])


async def test_a_killed_worker_comes_back_and_counts_nothing_twice(watch, brought, committed_database):
    recording = await brought()
    await until(lambda: _is(committed_database, recording, RecordingState.READING))
    async with asyncio.timeout(20):
        while watch.worker is None:
            await asyncio.sleep(0.02)
    os.kill(watch.worker.pid, signal.SIGKILL)
    await until(lambda: _is(committed_database, recording, RecordingState.DONE))
    async with committed_database.transaction() as session:
        assert await session.scalar(select(func.sum(Count.number))) == 3


async def _is(database, recording_id, state):
    return await state_of(database, recording_id) is state
