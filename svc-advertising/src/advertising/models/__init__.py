"""The tables of the advertising service."""

from advertising.models.base import Base
from advertising.models.check import Case, CaseLine, Play, RejectedPlay, Snapshot
from advertising.models.creative import Creative, Schedule
from advertising.models.reference import Offence, RuleValue
from advertising.models.screen import DeviceKey, Screen, Viewpoint

__all__ = [
    "Base",
    "Case",
    "CaseLine",
    "Creative",
    "DeviceKey",
    "Offence",
    "Play",
    "RejectedPlay",
    "RuleValue",
    "Schedule",
    "Screen",
    "Snapshot",
    "Viewpoint",
]
