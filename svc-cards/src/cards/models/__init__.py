"""The tables of the cards service."""

from cards.models.base import Base
from cards.models.card import Card, CardChange
from cards.models.official import Official, OfficialIdentity
from cards.models.reference import Agency, Aspect, Kind, Reason, RuleValue, Unit
from cards.models.trust import IssuerKey, StatusList, StatusToken
from cards.models.use import Rating, Scan

__all__ = [
    "Agency",
    "Aspect",
    "Base",
    "Card",
    "CardChange",
    "IssuerKey",
    "Kind",
    "Official",
    "OfficialIdentity",
    "Rating",
    "Reason",
    "RuleValue",
    "Scan",
    "StatusList",
    "StatusToken",
    "Unit",
]
