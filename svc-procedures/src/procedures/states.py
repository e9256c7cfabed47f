"""The states of dossiers and of what belongs to them, as data."""

from enum import StrEnum


class Status(StrEnum):
    """The national statuses of a dossier (TrangThaiHoSo); `NATIONAL` has their numbers."""

    NEW = "new"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PROCESSING = "processing"
    SUPPLEMENT = "supplement"
    """The citizen is to bring more papers."""
    PAYMENT = "payment"
    """The citizen is to pay a fee or tax."""
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    FINISHED = "finished"
    RETURNED = "returned"


NATIONAL: dict[int, Status] = dict(enumerate(Status, 1))
MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset(
        {Status.PROCESSING, Status.SUPPLEMENT, Status.PAYMENT, Status.WITHDRAWN, Status.STOPPED}
    ),
    Status.REFUSED: frozenset(),
    Status.PROCESSING: frozenset(
        {Status.SUPPLEMENT, Status.PAYMENT, Status.WITHDRAWN, Status.STOPPED, Status.FINISHED}
    ),
    Status.SUPPLEMENT: frozenset({Status.PROCESSING, Status.WITHDRAWN, Status.STOPPED}),
    Status.PAYMENT: frozenset({Status.PROCESSING, Status.WITHDRAWN, Status.STOPPED}),
    Status.WITHDRAWN: frozenset({Status.STOPPED}),
    Status.STOPPED: frozenset(),
    Status.FINISHED: frozenset({Status.RETURNED}),
    Status.RETURNED: frozenset(),
}
"""From where a dossier may go where, one step at a time."""


def _closure() -> dict[Status, frozenset[Status]]:
    found = {status: set(following) for status, following in MOVES.items()}
    for _ in Status:
        for reached in found.values():
            reached |= {further for each in tuple(reached) for further in found[each]}
    return {status: frozenset(reached) for status, reached in found.items()}


REACHABLE = _closure()
"""Where a dossier may be found later, when a source has not told every step."""


class Ending(StrEnum):
    """How a dossier counts once nothing more is to be done for it."""

    DENIED = "denied"
    CANCELLED = "cancelled"
    RELEASED = "released"


ENDINGS: dict[Status, Ending] = {
    Status.REFUSED: Ending.DENIED,
    Status.WITHDRAWN: Ending.CANCELLED,
    Status.STOPPED: Ending.CANCELLED,
    Status.FINISHED: Ending.RELEASED,
    Status.RETURNED: Ending.RELEASED,
}


class Timing(StrEnum):
    EARLY = "early"
    """Finished on a day before the day it was due."""
    ON_TIME = "on_time"
    LATE = "late"


class Channel(StrEnum):
    """How the dossier came (KenhThucHien 1, 2, 3)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


CHANNELS: dict[int, Channel] = dict(enumerate(Channel, 1))


class Origin(StrEnum):
    """Which way a dossier or a line of its history came to us."""

    COUNTER = "counter"
    CITIZEN = "citizen"
    SYNC = "sync"
    """`DongBoHoSoMC`"""
    PROGRESS = "progress"
    """`CapNhatTienDoHoSoMC`"""
    SYSTEM = "system"


class Basis(StrEnum):
    """What a deadline rests on."""

    TERM = "term"
    """The term of the procedure in force on the day of acceptance."""
    SOURCE = "source"
    """The date the source gave, where we know no term."""


class Action(StrEnum):
    """The lines of a dossier's history."""

    STEP = "step"
    CORRECT = "correct"
    """The source has changed what it had said."""
    WARN = "warn"
    OVERDUE = "overdue"
    RECOMPUTE = "recompute"
    """The due date has changed without a step."""
    DRAFT_APOLOGY = "draft_apology"
    APOLOGISE = "apologise"


class TimerKind(StrEnum):
    HALF = "half"
    NEAR = "near"
    DUE = "due"
    APPOINTMENT = "appointment"
    """The second date, which an apology has promised."""


PERCENT: dict[TimerKind, int] = {TimerKind.HALF: 50, TimerKind.NEAR: 80, TimerKind.DUE: 100}


class ClockState(StrEnum):
    """What the clock of a dossier shows; also a filter of the list."""

    NONE = "none"
    RUNNING = "running"
    NEAR = "near"
    """80 % of the term are over."""
    PAUSED = "paused"
    OVERDUE = "overdue"
    ENDED = "ended"


class ApologyState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    OBSOLETE = "obsolete"
    """The dossier was finished, or the due date moved, before anybody approved it."""


class Figure(StrEnum):
    """The counters of OpenCPS, by agency, procedure and month."""

    TOTAL = "total"
    REMAINING = "remaining"
    RECEIVED = "received"
    DENIED = "denied"
    CANCELLED = "cancelled"
    RELEASED = "released"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    PROCESSING = "processing"
    OVERDUE = "overdue"
    PAUSING = "pausing"
    SUPPLEMENTED_AGAIN = "supplemented_again"
    """Papers were asked for more than once: late by rule 2.1 of decision 766/QĐ-TTg, whatever the date."""


class Refusal(StrEnum):
    """Why a row of a synchronisation was not taken."""

    NOT_AN_OBJECT = "not-an-object"
    MISSING = "missing"
    BAD_VALUE = "bad-value"
    BAD_DATE = "bad-date"
    BAD_CODE = "bad-code"
    BAD_ORDER = "bad-order"
    """The moments of the row contradict each other."""
    ILLEGAL_STEP = "illegal-step"
    UNKNOWN_DOSSIER = "unknown-dossier"
    NO_TERM = "no-term"
    FOREIGN_AGENCY = "foreign-agency"


class Taken(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    PAST = "past"
    """A step of the past: in the history, the present status stays."""
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ProjectStatus(StrEnum):
    """Where an investment project stands."""

    CALLING = "calling"
    """Investors are wanted."""
    STUDYING = "studying"
    APPROVED = "approved"
    """The investment is approved in principle, or an investor is chosen."""
    LICENSED = "licensed"
    BUILDING = "building"
    OPERATING = "operating"
    WITHDRAWN = "withdrawn"


PROJECT_MOVES: dict[ProjectStatus, frozenset[ProjectStatus]] = {
    ProjectStatus.CALLING: frozenset({ProjectStatus.STUDYING, ProjectStatus.WITHDRAWN}),
    ProjectStatus.STUDYING: frozenset({ProjectStatus.APPROVED, ProjectStatus.WITHDRAWN}),
    ProjectStatus.APPROVED: frozenset({ProjectStatus.LICENSED, ProjectStatus.WITHDRAWN}),
    ProjectStatus.LICENSED: frozenset({ProjectStatus.BUILDING, ProjectStatus.WITHDRAWN}),
    ProjectStatus.BUILDING: frozenset({ProjectStatus.OPERATING, ProjectStatus.WITHDRAWN}),
    ProjectStatus.OPERATING: frozenset(),
    ProjectStatus.WITHDRAWN: frozenset(),
}
"""What may follow; a status that follows itself is no move."""


class InvestmentForm(StrEnum):
    """How an investor comes to a project."""

    DIRECT = "direct"
    BIDDING = "bidding"
    PPP = "ppp"


class ProjectAction(StrEnum):
    """The lines of the history of a project."""

    ADD = "add"
    EDIT = "edit"
    MOVE = "move"
    PUBLISH = "publish"


class EnquiryState(StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"


class EnquiryAction(StrEnum):
    """The lines of the history of an enquiry."""

    RECEIVE = "receive"
    OVERDUE = "overdue"
    RECOMPUTE = "recompute"
    """The working calendar has changed, and the deadline with it."""
    ANSWER = "answer"
    FORGET = "forget"
    """What was known of the investor is erased."""
