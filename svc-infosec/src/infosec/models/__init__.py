"""The tables of the information safety service."""

from infosec.models.alert import Alert, AlertEvent, Indicator, IndicatorSet, RuleFile
from infosec.models.base import Base
from infosec.models.event import Dropped, Event, Hit, Source
from infosec.models.incident import (
    Addressee,
    Duty,
    Incident,
    IncidentDuty,
    IncidentLine,
    Listed,
    RuleValue,
)
from infosec.models.page import Page, Snapshot

__all__ = [
    "Addressee",
    "Alert",
    "AlertEvent",
    "Base",
    "Dropped",
    "Duty",
    "Event",
    "Hit",
    "Incident",
    "IncidentDuty",
    "IncidentLine",
    "Indicator",
    "IndicatorSet",
    "Listed",
    "Page",
    "RuleFile",
    "RuleValue",
    "Snapshot",
    "Source",
]
