"""The states of an alert and of a situation, and the code lists of CAP 1.2, as data."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    """Sent back by the second officer; editing makes it a draft again."""
    APPROVED = "approved"
    ISSUED = "issued"
    UPDATED = "updated"
    """Superseded by a newer message of its chain."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """Never issued."""


class Action(StrEnum):
    DRAFT = "draft"
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    ISSUE = "issue"
    SUPERSEDE = "supersede"
    CANCEL = "cancel"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    TELL = "tell"
    """A ward's citizens were told; the state stays."""


MOVES: dict[Action, tuple[frozenset[State], State]] = {
    Action.EDIT: (frozenset({State.DRAFT, State.REJECTED}), State.DRAFT),
    Action.SUBMIT: (frozenset({State.DRAFT}), State.SUBMITTED),
    Action.APPROVE: (frozenset({State.SUBMITTED}), State.APPROVED),
    Action.REJECT: (frozenset({State.SUBMITTED}), State.REJECTED),
    Action.ISSUE: (frozenset({State.APPROVED}), State.ISSUED),
    Action.SUPERSEDE: (frozenset({State.ISSUED}), State.UPDATED),
    Action.CANCEL: (frozenset({State.ISSUED}), State.CANCELLED),
    Action.EXPIRE: (frozenset({State.ISSUED}), State.EXPIRED),
    Action.WITHDRAW: (
        frozenset({State.DRAFT, State.SUBMITTED, State.REJECTED, State.APPROVED}),
        State.WITHDRAWN,
    ),
}
PENDING = (State.DRAFT, State.SUBMITTED, State.REJECTED, State.APPROVED)
"""Not issued yet: at most one such message in a chain."""


class Status(StrEnum):
    """CAP `status`. Only Actual ever reaches the public."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MsgType(StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Category(StrEnum):
    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


class ResponseType(StrEnum):
    SHELTER = "Shelter"
    EVACUATE = "Evacuate"
    PREPARE = "Prepare"
    EXECUTE = "Execute"
    AVOID = "Avoid"
    MONITOR = "Monitor"
    ASSESS = "Assess"
    ALL_CLEAR = "AllClear"
    NONE = "None"


class Urgency(StrEnum):
    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Severity(StrEnum):
    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


class Language(StrEnum):
    VI = "vi-VN"
    EN = "en-US"


class SituationState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Urgent(StrEnum):
    """How much a situation wants to be looked at."""

    WATCH = "watch"
    WARNING = "warning"
    ALARM = "alarm"
