"""The life of a report, as data (domain reference C.5). Later steps of the full machine extend this table."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    RECEIVED = "received"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    RETURNED = "returned"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Action(StrEnum):
    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    ASSIGN = "assign"
    ANSWER = "answer"
    RETURN = "return"
    RESOLVE = "resolve"
    RATE = "rate"
    CLOSE = "close"
    PICTURE = "picture"
    """The public copies of the photos are ready; not a step that people take."""
    PARTNER_UPDATE = "partner_update"
    """A partner has told something by Open311; a line for staff, no step."""


class Move(NamedTuple):
    """From which states an action may be taken, and where it leads; None: the state stays."""

    sources: frozenset[State]
    target: State | None


RULES = "2026-11"
"""The version of this table, written into every line of a report's history."""

MOVES: dict[Action, Move] = {
    Action.SUBMIT: Move(frozenset(), State.RECEIVED),
    Action.ACCEPT: Move(frozenset({State.RECEIVED}), State.ACCEPTED),
    Action.REJECT: Move(frozenset({State.RECEIVED}), State.REJECTED),
    Action.ASSIGN: Move(frozenset({State.ACCEPTED, State.ASSIGNED}), State.ASSIGNED),
    Action.ANSWER: Move(frozenset({State.ASSIGNED, State.RETURNED}), State.ANSWERED),
    Action.RETURN: Move(frozenset({State.ANSWERED}), State.RETURNED),
    Action.RESOLVE: Move(frozenset({State.ANSWERED}), State.RESOLVED),
    Action.RATE: Move(frozenset({State.RESOLVED, State.CLOSED}), None),
    Action.CLOSE: Move(frozenset({State.RESOLVED}), State.CLOSED),
    Action.PICTURE: Move(frozenset(State), None),
    Action.PARTNER_UPDATE: Move(frozenset(State), None),
}

PUBLIC = frozenset({State.ACCEPTED, State.ASSIGNED, State.ANSWERED, State.RETURNED, State.RESOLVED, State.CLOSED})
"""States whose public copy is published."""
UNDER_REVIEW = frozenset({State.ANSWERED, State.RETURNED})
"""Everybody but staff sees these as assigned: an answer counts when the operations centre has accepted it."""
SHOWN_AS: dict[State, frozenset[State]] = {
    State.ACCEPTED: frozenset({State.ACCEPTED}),
    State.ASSIGNED: frozenset({State.ASSIGNED}) | UNDER_REVIEW,
    State.RESOLVED: frozenset({State.RESOLVED}),
    State.CLOSED: frozenset({State.CLOSED}),
}
"""The states that everybody may ask for, and what lies behind each."""
OPEN = frozenset({State.RECEIVED, State.ACCEPTED, State.ASSIGNED, State.ANSWERED, State.RETURNED})
CLOCK_RUNS = frozenset({State.ASSIGNED, State.RETURNED})


class RejectReason(StrEnum):
    """Why the operations centre does not take a report (Decision 30/2022/QD-UBND; complaints go elsewhere)."""

    UNCLEAR = "unclear"
    ABUSIVE = "abusive"
    OUT_OF_SCOPE = "out_of_scope"
    OUTSIDE_HUE = "outside_hue"
    COMPLAINT_OR_DENUNCIATION = "complaint_or_denunciation"


class Rating(StrEnum):
    """The scale of the portal; the first three count as content, the first two strictly."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    ACCEPTABLE = "acceptable"
    UNSATISFIED = "unsatisfied"


class Priority(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"


class Source(StrEnum):
    APP = "app"
    WEB = "web"
    OPERATOR = "operator"
    OPEN311 = "open311"


class QuestionKind(StrEnum):
    """How a question of a category is answered: the datatypes of GeoReport v2."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE_CHOICE = "singlevaluelist"
    MANY_CHOICES = "multivaluelist"
