"""The tables of the warning service."""

from warning.models.alert import Alert, AlertChange, Telling
from warning.models.base import Base
from warning.models.reference import DraftRule, Hazard, RiskLevel, SituationRule
from warning.models.situation import Member, Seen, Situation

__all__ = [
    "Alert",
    "AlertChange",
    "Base",
    "DraftRule",
    "Hazard",
    "Member",
    "RiskLevel",
    "Seen",
    "Situation",
    "SituationRule",
    "Telling",
]
