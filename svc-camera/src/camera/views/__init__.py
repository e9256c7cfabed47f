"""The documents that cameras become. Pure."""

from camera import models, schemas
from camera.views.cameras import Facts, camera, public_camera, summary
from camera.views.cases import CaseFacts, violation
from hueioc.city import layer_view, tile_view
from hueioc.events import Audience
from hueioc.views import View

__all__ = [
    "CAMERAS",
    "LAYER",
    "PUBLIC_CAMERAS",
    "TILE",
    "CaseFacts",
    "Facts",
    "camera",
    "public_camera",
    "recording",
    "summary",
    "violation",
]

SERVICE = "camera"
CAMERAS = View(
    service=SERVICE,
    name="cameras",
    route="/v1/ops/camera/cameras",
    schema=schemas.CameraList,
    audience=Audience.STAFF,
    most_keys=1,
)
PUBLIC_CAMERAS = View(
    service=SERVICE,
    name="public_cameras",
    route="/v1/camera/cameras",
    schema=schemas.PublicCameraList,
    audience=Audience.PUBLIC,
    most_keys=1,
)
TILE = tile_view(SERVICE, Audience.STAFF)
LAYER = layer_view(SERVICE, Audience.STAFF)


def recording(row: models.Recording) -> schemas.Recording:
    names = schemas.Recording.model_fields
    return schemas.Recording.model_validate({name: getattr(row, name) for name in names})
