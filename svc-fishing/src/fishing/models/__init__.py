"""The tables of the fishing service."""

from fishing.models.base import Base
from fishing.models.distress import Distress, DistressLine
from fishing.models.position import Latest, Position, RejectedInput
from fishing.models.vessel import Device, Vessel, VesselChange, VesselPerson
from fishing.models.zone import Permission, RuleValue, Zone, ZoneStay

__all__ = [
    "Base",
    "Device",
    "Distress",
    "DistressLine",
    "Latest",
    "Permission",
    "Position",
    "RejectedInput",
    "RuleValue",
    "Vessel",
    "VesselChange",
    "VesselPerson",
    "Zone",
    "ZoneStay",
]
