"""What is told, by which channels, and the defaults of a person who has chosen nothing."""

from datetime import time, timedelta
from enum import StrEnum


class Kind(StrEnum):
    REPORT_ANSWERED = "report_answered"
    REPORT_REJECTED = "report_rejected"
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_OVERTURNED = "appeal_overturned"
    FOLLOWED_CHANGED = "followed_changed"
    NEW_NEARBY = "new_nearby"
    UNIT_ASSIGNED = "unit_assigned"
    DEADLINE_NEAR = "deadline_near"
    ANSWER_RETURNED = "answer_returned"
    WARNING = "warning"


class Channel(StrEnum):
    INBOX = "inbox"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"


class DeliveryOutcome(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Claimed by a worker; one that died is claimed again after `CLAIM`."""
    SENT = "sent"
    NOWHERE = "nowhere"
    """The person has no address for this channel."""
    FAILED = "failed"


class Digest(StrEnum):
    NONE = "none"
    DAILY = "daily"


DEFAULT_CHANNELS: dict[Kind, tuple[Channel, ...]] = {
    Kind.REPORT_ANSWERED: (Channel.PUSH, Channel.EMAIL),
    Kind.REPORT_REJECTED: (Channel.PUSH, Channel.EMAIL),
    Kind.APPEAL_UPHELD: (Channel.PUSH, Channel.EMAIL),
    Kind.APPEAL_OVERTURNED: (Channel.PUSH, Channel.EMAIL),
    Kind.FOLLOWED_CHANGED: (Channel.PUSH,),
    Kind.NEW_NEARBY: (Channel.PUSH,),
    Kind.UNIT_ASSIGNED: (Channel.PUSH, Channel.EMAIL),
    Kind.DEADLINE_NEAR: (Channel.PUSH, Channel.EMAIL),
    Kind.ANSWER_RETURNED: (Channel.PUSH,),
    Kind.WARNING: (Channel.PUSH,),
}
"""Beside the inbox, which always gets everything. SMS costs the city money, so it is chosen, never a default."""

QUIET_FROM, QUIET_TO = time(22), time(6)
"""Civil time of Hue; in between only the inbox fills. A warning waits for no morning."""
DIGEST_AT = time(7)
CLAIM = timedelta(minutes=5)
MOST_TRIES = 6
RETRY = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600, 14_400))
