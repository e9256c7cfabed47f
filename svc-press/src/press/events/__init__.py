"""What the press service tells the others: stories to staff, what was published to everybody."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event


class StoryFacts(Event, type="vn.hue.press.story.changed.v1", audience=Audience.STAFF):
    """Where a story stands. Not published itself."""

    story_id: UUID
    title: str
    url: str
    voices: int
    originals: int
    copies: int
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    at: datetime


class StoryOpened(StoryFacts, type="vn.hue.press.story.opened.v1", audience=Audience.STAFF):
    """The first item of a story has come."""


class StoryGrew(StoryFacts, type="vn.hue.press.story.grew.v1", audience=Audience.STAFF):
    """One more item of a story has come, or a copy of one."""


class StoryTurnedNegative(StoryFacts, type="vn.hue.press.story.turned_negative.v1", audience=Audience.STAFF):
    """For the first time an item of the story blames an authority."""

    agency: str
    cue: str
    sentence: str


class ItemFacts(Event, type="vn.hue.press.item.changed.v1", audience=Audience.STAFF):
    """An item that a unit is to answer. Not published itself."""

    item_id: UUID
    story_id: UUID
    response_id: UUID
    unit_id: UUID
    unit_vi: str
    unit_en: str
    title: str
    at: datetime


class ItemAssigned(ItemFacts, type="vn.hue.press.item.assigned.v1", audience=Audience.STAFF):
    """A unit was asked to answer, or another one in its place."""

    due_at: datetime


class ItemAnswered(ItemFacts, type="vn.hue.press.item.answered.v1", audience=Audience.STAFF):
    """The unit has written its answer; the centre is to look at it."""


class ItemOverdue(ItemFacts, type="vn.hue.press.item.overdue.v1", audience=Audience.STAFF):
    """The deadline has passed without a published answer."""

    due_at: datetime


class ItemRescheduled(ItemFacts, type="vn.hue.press.item.rescheduled.v1", audience=Audience.STAFF):
    """A government notice has changed which days are worked, and with them the deadline."""

    due_before: datetime
    due_at: datetime
    calendar_version: str


class ItemPublished(ItemFacts, type="vn.hue.press.item.published.v1", audience=Audience.PUBLIC):
    """The answer is public."""

    is_in_time: bool


class ItemCorrected(ItemFacts, type="vn.hue.press.item.corrected.v1", audience=Audience.STAFF):
    """The newspaper has corrected itself."""


PUBLISHED = (
    StoryOpened,
    StoryGrew,
    StoryTurnedNegative,
    ItemAssigned,
    ItemAnswered,
    ItemOverdue,
    ItemRescheduled,
    ItemPublished,
    ItemCorrected,
)
