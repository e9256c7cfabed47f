"""The tables of the camera service."""

from camera.models.base import Base
from camera.models.camera import Camera, CameraChange, Pulse, Recording
from camera.models.offence import Offence
from camera.models.traffic import Count, Quarter
from camera.models.violation import Custody, EvidenceFile, Package, Review, Violation

__all__ = [
    "Base",
    "Camera",
    "CameraChange",
    "Count",
    "Custody",
    "EvidenceFile",
    "Offence",
    "Package",
    "Pulse",
    "Quarter",
    "Recording",
    "Review",
    "Violation",
]
