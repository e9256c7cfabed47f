"""The tables of this service."""

from procedures.models.base import Base
from procedures.models.dossier import Apology, Counter, Deadline, Dossier, DossierChange, Owner, PauseSpan, Timer
from procedures.models.intake import LookupLimit, RefusedRow, Satisfaction
from procedures.models.reference import Agency, Dated, LetterTemplate, Procedure, RuleValue, Unit

__all__ = [
    "Agency",
    "Apology",
    "Base",
    "Counter",
    "Dated",
    "Deadline",
    "Dossier",
    "DossierChange",
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
