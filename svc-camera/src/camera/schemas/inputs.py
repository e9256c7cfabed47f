"""What comes in over REST."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from camera.schemas.scene import Code, Input, Scene
from camera.states import Decision, LegalClass, RejectReason, SourceKind

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Source(Input):
    """`url`: rtsp(s)://… with user and password, the name of a file in the configured folder, or nothing."""

    kind: SourceKind
    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class CameraCreate(Input):
    """A new camera."""

    code: Code
    name_vi: Name
    name_en: Name
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    legal_class: LegalClass = LegalClass.SUPPORTING_CAMERA
    purpose: Name
    """What it is there for: shown to everybody."""
    serial: Words = ""
    certificate: Words = ""
    is_public: bool = False
    source: Source
    scene: Scene = Scene()


class StateUpdate(Input):
    """`enabled` watches again; what holds then follows from what comes."""

    state: Literal["enabled", "disabled", "maintenance"]


class RecordingQuery(Input):
    """The moment at which the recording begins, from the camera's own clock, with its zone."""

    started_at: AwareDatetime


class ReviewCreate(Input):
    """One person's decision."""

    decision: Decision
    reason: RejectReason | None = None


class TransferCreate(Input):
    """The number under which the police took the package."""

    reference: Name
