"""The tables of this service."""

from procedures.models.base import Base
from procedures.models.dossier import Apology, Change, Counter, Deadline, Dossier, Owner, PauseSpan, Timer
from procedures.models.intake import LookupLimit, RefusedRow, Satisfaction
from procedures.models.reference import Agency, Dated, LetterTemplate, Procedure, RuleValue, Unit

__all__ = [
    "Agency",
    "Apology",
    "Base",
    "Change",
    "Counter",
    "Dated",
    "Deadline",
    "Dossier",
    "LetterTemplate",
    "LookupLimit",
    "Owner",
    "PauseSpan",
    "Procedure",
    "RefusedRow",
    "RuleValue",
    "Satisfaction",
    "Timer",
    "Unit",
]
