"""The tables of this service."""

from procedures.models.base import Base
from procedures.models.calendar import CalendarNotice
from procedures.models.reference import Dated, RuleValue, Unit

__all__ = [
    "Base",
    "CalendarNotice",
    "Dated",
    "RuleValue",
    "Unit",
]
