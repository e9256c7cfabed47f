"""What scene reflection asks the gateway to tell people. Who they are, only the gateway can open (ADR 103).

`recipients` is a bundle (`hueioc.auth.recipients`) about the report; `cause` is the event that they hear of. One cause
may come in several such events, each with some of the people.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hueioc.events import Audience, Event


class To(StrEnum):
    """Who is told."""

    FOLLOWERS = "followers"
    SUBSCRIBERS = "subscribers"


class FollowersAddressed(Event, type="vn.hue.reflection.followers.addressed.v1", audience=Audience.SERVICE):
    """Some of those who follow a report are to hear of a change; their seals are about `follower:<report_id>`."""

    report_id: UUID
    code: str
    what: str
    cause: UUID
    recipients: str


class SubscribersAddressed(Event, type="vn.hue.reflection.subscribers.addressed.v1", audience=Audience.SERVICE):
    """Some of those who subscribed to a place hear of a new report; their seals are about `report-subscription`."""

    report_id: UUID
    code: str
    category_vi: str
    category_en: str
    ward_vi: str
    ward_en: str
    cause: UUID
    recipients: str


class TellingContinued(Event, type="vn.hue.reflection.telling.continued.v1", audience=Audience.SERVICE):
    """There are more people to tell than one transaction takes; the next one goes on after `after`."""

    to: To
    report_id: UUID
    what: str
    cause: UUID
    at: datetime
    after: UUID
