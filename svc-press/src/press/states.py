"""The states of sources, stories and answers, as data."""

from enum import StrEnum


class SourceState(StrEnum):
    AWAITED = "awaited"
    """It has never been read."""
    HEALTHY = "healthy"
    FAILING = "failing"
    DISABLED = "disabled"
    """Gone (410, twice), or switched off by staff."""


class FetchProblem(StrEnum):
    """Why a source could not be read."""

    ADDRESS_REFUSED = "address-refused"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    TOO_LARGE = "too-large"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BAD_STATUS = "bad-status"
    SLOW_DOWN = "slow-down"
    GONE = "gone"
    BROKEN = "broken"
    NOT_A_FEED = "not-a-feed"


class Keeps(StrEnum):
    """What is kept of a source."""

    ALL = "all"
    NAMES_HUE = "names-hue"
    """Only what names a place or an authority of Hue."""


class Tone(StrEnum):
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class TagKind(StrEnum):
    PLACE = "place"
    AGENCY = "agency"


class CueKind(StrEnum):
    BLAME = "blame"
    """Bad for the authority wherever it stands in the sentence."""
    DONE_TO = "done-to"
    """Bad only when it stands before the authority: who prosecutes is not who is prosecuted."""


class ReasonKind(StrEnum):
    """Why a story rang."""

    KEYWORD = "keyword"
    NEGATIVE = "negative"


class ResponseState(StrEnum):
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    PUBLISHED = "published"


class Action(StrEnum):
    """The lines of the history of an answer."""

    ASSIGN = "assign"
    REASSIGN = "reassign"
    ANSWER = "answer"
    RETURN = "return"
    PUBLISH = "publish"
    OVERDUE = "overdue"
    CORRECT = "correct"
    RESCHEDULE = "reschedule"
    """A notice has changed which days are worked, and so the deadline."""


MOVES: dict[Action, tuple[frozenset[ResponseState], ResponseState | None]] = {
    Action.REASSIGN: (frozenset({ResponseState.ASSIGNED}), ResponseState.ASSIGNED),
    Action.ANSWER: (frozenset({ResponseState.ASSIGNED}), ResponseState.ANSWERED),
    Action.RETURN: (frozenset({ResponseState.ANSWERED}), ResponseState.ASSIGNED),
    Action.PUBLISH: (frozenset({ResponseState.ANSWERED}), ResponseState.PUBLISHED),
    Action.OVERDUE: (frozenset({ResponseState.ASSIGNED, ResponseState.ANSWERED}), None),
    Action.CORRECT: (frozenset(ResponseState), None),
    Action.RESCHEDULE: (frozenset({ResponseState.ASSIGNED, ResponseState.ANSWERED}), None),
}
"""From which states an action is allowed, and where it leads (None: the state stays)."""
