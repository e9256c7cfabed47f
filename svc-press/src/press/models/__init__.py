"""The tables of the press service."""

from press.models.base import Base
from press.models.item import Edit, Item
from press.models.reference import AgencyTerm, Cue, DeadlineRule, RuleValue, Unit, Watch
from press.models.report import CitizenReport
from press.models.response import Response, ResponseChange
from press.models.source import Source
from press.models.story import Alert, Story

__all__ = [
    "AgencyTerm",
    "Alert",
    "Base",
    "CitizenReport",
    "Cue",
    "DeadlineRule",
    "Edit",
    "Item",
    "Response",
    "ResponseChange",
    "RuleValue",
    "Source",
    "Story",
    "Unit",
    "Watch",
]
