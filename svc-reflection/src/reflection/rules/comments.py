"""Comments under reports: what happens to them, and how many one person may write."""

from datetime import timedelta
from enum import StrEnum


class CommentState(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    HIDDEN = "hidden"


class HideReason(StrEnum):
    """Why a comment is not shown; its author reads it."""

    ABUSIVE = "abusive"
    PERSONAL = "personal"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"


LONGEST_COMMENT = 1_000
MOST_COMMENTS = 20
WITHIN = timedelta(hours=24)
"""One person writes at most so many comments in this time."""
MOST_SUBSCRIPTIONS = 20
