"""One change of a camera or a case: its new version, its line of history and its event, in one transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from camera import events
from camera.models import Camera, CameraChange, Violation
from camera.states import CameraState, CaseState, ChangeKind
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish

TOLD = {
    CameraState.ONLINE: events.CameraOnline,
    CameraState.DEGRADED: events.CameraDegraded,
    CameraState.OFFLINE: events.CameraOffline,
}
CASE_TOLD: dict[CaseState, type[events.ViolationFacts]] = {
    CaseState.CONFIRMED: events.ViolationConfirmed,
    CaseState.REJECTED: events.ViolationRejected,
    CaseState.TRANSFERRED: events.ViolationTransferred,
}


def remember(
    session: AsyncSession, camera: Camera, kind: ChangeKind, actor: str, facts: dict[str, Any] | None = None
) -> None:
    camera.updated_at = now()
    session.add(CameraChange(id=uuid7(), camera_id=camera.id, kind=kind, at=now(), actor=actor, facts=facts or {}))


async def tell_camera(session: AsyncSession, camera: Camera, at: datetime) -> None:
    """Only what follows from what comes; what people set is in the history."""
    await session.flush()
    if kind := TOLD.get(camera.state):
        event = kind(
            camera_id=camera.id,
            code=camera.code,
            name_vi=camera.name_vi,
            name_en=camera.name_en,
            lat=camera.lat,
            lon=camera.lon,
            ward=camera.ward_code,
            at=at,
            symptoms=camera.symptoms,
        )
        publish(session, event, subject_id=camera.id, version=camera.version)


def case_facts(case: Violation, camera: Camera) -> dict[str, Any]:
    return {
        "violation_id": case.id,
        "number": case.number,
        "camera_id": camera.id,
        "rule": case.rule,
        "lat": camera.lat,
        "lon": camera.lon,
        "ward": camera.ward_code,
        "at": case.occurred_at,
    }


async def tell_case(session: AsyncSession, case: Violation, event: events.ViolationFacts) -> None:
    case.updated_at = now()
    await session.flush()
    publish(session, event, subject_id=case.id, version=case.version)
