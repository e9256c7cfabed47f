"""What the warning service tells the others: alerts on their way, wards to be told, situations."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event


class AlertFacts(Event, type="vn.hue.warning.alert.changed.v1", audience=Audience.STAFF):
    """What every event of an alert says. Not published itself."""

    alert_id: UUID
    chain_id: UUID
    status: str
    msg_type: str
    hazard: str
    risk_level: int
    severity: str
    headline_vi: str
    headline_en: str
    wards: tuple[str, ...]
    expires: datetime
    at: datetime


class AlertDrafted(AlertFacts, type="vn.hue.warning.alert.drafted.v1", audience=Audience.STAFF):
    """A message waits for an officer; `origin` says what drafted it by itself."""

    origin: str


class AlertSubmitted(AlertFacts, type="vn.hue.warning.alert.submitted.v1", audience=Audience.STAFF):
    """An officer asks a second one to approve it."""


class AlertApproved(AlertFacts, type="vn.hue.warning.alert.approved.v1", audience=Audience.STAFF):
    """A second officer has approved it; it may be issued."""


class AlertRejected(AlertFacts, type="vn.hue.warning.alert.rejected.v1", audience=Audience.STAFF):
    """The second officer has sent it back."""


class AlertWithdrawn(AlertFacts, type="vn.hue.warning.alert.withdrawn.v1", audience=Audience.STAFF):
    """It will not be issued."""


class AlertRehearsed(AlertFacts, type="vn.hue.warning.alert.rehearsed.v1", audience=Audience.STAFF):
    """A test or exercise was issued: for staff only, it never reaches the public."""


class AlertOut(AlertFacts, type="vn.hue.warning.alert.out.v1", audience=Audience.PUBLIC):
    """What the public is told of an actual alert. Not published itself."""

    identifier: str
    sender: str
    sent: datetime


class AlertIssued(AlertOut, type="vn.hue.warning.alert.issued.v1", audience=Audience.PUBLIC):
    """A new warning is in force."""


class AlertUpdated(AlertOut, type="vn.hue.warning.alert.updated.v1", audience=Audience.PUBLIC):
    """A newer message has taken the place of those of its chain."""


class AlertCancelled(AlertOut, type="vn.hue.warning.alert.cancelled.v1", audience=Audience.PUBLIC):
    """The warnings of its chain hold no longer."""


class AlertExpired(AlertOut, type="vn.hue.warning.alert.expired.v1", audience=Audience.PUBLIC):
    """Its time is over."""


class DispatchRequested(Event, type="vn.hue.warning.dispatch.requested.v1", audience=Audience.SERVICE):
    """The citizens of one ward are to be told; once for each person, whatever wards the alert has."""

    alert_id: UUID
    ward: str
    what: str
    headline_vi: str
    headline_en: str
    instruction_vi: str
    instruction_en: str
    at: datetime


class DispatchCompleted(Event, type="vn.hue.warning.dispatch.completed.v1", audience=Audience.STAFF):
    """Every ward was told; how many people have it in their inbox, and how many messages beside wait to go out."""

    alert_id: UUID
    told: int
    queued: int
    wards: int
    at: datetime


class SituationFacts(Event, type="vn.hue.warning.situation.changed.v1", audience=Audience.STAFF):
    """What every event of a situation says. Not published itself."""

    situation_id: UUID
    rule: str
    urgent: str
    lat: float
    lon: float
    ward: str | None
    members: int
    subjects: tuple[str, ...]
    """The ids of the reports, cameras and stations whose events belong to it."""
    at: datetime


class SituationOpened(SituationFacts, type="vn.hue.warning.situation.opened.v1", audience=Audience.STAFF):
    """Two services say the same of one place and time."""


class SituationUpdated(SituationFacts, type="vn.hue.warning.situation.updated.v1", audience=Audience.STAFF):
    """Another event belongs to it."""


class SituationClosed(SituationFacts, type="vn.hue.warning.situation.closed.v1", audience=Audience.STAFF):
    """It is over: by hand, or because nothing more was seen."""


PUBLISHED = (
    AlertDrafted,
    AlertSubmitted,
    AlertApproved,
    AlertRejected,
    AlertWithdrawn,
    AlertRehearsed,
    AlertIssued,
    AlertUpdated,
    AlertCancelled,
    AlertExpired,
    DispatchRequested,
    DispatchCompleted,
    SituationOpened,
    SituationUpdated,
    SituationClosed,
)
