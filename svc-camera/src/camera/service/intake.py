"""What the worker says becomes rows and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from camera.events import ViolationDetected
from camera.models import Camera, EvidenceFile, Violation
from camera.queries import cameras, cases
from camera.service.announce import case_facts, tell_case
from camera.service.counts import take_counts
from camera.service.custody import add_entry
from camera.service.health import change_state, take_health
from camera.states import CameraState, CaseState, CustodyAction, FileRole, RecordingState, RuleKind, Size, SourceKind
from hueioc.files.store import StoredFile
from hueioc.ids import uuid7

log = structlog.get_logger(__name__)

MACHINE = "machine"
JSON_TYPE = "application/json"
Files = Mapping[str, StoredFile]


@dataclass(frozen=True)
class Said:
    """One message of the worker; `files`: what it laid down, in the store by now, by role."""

    message: dict[str, Any]
    files: Files


async def take(session: AsyncSession, camera_id: UUID, said: Sequence[Said]) -> None:
    """Everything in one transaction. A camera that is gone leaves nothing."""
    camera = await cameras.find(session, camera_id)
    if camera is None:
        return
    await take_counts(session, camera_id, [each.message for each in said])
    for each in said:
        match each.message["say"]:
            case "violation":
                await open_case(session, camera, each)
            case "picture":
                picture = each.files["picture"]
                at = datetime.fromisoformat(each.message["at"])
                await cameras.beat(session, camera_id, picture_sha256=picture.sha256, picture_at=at)
            case "health":
                await take_health(session, camera_id, each.message)
            case "finished":
                await finish_recording(session, camera, each.message)
            case "unprovable":  # packets are gone: no pictures, no case, but somebody should know
                told = {name: each.message[name] for name in ("track", "rule", "zone", "at")}
                log.warning("breach_without_pictures", camera=str(camera_id), **told)
            case _:
                pass


async def open_case(session: AsyncSession, camera: Camera, said: Said) -> None:
    """A case with its files and the first entries of its chain of custody; the same breach again is the same case."""
    message = said.message
    rule, track, zone = RuleKind(message["rule"]), UUID(message["track"]), message["zone"]
    if await cases.is_known(session, camera.id, track, rule, zone):
        return
    case = Violation(
        id=uuid7(),
        camera_id=camera.id,
        track_id=track,
        rule=rule,
        zone=zone,
        size=Size(message["size"]),
        began_at=datetime.fromisoformat(message["since"]),
        occurred_at=datetime.fromisoformat(message["at"]),
        measured=message["measured"],
        scene_version=camera.scene_version,
        zone_given=next((each for each in camera.scene["zones"] if each["code"] == zone), {}),
        state=CaseState.QUEUED,
    )
    session.add(case)
    await session.flush()
    await session.refresh(case)
    for role, stored in said.files.items():
        media_type = JSON_TYPE if role == FileRole.TRAJECTORY.value else stored.media_type
        session.add(
            EvidenceFile(
                id=uuid7(),
                violation_id=case.id,
                role=FileRole(role),
                sha256=stored.sha256,
                media_type=media_type,
                bytes=stored.size,
            )
        )
        action = CustodyAction.CAPTURED if role == FileRole.ORIGINAL_CLIP.value else CustodyAction.STORED
        await add_entry(session, case.id, MACHINE, action, reason=role, sha256=stored.sha256)
    await tell_case(session, case, ViolationDetected(**case_facts(case, camera)))


async def finish_recording(session: AsyncSession, camera: Camera, message: dict[str, Any]) -> None:
    recording = await cameras.recording(session, UUID(message["recording"]))
    if recording is None or recording.state is not RecordingState.READING:
        return
    failure = message["failure"]
    recording.state = RecordingState.FAILED if failure else RecordingState.DONE
    recording.failure, recording.frames, recording.duration_s = failure, message["frames"], message["duration_s"]
    await session.flush()
    is_first = camera.source_kind is SourceKind.RECORDINGS and camera.state is CameraState.UNKNOWN
    if is_first and not failure:
        await change_state(session, camera, CameraState.ONLINE, [])
