"""The tables of this service."""

from procedures.models.base import Base
from procedures.models.reference import Dated, RuleValue, Unit

__all__ = [
    "Base",
    "Dated",
    "RuleValue",
    "Unit",
]
