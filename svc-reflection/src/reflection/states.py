"""The life of a report, as data (domain reference C.5)."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    RECEIVED = "received"
    REJECTED = "rejected"
    NEED_INFO = "need_info"
    """The reporter was asked something; the clock stands still."""
    DUPLICATE = "duplicate"
    """Told once already: it follows the report it was merged into."""
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    TRANSFER_REQUESTED = "transfer_requested"
    """The unit says that it is not competent; the operations centre decides."""
    VERIFYING = "verifying"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    """Will be done on a date, by a document: answered, not resolved."""
    ANSWERED = "answered"
    RETURNED = "returned"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"


class Action(StrEnum):
    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    APPEAL = "appeal"
    """The reporter asks that the rejection be looked at again: once, within the term."""
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    """Somebody else than who rejected it has looked again: it stands, or the report is received anew."""
    ASK = "ask"
    """The reporter is asked for information."""
    INFORM = "inform"
    """The information is there, or no longer needed."""
    EXPIRE = "expire"
    """The time for giving it is over."""
    MERGE = "merge"
    UNMERGE = "unmerge"
    ASSIGN = "assign"
    ASK_TRANSFER = "ask_transfer"
    TRANSFER = "transfer"
    REFUSE_TRANSFER = "refuse_transfer"
    VERIFY = "verify"
    START = "start"
    PLAN = "plan"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    SANCTION = "sanction"
    ANSWER = "answer"
    RETURN = "return"
    RESOLVE = "resolve"
    RATE = "rate"
    REOPEN = "reopen"
    CLOSE = "close"
    ASK_AGAIN = "ask_again"
    """Four weeks after closing: fixed, partly, not?"""
    FOLLOW_UP = "follow_up"
    """The reporter's word on that."""
    MESSAGE = "message"
    WARN = "warn"
    """A part of the time until the deadline is over; the clock's doing, as the next two."""
    BREACH = "breach"
    DELAY = "delay"
    """The operations centre or the unit is late with one step."""
    RESCHEDULE = "reschedule"
    """A notice has changed which days are worked, and so the deadline."""
    CLAIM = "claim"
    """Somebody is at it, so that two do not do the same."""
    RELEASE = "release"
    PICTURE = "picture"
    """The public copies of the photos are ready; no step of people."""
    PARTNER_UPDATE = "partner_update"
    """Told by Open311; a line for staff, no step."""
    ATTACH = "attach"
    REDACT = "redact"
    """The centre has covered or hidden a file or words, or shown them again; the history says what and why."""
    COMMENT = "comment"
    SUPPORT = "support"


class Move(NamedTuple):
    """From which states an action may be taken, and where it leads; None: the state stays."""

    sources: frozenset[State]
    target: State | None
    leads_back: bool = False
    """To the state from which the report was asked, merged or requested away."""


RULES = "2026-12"
"""The version of this table, written into every line of a report's history."""

_S = State
WORKED_ON = frozenset({_S.ASSIGNED, _S.VERIFYING, _S.IN_PROGRESS, _S.REOPENED})
"""A unit has it and is at it."""
CLOCK_RUNS = WORKED_ON | {_S.TRANSFER_REQUESTED, _S.RETURNED, _S.PLANNED}
CLOCK_PAUSES = frozenset({_S.NEED_INFO, _S.DUPLICATE})
_MERGEABLE = frozenset({_S.RECEIVED, _S.NEED_INFO, _S.ACCEPTED}) | CLOCK_RUNS
_EXTENDABLE = WORKED_ON | {_S.RETURNED}
_GOING_ON = frozenset(State) - {_S.REJECTED, _S.CLOSED}

MOVES: dict[Action, Move] = {
    Action.SUBMIT: Move(frozenset(), _S.RECEIVED),
    Action.ACCEPT: Move(frozenset({_S.RECEIVED}), _S.ACCEPTED),
    Action.REJECT: Move(frozenset({_S.RECEIVED}), _S.REJECTED),
    Action.APPEAL: Move(frozenset({_S.REJECTED}), None),
    Action.UPHOLD: Move(frozenset({_S.REJECTED}), None),
    Action.OVERTURN: Move(frozenset({_S.REJECTED}), _S.RECEIVED),
    Action.ASK: Move(frozenset({_S.RECEIVED, _S.ACCEPTED, _S.RETURNED}) | WORKED_ON, _S.NEED_INFO),
    Action.INFORM: Move(frozenset({_S.NEED_INFO}), None, leads_back=True),
    Action.EXPIRE: Move(frozenset({_S.NEED_INFO}), _S.CLOSED),
    Action.MERGE: Move(_MERGEABLE, _S.DUPLICATE),
    Action.UNMERGE: Move(frozenset({_S.DUPLICATE}), None, leads_back=True),
    Action.ASSIGN: Move(frozenset({_S.ACCEPTED, _S.ASSIGNED}), _S.ASSIGNED),
    Action.ASK_TRANSFER: Move(WORKED_ON, _S.TRANSFER_REQUESTED),
    Action.TRANSFER: Move(CLOCK_RUNS, _S.ASSIGNED),
    Action.REFUSE_TRANSFER: Move(frozenset({_S.TRANSFER_REQUESTED}), None, leads_back=True),
    Action.VERIFY: Move(frozenset({_S.ASSIGNED, _S.REOPENED, _S.RETURNED}), _S.VERIFYING),
    Action.START: Move((WORKED_ON - {_S.IN_PROGRESS}) | {_S.RETURNED, _S.PLANNED}, _S.IN_PROGRESS),
    Action.PLAN: Move(WORKED_ON | {_S.RETURNED}, _S.PLANNED),
    Action.ASK_EXTENSION: Move(_EXTENDABLE, None),
    Action.EXTEND: Move(_EXTENDABLE, None),
    Action.REFUSE_EXTENSION: Move(_EXTENDABLE, None),
    Action.SANCTION: Move(CLOCK_RUNS | {_S.ANSWERED, _S.RESOLVED}, None),
    Action.ANSWER: Move(WORKED_ON | {_S.RETURNED, _S.PLANNED}, _S.ANSWERED),
    Action.RETURN: Move(frozenset({_S.ANSWERED, _S.PLANNED}), _S.RETURNED),
    Action.RESOLVE: Move(frozenset({_S.ANSWERED}), _S.RESOLVED),
    Action.RATE: Move(frozenset({_S.RESOLVED}), None),
    Action.REOPEN: Move(frozenset({_S.RESOLVED, _S.CLOSED}), _S.REOPENED),
    Action.CLOSE: Move(frozenset({_S.RESOLVED}), _S.CLOSED),
    Action.ASK_AGAIN: Move(frozenset({_S.CLOSED}), None),
    Action.FOLLOW_UP: Move(frozenset({_S.CLOSED}), None),
    Action.CLAIM: Move(_GOING_ON, None),
    Action.RELEASE: Move(_GOING_ON, None),
    Action.MESSAGE: Move(_GOING_ON, None),
    Action.WARN: Move(CLOCK_RUNS, None),
    Action.BREACH: Move(CLOCK_RUNS, None),
    Action.DELAY: Move(frozenset({_S.RECEIVED, _S.ASSIGNED, _S.TRANSFER_REQUESTED, _S.ANSWERED}), None),
    Action.RESCHEDULE: Move(frozenset(State), None),
    Action.PICTURE: Move(frozenset(State), None),
    Action.PARTNER_UPDATE: Move(frozenset(State), None),
    Action.ATTACH: Move(_GOING_ON, None),
    Action.REDACT: Move(frozenset(State), None),
    Action.COMMENT: Move(frozenset(State), None),
    Action.SUPPORT: Move(frozenset(State), None),
}

PUBLIC = frozenset({_S.ACCEPTED, _S.ANSWERED, _S.RESOLVED, _S.CLOSED}) | CLOCK_RUNS
"""States whose public copy is published."""
PUBLIC_IF_PUBLISHED = frozenset({_S.NEED_INFO, _S.DUPLICATE})
"""May be entered before moderation: public only when the report was published before (`Report.published_at`)."""
UNDER_REVIEW = frozenset({_S.ANSWERED, _S.RETURNED, _S.TRANSFER_REQUESTED})
"""Everybody but staff sees these as assigned: what centre and unit settle between them, and an answer counts only when
the operations centre has accepted it."""
SHOWN_AS: dict[State, frozenset[State]] = {
    _S.ACCEPTED: frozenset({_S.ACCEPTED}),
    _S.NEED_INFO: frozenset({_S.NEED_INFO}),
    _S.DUPLICATE: frozenset({_S.DUPLICATE}),
    _S.ASSIGNED: frozenset({_S.ASSIGNED}) | UNDER_REVIEW,
    **{each: frozenset({each}) for each in (_S.VERIFYING, _S.IN_PROGRESS, _S.PLANNED, _S.REOPENED)},
    _S.RESOLVED: frozenset({_S.RESOLVED}),
    _S.CLOSED: frozenset({_S.CLOSED}),
}
"""The states that everybody may ask for, and what lies behind each."""
OPEN = frozenset({_S.RECEIVED, _S.NEED_INFO, _S.ACCEPTED, _S.ANSWERED}) | CLOCK_RUNS
RECOUNTED = OPEN - {_S.PLANNED}
"""A newer calendar moves their deadlines. The day of a plan was promised, whatever is worked before it."""
FINISHED = frozenset({_S.CLOSED, _S.REJECTED, _S.DUPLICATE})
"""Nothing happens with these by themselves any more."""


class RejectReason(StrEnum):
    """Why the operations centre does not take a report (Decision 30/2022/QD-UBND; complaints go elsewhere)."""

    UNCLEAR = "unclear"
    ABUSIVE = "abusive"
    OUT_OF_SCOPE = "out_of_scope"
    OUTSIDE_HUE = "outside_hue"
    COMPLAINT_OR_DENUNCIATION = "complaint_or_denunciation"
    NO_INFORMATION = "no_information"
    """The reporter was asked and did not say."""


class Outcome(StrEnum):
    """What came of it, apart from the state: closed is not fixed."""

    RESOLVED = "resolved"
    PARTLY = "partly"
    PLANNED = "planned"
    NO_VIOLATION_FOUND = "no_violation_found"
    NOT_OUR_REMIT = "not_our_remit"
    COULD_NOT_FIX = "could_not_fix"
    DUPLICATE = "duplicate"
    NO_INFORMATION = "no_information"
    UNSTATED = "unstated"
    """The answer came without one; counts as not fixed."""


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
    HOTLINE = "hotline"
    FACEBOOK = "facebook"
    ZALO = "zalo"
    EMAIL = "email"
    WALK_IN = "walk_in"


class QuestionKind(StrEnum):
    """How a question of a category is answered: the datatypes of GeoReport v2."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE_CHOICE = "singlevaluelist"
    MANY_CHOICES = "multivaluelist"


class RatingReason(StrEnum):
    """What the rating is about; several may be chosen."""

    FAST = "fast"
    SLOW = "slow"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    CLEAR_ANSWER = "clear_answer"
    UNCLEAR_ANSWER = "unclear_answer"
    COURTEOUS = "courteous"
    DISCOURTEOUS = "discourteous"


class Mood(StrEnum):
    """Is the government changing for the better? Asked and counted apart from the rating."""

    YES = "yes"
    SAME = "same"
    NO = "no"


class Fixed(StrEnum):
    """The question of four weeks after closing."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT = "not"


class Author(StrEnum):
    """Who has written a message. Nobody is named."""

    REPORTER = "reporter"
    UNIT = "unit"
    CENTRE = "centre"


class ReopenCause(StrEnum):
    UNSATISFIED = "unsatisfied"
    RECURRENCE = "recurrence"
    """The same thing at the same place again, found by the operations centre."""


class TimerKind(StrEnum):
    """What the clock does by itself."""

    CLASSIFY_TARGET = "classify_target"
    CLASSIFY = "classify"
    ACKNOWLEDGE = "acknowledge"
    TRANSFER_DECISION = "transfer_decision"
    REVIEW = "review"
    INFORMATION = "information"
    DEADLINE_50 = "deadline_50"
    DEADLINE_80 = "deadline_80"
    DEADLINE_100 = "deadline_100"
    RATING = "rating"
    ASK_AGAIN = "ask_again"
