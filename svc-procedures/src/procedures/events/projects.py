"""What is told of investment projects to everybody, and of enquiries to staff."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event
from procedures.states import ProjectStatus


class ProjectFacts(Event, type="vn.hue.procedures.project.touched.v1", audience=Audience.PUBLIC):
    """Where a project stands. Not published itself."""

    project_id: UUID
    code: str
    name_vi: str
    name_en: str
    sector: str
    zone: str
    status: ProjectStatus
    lat: float | None
    lon: float | None
    at: datetime


class ProjectPublished(ProjectFacts, type="vn.hue.procedures.project.published.v1", audience=Audience.PUBLIC):
    """A project is on the public list for the first time."""


class ProjectChanged(ProjectFacts, type="vn.hue.procedures.project.changed.v1", audience=Audience.PUBLIC):
    """Something of a published project is another, its status perhaps."""


class ProjectWithdrawn(ProjectFacts, type="vn.hue.procedures.project.withdrawn.v1", audience=Audience.PUBLIC):
    """Investors are no longer wanted for a published project."""


class EnquiryFacts(Event, type="vn.hue.procedures.enquiry.touched.v1", audience=Audience.STAFF):
    """An enquiry, without who asks and what. Not published itself."""

    enquiry_id: UUID
    code: str
    project_id: UUID
    project_code: str
    due_at: datetime
    at: datetime


class EnquiryReceived(EnquiryFacts, type="vn.hue.procedures.enquiry.received.v1", audience=Audience.STAFF):
    """An investor has asked; the clock runs."""


class EnquiryOverdue(EnquiryFacts, type="vn.hue.procedures.enquiry.overdue.v1", audience=Audience.STAFF):
    """The term has passed without an answer."""


class EnquiryAnswered(EnquiryFacts, type="vn.hue.procedures.enquiry.answered.v1", audience=Audience.STAFF):
    """The investor can read the answer."""

    is_in_time: bool


PROJECT_EVENTS: tuple[type[Event], ...] = (
    ProjectPublished,
    ProjectChanged,
    ProjectWithdrawn,
    EnquiryReceived,
    EnquiryOverdue,
    EnquiryAnswered,
)
