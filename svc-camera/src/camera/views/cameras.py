"""A camera as staff and as everybody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from camera import models, schemas
from camera.schemas import Place, Scene, Words


@dataclass(frozen=True)
class Facts:
    """Everything that the document of one camera is made of."""

    camera: models.Camera
    pulse: models.Pulse
    cases_waiting: int


def _common(facts: Facts) -> dict[str, Any]:
    row, pulse = facts.camera, facts.pulse
    return {
        "id": row.id,
        "code": row.code,
        "name": Words(vi=row.name_vi, en=row.name_en),
        "place": Place(lat=row.lat, lon=row.lon, ward=row.ward_code),
        "state": row.state,
        "symptoms": row.symptoms,
        "state_since": row.state_since,
        "heard_at": pulse.heard_at,
        "fps": pulse.fps,
        "source_kind": row.source_kind,
        "legal_class": row.legal_class,
        "is_public": row.is_public,
        "picture_at": pulse.picture_at,
        "cases_waiting": facts.cases_waiting,
        "version": row.version,
    }


def summary(facts: Facts) -> schemas.CameraSummary:
    return schemas.CameraSummary.model_validate(_common(facts))


def camera(facts: Facts, history: Sequence[models.CameraChange]) -> schemas.Camera:
    row = facts.camera
    more = {
        "purpose": row.purpose,
        "serial": row.serial,
        "certificate": row.certificate,
        "source_host": row.source_host,
        "scene": Scene.model_validate(row.scene),
        "scene_version": row.scene_version,
        "history": [schemas.HistoryLine(kind=line.kind, at=line.at, facts=line.facts) for line in history],
    }
    return schemas.Camera.model_validate(_common(facts) | more)


def public_camera(facts: Facts) -> schemas.PublicCamera:
    row, pulse = facts.camera, facts.pulse
    return schemas.PublicCamera(
        id=row.id,
        code=row.code,
        name=Words(vi=row.name_vi, en=row.name_en),
        place=Place(lat=row.lat, lon=row.lon, ward=row.ward_code),
        purpose=row.purpose,
        state=row.state,
        picture_at=pulse.picture_at,
        picture=f"/v1/camera/cameras/{row.id}/picture" if pulse.picture_sha256 else None,
    )
