"""The states of what this service keeps, as data."""

from enum import StrEnum


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
