"""What goes in and comes out over REST."""

from warning.schemas.alerts import (
    ActiveAlerts,
    Alert,
    AlertDetail,
    Area,
    FindingShown,
    HazardShown,
    HistoryLine,
    Level,
    LocalText,
    PublicAlert,
    Reach,
    Reference,
    Texts,
    WardReach,
    Words,
)
from warning.schemas.inputs import AlertWrite, CancelWrite, LocalWrite, Rejection, SituationClose, TextsWrite
from warning.schemas.situations import MemberShown, Situation, SituationList

__all__ = [
    "ActiveAlerts",
    "Alert",
    "AlertDetail",
    "AlertWrite",
    "Area",
    "CancelWrite",
    "FindingShown",
    "HazardShown",
    "HistoryLine",
    "Level",
    "LocalText",
    "LocalWrite",
    "MemberShown",
    "PublicAlert",
    "Reach",
    "Reference",
    "Rejection",
    "Situation",
    "SituationClose",
    "SituationList",
    "Texts",
    "TextsWrite",
    "WardReach",
    "Words",
]
