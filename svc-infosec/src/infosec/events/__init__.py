"""What information safety tells the others: that something happened, never whose account or address. For staff."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event
from infosec.states import Failure, IncidentKind, IncidentState, Level, Severity, Verdict


class AlertFacts(Event, type="vn.hue.infosec.detection.changed.v1", audience=Audience.STAFF):
    """What an alert says to others. Not published itself."""

    alert_id: UUID
    rule: str
    title_vi: str
    title_en: str
    level: Level
    agency: str
    at: datetime


class DetectionRaised(AlertFacts, type="vn.hue.infosec.detection.raised.v1", audience=Audience.STAFF):
    """A rule has found a cause that is not being counted already."""


class IndicatorMatched(AlertFacts, type="vn.hue.infosec.indicator.matched.v1", audience=Audience.STAFF):
    """An address, domain or hash of an indicator set was seen."""


class SiteFacts(Event, type="vn.hue.infosec.site.changed.v1", audience=Audience.STAFF):
    """What every event of a watched page says. Not published itself."""

    page_id: UUID
    url: str
    name_vi: str
    name_en: str
    agency: str
    at: datetime


class SiteDown(SiteFacts, type="vn.hue.infosec.site.down.v1", audience=Audience.STAFF):
    """Two looks from fresh connections have failed."""

    failure: Failure | None


class SiteDefaced(SiteFacts, type="vn.hue.infosec.site.defaced.v1", audience=Audience.STAFF):
    """Two looks from fresh connections have shown another page, or words that do not belong on it."""

    evidence: list[str]
    incident_id: UUID | None


class SiteRestored(SiteFacts, type="vn.hue.infosec.site.restored.v1", audience=Audience.STAFF):
    """It is up and as it should be again."""


class SiteCertificateExpiring(SiteFacts, type="vn.hue.infosec.site.certificate_expiring.v1", audience=Audience.STAFF):
    """So many days or fewer are left of its certificate; below 0 it has expired."""

    days_left: int
    expires_at: datetime


class IncidentFacts(Event, type="vn.hue.infosec.incident.changed.v1", audience=Audience.STAFF):
    """What every event of an incident says. Not published itself."""

    incident_id: UUID
    code: str
    kind: IncidentKind
    severity: Severity
    state: IncidentState
    agency: str
    page_id: UUID | None
    at: datetime


class IncidentOpened(IncidentFacts, type="vn.hue.infosec.incident.opened.v1", audience=Audience.STAFF):
    """An incident is open; `addressees` are the codes of whom it is to be reported to."""

    addressees: list[str]
    report_due_at: datetime | None


class IncidentEscalated(IncidentFacts, type="vn.hue.infosec.incident.escalated.v1", audience=Audience.STAFF):
    """Its severity has risen, or the duty `overdue` was not met in time."""

    overdue: str


class IncidentReported(IncidentFacts, type="vn.hue.infosec.incident.reported.v1", audience=Audience.STAFF):
    """A report or notice that the law asks for has been sent."""

    duty: str
    in_time: bool


class IncidentClosed(IncidentFacts, type="vn.hue.infosec.incident.closed.v1", audience=Audience.STAFF):
    """It is over, with a verdict."""

    verdict: Verdict


PUBLISHED = (
    DetectionRaised,
    IndicatorMatched,
    SiteDown,
    SiteDefaced,
    SiteRestored,
    SiteCertificateExpiring,
    IncidentOpened,
    IncidentEscalated,
    IncidentReported,
    IncidentClosed,
)
