"""Where a delivery stands, why an endpoint is off, and how long we go on trying."""

from datetime import timedelta
from enum import StrEnum


class WebhookOutcome(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Claimed; when the process that claimed it dies, it is claimed again after `CLAIM`."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """Every attempt was made; it goes out again only when somebody asks for it."""


class DisabledReason(StrEnum):
    BY_HAND = "by_hand"
    GONE = "gone"
    """The endpoint has answered 410."""
    EXHAUSTED = "exhausted"
    """A message was tried for three days."""


RETRIES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""How long after the first, second, … failed attempt the next one is made (Standard Webhooks, Deliverability): the
tenth comes 75 hours, 35 minutes and 5 seconds after the first."""
JITTER = 0.1
"""A retry comes up to so much of its wait later, so that all do not come at once."""
MOST_TRIES = len(RETRIES) + 1
CLAIM = timedelta(minutes=2)
KEPT = timedelta(days=14)
"""How long messages and their log are kept: as long as events are."""
PREVIOUS_SECRET_FOR = timedelta(hours=24)
"""How long messages are signed with the secret before as well."""
LONGEST_PAUSE = timedelta(minutes=5)
"""How long at most an endpoint that fails again and again is left alone, unless it says so itself."""
LONGEST_RETRY_AFTER = timedelta(hours=24)
