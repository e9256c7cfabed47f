"""A change that others are told of: the next version of the row, then its event and its document."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from hueioc.clock import now
from hueioc.outbox import publish
from hueioc.views import publish_view
from press import views
from press.events import ItemFacts, StoryFacts
from press.models import Response, Story
from press.states import ResponseState


def facts_of(story: Story, at: datetime) -> dict[str, Any]:
    return {
        "story_id": story.id,
        "title": story.title,
        "url": story.url,
        "voices": story.voices,
        "originals": story.originals,
        "copies": story.copies,
        "places": tuple(story.places),
        "agencies": tuple(story.agencies),
        "at": at,
    }


async def tell_story(session: AsyncSession, story: Story, kind: type[StoryFacts], **more: Any) -> None:
    await _next_version(session, story)
    event = kind(**facts_of(story, story.updated_at), **more)
    publish(session, event, subject_id=story.id, version=story.version)


async def tell_response(session: AsyncSession, response: Response, kind: type[ItemFacts], **more: Any) -> None:
    await _next_version(session, response)
    event = kind(
        item_id=response.item_id,
        story_id=response.story_id,
        response_id=response.id,
        unit_id=response.unit_id,
        unit_vi=response.unit_vi,
        unit_en=response.unit_en,
        title=response.item.title,
        at=response.updated_at,
        **more,
    )
    publish(session, event, subject_id=response.item_id, version=response.version)
    if response.state is ResponseState.PUBLISHED:
        publish_view(session, views.ANSWER, response.id, views.public_answer(response), version=response.version)


async def _next_version(session: AsyncSession, row: Story | Response) -> None:
    row.updated_at = now()
    flag_modified(row, "updated_at")  # two changes at one moment are two versions
    await session.flush()
