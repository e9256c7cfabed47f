"""The tables of the environment service."""

from environment.models.base import Base
from environment.models.hour import AirIndex, DirtyHour, FloodState, Hour, LimitState, StationChange
from environment.models.reading import Correction, Intake, Latest, Reading, RejectedRow
from environment.models.reference import AlarmLevel, AqiBand, AqiBreakpoint, Limit, Parameter, RuleValue
from environment.models.station import Datastream, DeviceKey, Sensor, Station

__all__ = [
    "AirIndex",
    "AlarmLevel",
    "AqiBand",
    "AqiBreakpoint",
    "Base",
    "Correction",
    "Datastream",
    "DeviceKey",
    "DirtyHour",
    "FloodState",
    "Hour",
    "Intake",
    "Latest",
    "Limit",
    "LimitState",
    "Parameter",
    "Reading",
    "RejectedRow",
    "RuleValue",
    "Sensor",
    "Station",
    "StationChange",
]
