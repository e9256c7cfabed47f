"""The tables of this service."""

from procedures.models.base import Base
from procedures.models.enquiry import Enquiry, EnquiryChange, EnquiryContact, EnquiryDeadline
from procedures.models.epidemic import Campaign, Declaration, Guest, Symptom, Venue, Visit
from procedures.models.project import Project, ProjectChange, ProjectImport, RefusedRow, Sector, Zone
from procedures.models.reference import Dated, RuleValue, Unit

__all__ = [
    "Base",
    "Campaign",
    "Dated",
    "Declaration",
    "Enquiry",
    "EnquiryChange",
    "EnquiryContact",
    "EnquiryDeadline",
    "Guest",
    "Project",
    "ProjectChange",
    "ProjectImport",
    "RefusedRow",
    "RuleValue",
    "Sector",
    "Symptom",
    "Unit",
    "Venue",
    "Visit",
    "Zone",
]
