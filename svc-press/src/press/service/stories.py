"""An item finds its story, the story its figures, and staff an alert: one for each story."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.db import Database
from hueioc.ids import uuid7
from press.events import StoryGrew, StoryOpened, StoryTurnedNegative
from press.models import Alert, Item, Story
from press.queries import items, stories
from press.rules.likeness import likeness, moved, vector
from press.rules.words import words_of
from press.service.announce import tell_story
from press.service.lexicon import Lexicon
from press.states import ReasonKind, Tone

CANDIDATES = 50
AT_ONCE = 50
ASKED_TERMS = 30


async def join(session: AsyncSession, item: Item, text: str, original: Item | None, lex: Lexicon) -> Story:
    """Put the item into the story of its original, of items like it, or into a new one; tell of it."""
    found = vector(item.title, item.excerpt, [*item.places, *item.agencies], lex.rules["empty-syllables"].split())
    story = await stories.lock(session, original.story_id) if original else await _nearest(session, found, lex)
    is_new = story is None
    if story is None:
        story = _opened(item)
        session.add(story)
        await session.flush()
    item.story_id = story.id
    session.add(item)
    await session.flush()
    if item.copy_of is None:
        story.centre = moved({} if is_new else story.centre, found, lex.number("story-decay"))
        story.terms = list(story.centre)[:ASKED_TERMS]
    story.places = list(dict.fromkeys([*story.places, *item.places]))
    story.agencies = list(dict.fromkeys([*story.agencies, *item.agencies]))
    story.last_item_at = max(story.last_item_at, item.published_at)
    story.voices, story.originals, story.copies = await items.voices(session, story.id)
    await tell_story(session, story, StoryOpened if is_new else StoryGrew)
    await _ring(session, story, item, text, lex)
    return story


def _opened(item: Item) -> Story:
    return Story(
        id=uuid7(),
        title=item.title,
        excerpt=item.excerpt,
        url=item.url,
        first_publisher=item.source.publisher,
        opened_at=now(),
        last_item_at=item.published_at,
        closed_at=None,
        tone=Tone.NEUTRAL,
        blames=[],
        places=[],
        agencies=[],
        centre={},
        terms=[],
    )


async def _nearest(session: AsyncSession, found: dict[str, float], lex: Lexicon) -> Story | None:
    """The open story that the item is most like, when it is like enough."""
    since = now() - timedelta(hours=lex.number("story-hours"))
    near = await stories.near(session, sorted(found, key=lambda term: -found[term])[:ASKED_TERMS], since, CANDIDATES)
    best = max(near, key=lambda each: likeness(found, each.centre), default=None)
    if best is None or likeness(found, best.centre) < lex.number("story-likeness"):
        return None
    return await stories.lock(session, best.id)


async def _ring(session: AsyncSession, story: Story, item: Item, text: str, lex: Lexicon) -> None:
    """A copy says nothing new; what an original blames or names goes to the one alert of its story."""
    if item.copy_of is not None:
        return
    reasons: list[dict[str, str]] = []
    words = words_of(text)
    for subject in lex.subjects:
        hits = subject.wanted.find(words)
        if hits and not subject.excluded.find(words):
            reasons.append({"kind": ReasonKind.KEYWORD.value, "name": subject.name, "words": hits[0].meanings[0]})
    blamed = {each["agency"] for each in story.blames}
    fresh = [each for each in item.blames if each["agency"] not in blamed]
    if fresh:
        story.blames = [*story.blames, *({**each, "item_id": str(item.id)} for each in fresh)]
        reasons += [
            {"kind": ReasonKind.NEGATIVE.value, "name": each["agency"], "words": each["sentence"]} for each in fresh
        ]
    await _alert(session, story, reasons)
    if fresh and story.tone is not Tone.NEGATIVE:
        story.tone = Tone.NEGATIVE
        await tell_story(session, story, StoryTurnedNegative, **fresh[0])


async def _alert(session: AsyncSession, story: Story, reasons: list[dict[str, str]]) -> None:
    if not reasons:
        return
    row = await stories.alert(session, story.id)
    if row is None:
        row = Alert(id=uuid7(), story_id=story.id, reasons=[], raised_at=now(), seen_at=None)
        session.add(row)
    known = {(each["kind"], each["name"]) for each in row.reasons}
    row.reasons = [*row.reasons, *(each for each in reasons if (each["kind"], each["name"]) not in known)]
    await session.flush()


async def close_quiet(database: Database, quiet_days: float) -> bool:
    """Stories without news for some days are over. True: there may be more."""
    async with database.transaction() as session:
        found = await stories.quiet(session, now() - timedelta(days=quiet_days), AT_ONCE)
        for story in found:
            story.closed_at = now()
    return len(found) == AT_ONCE
