"""What scene reflection tells of its own rules."""

from datetime import datetime
from enum import StrEnum

from hueioc.events import Audience, Event


class RuleAct(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    """What was not yet in force was taken back."""


class RuleChanged(Event, type="vn.hue.reflection.rule.changed.v1", audience=Audience.STAFF):
    """A category, question, route or term was changed from a moment on; it need not count yet."""

    kind: str
    key: str
    act: RuleAct
    counts_from: datetime
    at: datetime


class RuleEntered(Event, type="vn.hue.reflection.rule.entered.v1", audience=Audience.STAFF):
    """The last change of a rule counts from now on."""

    kind: str
    key: str
    at: datetime


PUBLISHED = (RuleChanged, RuleEntered)
