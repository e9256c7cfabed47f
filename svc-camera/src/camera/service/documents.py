"""Gathers what documents are made of, and renders the lists that the gateway answers from memory."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera import schemas, views
from camera.queries import cameras
from camera.service.cameras import find
from camera.states import CameraState
from camera.views import Facts
from hueioc.outbox import Outgoing

LINES = 20


async def facts_of_all(
    session: AsyncSession, state: CameraState | None = None, *, public_only: bool = False
) -> list[Facts]:
    waiting = await cameras.waiting_cases(session)
    rows = await cameras.with_pulse(session, state, public_only=public_only)
    return [Facts(camera, pulse, waiting.get(camera.id, 0)) for camera, pulse in rows]


async def camera_list(session: AsyncSession, state: CameraState | None = None) -> schemas.CameraList:
    return schemas.CameraList(items=[views.summary(each) for each in await facts_of_all(session, state)])


async def every_camera(session: AsyncSession, key: str) -> schemas.CameraList:
    return await camera_list(session)


async def public_cameras(session: AsyncSession, key: str) -> schemas.PublicCameraList:
    found = await facts_of_all(session, public_only=True)
    return schemas.PublicCameraList(items=[views.public_camera(each) for each in found])


async def document(session: AsyncSession, camera_id: UUID) -> schemas.Camera:
    camera = await find(session, camera_id)
    waiting = await cameras.waiting_cases(session)
    facts = Facts(camera, await cameras.pulse(session, camera_id), waiting.get(camera_id, 0))
    return views.camera(facts, await cameras.history(session, camera_id, LINES))


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """No document of one camera lies at the gateway: the lists hold them all and are rendered anew by themselves."""
    return (), None
