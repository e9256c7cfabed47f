"""What this service tells the others: where dossiers stand, to staff. Whose they are, no event says."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event
from procedures.events.calendar import CalendarChanged
from procedures.events.epidemic import EPIDEMIC_EVENTS
from procedures.events.projects import PROJECT_EVENTS
from procedures.states import Status, Timing


class DossierFacts(Event, type="vn.hue.procedures.dossier.changed.v1", audience=Audience.STAFF):
    """Where a dossier stands. Not published itself."""

    dossier_id: UUID
    code: str
    agency_code: str
    procedure_code: str
    status: Status
    due_at: datetime | None
    at: datetime


class DossierReceived(DossierFacts, type="vn.hue.procedures.dossier.received.v1", audience=Audience.STAFF):
    """We know of a dossier for the first time."""


class DossierAccepted(DossierFacts, type="vn.hue.procedures.dossier.accepted.v1", audience=Audience.STAFF):
    """The agency has taken it in; its term runs."""


class DossierRefused(DossierFacts, type="vn.hue.procedures.dossier.refused.v1", audience=Audience.STAFF):
    """The agency has not taken it in."""


class DossierProgressed(DossierFacts, type="vn.hue.procedures.dossier.progressed.v1", audience=Audience.STAFF):
    """It is being worked on, for the first time or again."""


class DossierSupplementRequested(
    DossierFacts, type="vn.hue.procedures.dossier.supplement_requested.v1", audience=Audience.STAFF
):
    """The citizen is to bring more papers; the clock stands."""


class DossierPaymentRequested(
    DossierFacts, type="vn.hue.procedures.dossier.payment_requested.v1", audience=Audience.STAFF
):
    """The citizen is to pay; the clock stands."""


class DossierStopped(DossierFacts, type="vn.hue.procedures.dossier.stopped.v1", audience=Audience.STAFF):
    """The citizen has withdrawn it, or the agency has stopped it."""


class DossierFinished(DossierFacts, type="vn.hue.procedures.dossier.finished.v1", audience=Audience.STAFF):
    """The agency has finished: early, on time or late."""

    timing: Timing


class DossierReturned(DossierFacts, type="vn.hue.procedures.dossier.returned.v1", audience=Audience.STAFF):
    """The citizen has the result."""


class DossierCorrected(DossierFacts, type="vn.hue.procedures.dossier.corrected.v1", audience=Audience.STAFF):
    """What we knew of it has changed without a new status: a date of the source, a due date."""


class DossierWarned(DossierFacts, type="vn.hue.procedures.dossier.warned.v1", audience=Audience.STAFF):
    """50 or 80 % of its term are over."""

    percent: int


class DossierOverdue(DossierFacts, type="vn.hue.procedures.dossier.overdue.v1", audience=Audience.STAFF):
    """Its date has passed; `appointment` 1: the second date, which an apology had promised, has passed too."""

    appointment: int


class DossierApologised(DossierFacts, type="vn.hue.procedures.dossier.apologised.v1", audience=Audience.STAFF):
    """The agency has apologised, with a new date unless the rules allow none."""

    new_due_at: datetime | None


class AgencyRated(Event, type="vn.hue.procedures.agency.rated.v1", audience=Audience.SERVICE):
    """Somebody has given an agency stars; how many is told in the figures alone, when enough have."""

    agency_id: UUID
    at: datetime


STATUS_EVENTS: dict[Status, type[DossierFacts]] = {
    Status.NEW: DossierReceived,
    Status.ACCEPTED: DossierAccepted,
    Status.REFUSED: DossierRefused,
    Status.PROCESSING: DossierProgressed,
    Status.SUPPLEMENT: DossierSupplementRequested,
    Status.PAYMENT: DossierPaymentRequested,
    Status.WITHDRAWN: DossierStopped,
    Status.STOPPED: DossierStopped,
    Status.FINISHED: DossierFinished,
    Status.RETURNED: DossierReturned,
}
PUBLISHED = (
    DossierReceived,
    DossierAccepted,
    DossierRefused,
    DossierProgressed,
    DossierSupplementRequested,
    DossierPaymentRequested,
    DossierStopped,
    DossierFinished,
    DossierReturned,
    DossierCorrected,
    DossierWarned,
    DossierOverdue,
    DossierApologised,
    AgencyRated,
    CalendarChanged,
    *PROJECT_EVENTS,
    *EPIDEMIC_EVENTS,
)
