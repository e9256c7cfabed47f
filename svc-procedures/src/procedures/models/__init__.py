"""The tables of this service."""

from procedures.models.base import Base
from procedures.models.calendar import CalendarNotice
from procedures.models.dossier import Apology, Counter, Deadline, Dossier, DossierChange, Owner, PauseSpan, Timer
from procedures.models.enquiry import Enquiry, EnquiryChange, EnquiryContact, EnquiryDeadline
from procedures.models.epidemic import Campaign, Declaration, Guest, Symptom, Venue, Visit
from procedures.models.intake import LookupLimit, RefusedRow, Satisfaction
from procedures.models.project import Project, ProjectChange, ProjectImport, RefusedProject, Sector, Zone
from procedures.models.reference import Agency, Dated, LetterTemplate, Procedure, RuleValue, Unit

__all__ = [
    "Agency",
    "Apology",
    "Base",
    "CalendarNotice",
    "Campaign",
    "Counter",
    "Dated",
    "Deadline",
    "Declaration",
    "Dossier",
    "DossierChange",
    "Enquiry",
    "EnquiryChange",
    "EnquiryContact",
    "EnquiryDeadline",
    "Guest",
    "LetterTemplate",
    "LookupLimit",
    "Owner",
    "PauseSpan",
    "Procedure",
    "Project",
    "ProjectChange",
    "ProjectImport",
    "RefusedProject",
    "RefusedRow",
    "RuleValue",
    "Satisfaction",
    "Sector",
    "Symptom",
    "Timer",
    "Unit",
    "Venue",
    "Visit",
    "Zone",
]
