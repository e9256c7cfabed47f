"""The states of cameras, recordings and cases, and the words rules use, as data."""

from enum import StrEnum


class CameraState(StrEnum):
    UNKNOWN = "unknown"
    """Nothing has come from it yet."""
    ONLINE = "online"
    DEGRADED = "degraded"
    """Pictures come, but rules would judge by bad ones: they are suspended."""
    OFFLINE = "offline"
    DISABLED = "disabled"
    MAINTENANCE = "maintenance"


WATCHED = (CameraState.UNKNOWN, CameraState.ONLINE, CameraState.DEGRADED, CameraState.OFFLINE)
"""States that follow from what comes; the others are set by people."""


class Symptom(StrEnum):
    """Why a camera is degraded or offline."""

    UNREACHABLE = "unreachable"
    """The address refuses, or does not answer in time."""
    UNREADABLE = "unreadable"
    """Something comes that is no video we can decode."""
    STALLED = "stalled"
    FEW_FRAMES = "few-frames"
    BLACK = "black"
    WHITE = "white"
    FROZEN = "frozen"
    WHOLE_PICTURE_CHANGES = "whole-picture-changes"
    WORKER_GONE = "worker-gone"


class SourceKind(StrEnum):
    RTSP = "rtsp"
    RECORDINGS = "recordings"
    """Clips are brought by staff, each with the moment it begins; nothing is live."""
    FILE = "file"
    """A file of the configured folder, played at its own pace again and again."""


class LegalClass(StrEnum):
    """Decree 135/2021: only a registered device gives direct grounds for a sanction."""

    ENFORCEMENT_DEVICE = "enforcement_device"
    SUPPORTING_CAMERA = "supporting_camera"
    CITIZEN = "citizen"


class ZoneKind(StrEnum):
    NO_STOPPING = "no-stopping"
    ONE_WAY = "one-way"


class RuleKind(StrEnum):
    ILLEGAL_STOP = "illegal-stop"
    WRONG_WAY = "wrong-way"


class Size(StrEnum):
    """Of a vehicle by its box; a motorcycle, a car, a bus when the thresholds are set for the view."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Direction(StrEnum):
    """ONVIF: left and right of somebody who walks along the line from its first point."""

    LEFT_TO_RIGHT = "left-to-right"
    RIGHT_TO_LEFT = "right-to-left"


class RecordingState(StrEnum):
    QUEUED = "queued"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class CaseState(StrEnum):
    QUEUED = "queued"
    """Waits for a first or a second reviewer; which of the two is not told."""
    ADJUDICATION = "adjudication"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SEALED = "sealed"
    TRANSFERRED = "transferred"


class Decision(StrEnum):
    CONFIRM = "confirm"
    REJECT = "reject"
    UNCLEAR = "unclear"


class RejectReason(StrEnum):
    """Enumerated, because they are the false alarms of a rule."""

    NO_VIOLATION = "no-violation"
    QUEUE = "queue"
    EMERGENCY_VEHICLE = "emergency-vehicle"
    OFFICER_DIRECTED = "officer-directed"
    NOT_A_VEHICLE = "not-a-vehicle"
    BAD_PICTURE = "bad-picture"
    DUPLICATE = "duplicate"


class FileRole(StrEnum):
    """What a file of a case shows (manifest of the evidence package)."""

    ORIGINAL_CLIP = "original_clip"
    BEFORE = "before"
    ON = "on"
    AFTER = "after"
    MASKED = "masked"
    TRAJECTORY = "trajectory"


class CustodyAction(StrEnum):
    CAPTURED = "captured"
    STORED = "stored"
    VIEWED = "viewed"
    VERIFIED = "verified"
    EXPORTED = "exported"
    TRANSFERRED = "transferred"


class ChangeKind(StrEnum):
    """The lines of a camera's history."""

    ADDED = "added"
    ONLINE = "online"
    DEGRADED = "degraded"
    OFFLINE = "offline"
    DISABLED = "disabled"
    MAINTENANCE = "maintenance"
    ENABLED = "enabled"
    SCENE = "scene"
