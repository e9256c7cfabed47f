"""What the worker measures becomes states; a camera that comes and goes rings one bell, not a hundred."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera.models import Camera
from camera.queries import cameras
from camera.rules.health import FLAPS, OFFLINE_AFTER_S, is_flapping
from camera.service.announce import TOLD, remember, tell_camera
from camera.states import WATCHED, CameraState, ChangeKind, Symptom
from hueioc.clock import now

MACHINE = "machine"
SILENT_AFTER = timedelta(seconds=2 * OFFLINE_AFTER_S)
"""The worker says every two seconds that a camera is there; without a word its state is not known any more."""


async def take_health(session: AsyncSession, camera_id: UUID, message: dict[str, Any]) -> None:
    state = CameraState(message["state"])
    if state is not CameraState.OFFLINE:
        await cameras.beat(session, camera_id, heard_at=now(), fps=message["fps"])
    camera = await cameras.find(session, camera_id)
    if camera is None or camera.state not in WATCHED or (camera.state, camera.symptoms) == (state, message["symptoms"]):
        return
    session.expire(camera)  # somebody may have changed it since it was read
    camera = await cameras.lock(session, camera_id)
    if camera is not None and camera.state in WATCHED:
        await change_state(session, camera, state, message["symptoms"])


async def change_state(session: AsyncSession, camera: Camera, state: CameraState, symptoms: Sequence[str]) -> None:
    """The event is left out while the camera flaps; history and list show every change."""
    is_new = camera.state is not state
    camera.state, camera.symptoms = state, list(symptoms)
    if not is_new:
        camera.updated_at = now()
        await session.flush()
        return
    camera.state_since = now()
    lately = [line.at for line in await cameras.history(session, camera.id, FLAPS) if line.kind.value in TOLD]
    damped = is_flapping(lately, now())
    remember(session, camera, ChangeKind(state.value), MACHINE, {"symptoms": list(symptoms), "damped": damped})
    await session.flush()
    if not damped:
        await tell_camera(session, camera, camera.state_since)


async def find_silent(session: AsyncSession) -> int:
    """Cameras of which the worker says nothing any more; how many."""
    rows = await cameras.silent(session, now() - SILENT_AFTER)
    for camera in rows:
        await change_state(session, camera, CameraState.OFFLINE, [Symptom.WORKER_GONE.value])
    return len(rows)
