"""The register: cameras are added, their scenes drawn, switched off and on."""

from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera import schemas
from camera.errors import CameraExists, UnknownCamera, WrongScene, WrongSource
from camera.models import Camera, Pulse
from camera.queries import cameras
from camera.service.announce import remember
from camera.settings import camera_folder_of
from camera.states import CameraState, ChangeKind, SourceKind
from hueioc import audit
from hueioc.areas.lookup import areas
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from hueioc.runtime import Runtime

SET_BY_PEOPLE = {
    "enabled": (CameraState.UNKNOWN, ChangeKind.ENABLED),
    "disabled": (CameraState.DISABLED, ChangeKind.DISABLED),
    "maintenance": (CameraState.MAINTENANCE, ChangeKind.MAINTENANCE),
}


async def add_camera(session: AsyncSession, runtime: Runtime, caller: Principal, data: schemas.CameraCreate) -> Camera:
    if await cameras.is_known(session, data.code):
        raise CameraExists
    demand_scene(data.scene, "/scene")
    host = demand_source(runtime, data.source)
    area = areas(runtime.settings.areas).at(data.lat, data.lon)
    camera = Camera(
        id=uuid7(),
        **data.model_dump(exclude={"source", "scene"}),
        ward_code=area.ward.code if area else None,
        source_kind=data.source.kind,
        source_host=host,
        scene=data.scene.stored(),
        scene_version=1,
        state=CameraState.UNKNOWN,
        symptoms=[],
        state_since=now(),
    )
    if data.source.url:
        camera.source_sealed = await runtime.vault.seal(
            session, camera.id, data.source.url.encode(), source_context(camera.id)
        )
    session.add(camera)
    await session.flush()
    session.add(Pulse(camera_id=camera.id))
    remember(session, camera, ChangeKind.ADDED, caller.subject, {"code": camera.code})
    await audit.record(session, caller.subject, "camera.added", str(camera.id), {"code": camera.code})
    await session.flush()
    return camera


def source_context(camera_id: UUID) -> str:
    return f"cameras.source_sealed.{camera_id}"


async def source_of(session: AsyncSession, runtime: Runtime, camera: Camera) -> str:
    """What the worker opens: the address, or the path of the file."""
    assert camera.source_sealed is not None  # noqa: S101 - live sources have one
    url = (await runtime.vault.open(session, camera.id, camera.source_sealed, source_context(camera.id))).decode()
    if camera.source_kind is SourceKind.FILE:
        return str(Path(camera_folder_of(runtime.settings)) / url)
    return url


def demand_source(runtime: Runtime, source: schemas.Source) -> str:
    """Where it is, without user and password. Raises `WrongSource`."""
    if source.kind is SourceKind.RECORDINGS:
        if source.url:
            raise _wrong("Nguồn bằng bản ghi không có địa chỉ", "A camera with recordings has no address")
        return ""
    if source.kind is SourceKind.FILE:
        folder = camera_folder_of(runtime.settings)
        path = Path(folder) / source.url
        if not folder or not source.url or path.parent != Path(folder) or not path.is_file():
            raise _wrong("Không có tệp này trong thư mục camera", "There is no such file in the folder of cameras")
        return source.url
    try:
        parts = urlsplit(source.url)
        is_right = parts.scheme in ("rtsp", "rtsps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right, parts = False, None
    if not is_right or parts is None or not source.url.isprintable() or " " in source.url:
        raise _wrong("Địa chỉ phải có dạng rtsp://máy:cổng/đường-dẫn", "The address must read rtsp://host:port/path")
    return f"{parts.hostname}:{parts.port or 554}"


def _wrong(vi: str, en: str) -> WrongSource:
    return WrongSource(fields=(FieldError("/source/url", Text(vi, en)),))


def demand_scene(scene: schemas.Scene, base: str = "") -> None:
    """Raises `WrongScene` with every field that cannot be meant."""
    if faults := tuple(scene.faults(base)):
        raise WrongScene(fields=faults)


async def find(session: AsyncSession, camera_id: UUID) -> Camera:
    camera = await cameras.find(session, camera_id)
    if camera is None:
        raise UnknownCamera
    return camera


async def set_scene(session: AsyncSession, caller: Principal, camera_id: UUID, scene: schemas.Scene) -> Camera:
    """Another scene from now on; cases keep the zone under which they were seen."""
    demand_scene(scene)
    camera = await cameras.lock(session, camera_id)
    if camera is None:
        raise UnknownCamera
    camera.scene, camera.scene_version = scene.stored(), camera.scene_version + 1
    remember(session, camera, ChangeKind.SCENE, caller.subject, {"version": camera.scene_version})
    await audit.record(session, caller.subject, "camera.scene", str(camera.id), {"version": camera.scene_version})
    await session.flush()
    return camera


async def set_state(session: AsyncSession, caller: Principal, camera_id: UUID, data: schemas.StateUpdate) -> Camera:
    camera = await cameras.lock(session, camera_id)
    if camera is None:
        raise UnknownCamera
    state, kind = SET_BY_PEOPLE[data.state]
    is_same = (camera.state == state) if data.state != "enabled" else camera.state not in (
        CameraState.DISABLED, CameraState.MAINTENANCE
    )  # fmt: skip
    if is_same:
        return camera
    camera.state, camera.symptoms, camera.state_since = state, [], now()
    remember(session, camera, kind, caller.subject)
    await audit.record(session, caller.subject, f"camera.{kind.value}", str(camera.id))
    await session.flush()
    return camera
