"""Entries of a feed become items: told apart from what is known, tagged, counted once, put into their story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from press.models import Edit, Item, Source
from press.queries import items
from press.rules.blame import blamed
from press.rules.copies import is_copy, shingles, sketch
from press.rules.dates import believable
from press.rules.feeds import Entry
from press.rules.places import names_hue, wards_in
from press.rules.plain import excerpt_of
from press.rules.words import accented_words, folded_words, words_of
from press.service.lexicon import Lexicon, lexicon
from press.service.stories import join
from press.states import Keeps

LONGEST_TITLE = 300
LOCAL_TIER = 2
CANDIDATES = 20
SENTENCE = 300


@dataclass(frozen=True)
class Read:
    """One entry with what was found in it."""

    entry: Entry
    title: str
    excerpt: str
    text: str
    places: list[str]
    agencies: list[str]
    blames: list[dict[str, str]]


async def take(session: AsyncSession, source: Source, entries: Sequence[Entry]) -> int:
    """How many of them are new."""
    lex = await lexicon(session)
    known = await items.known(session, source.id, [entry.identity for entry in entries])
    taken = 0
    for entry in reversed(entries):  # feeds have the newest first; stories grow from the oldest
        read = read_entry(entry, lex, is_local=source.tier == LOCAL_TIER)
        if (row := known.get(entry.identity)) is not None:
            await _edit(session, row, read)
        elif row := await _add(session, source, read, lex):
            known[entry.identity] = row
            taken += 1
    return taken


def read_entry(entry: Entry, lex: Lexicon, *, is_local: bool) -> Read:
    title = redact(excerpt_of(entry.title, LONGEST_TITLE))
    text = f"{entry.title}\n{entry.body or entry.lead}"
    agencies = [code for hit in lex.agencies.find(words_of(text)) for code in hit.meanings]
    return Read(
        entry=entry,
        title=title,
        excerpt=redact(excerpt_of(entry.lead, int(lex.number("excerpt-characters")))),
        text=text,
        places=wards_in(text, lex.places, is_local=is_local),
        agencies=list(dict.fromkeys(agencies)),
        blames=[
            {"agency": each.agency, "cue": each.cue, "sentence": redact(excerpt_of(each.sentence, SENTENCE))}
            for each in blamed(text, lex.agencies, lex.cues)
        ],
    )


async def _add(session: AsyncSession, source: Source, read: Read, lex: Lexicon) -> Item | None:
    """None: too old, empty, or nothing of Hue in it."""
    moment = now()
    published, is_ours = believable(read.entry.published, moment)
    if not read.title or published < moment - timedelta(days=lex.number("oldest-days")):
        return None
    if source.keeps is Keeps.NAMES_HUE and not (read.places or read.agencies or names_hue(read.text)):
        return None
    item = Item(
        id=uuid7(),
        source_id=source.id,
        identity=read.entry.identity,
        url=read.entry.url,
        published_at=published,
        is_date_ours=is_ours,
        copy_of=None,
    )
    item.source = source
    _fill(item, read)
    original = await _original(session, item, read, lex)
    item.copy_of = original.id if original else None
    await join(session, item, read.text, original, lex)
    return item


def _fill(item: Item, read: Read) -> None:
    item.title, item.excerpt, item.body = read.title, read.excerpt, read.entry.body
    item.places, item.agencies, item.blames = read.places, read.agencies, read.blames
    item.accented, item.folded = accented_words(read.text), folded_words(read.text)
    item.sketch = sketch(shingles(read.text))


async def _original(session: AsyncSession, item: Item, read: Read, lex: Lexicon) -> Item | None:
    """The first item with this text, or with this address."""
    since = now() - timedelta(days=lex.number("copy-days"))
    found = await items.like(session, item.sketch, item.url, since, CANDIDATES)
    texts = await items.texts(session, [each.id for each in found])
    own, least = shingles(read.text), lex.number("copy-likeness")
    for each in found:
        if (item.url and each.url == item.url) or is_copy(own, shingles(texts[each.id]), least):
            return each
    return None


async def _edit(session: AsyncSession, item: Item, read: Read) -> None:
    """The publisher has changed it: how it stood is kept."""
    if (item.title, item.excerpt) == (read.title, read.excerpt):
        return
    session.add(Edit(id=uuid7(), item_id=item.id, title=item.title, excerpt=item.excerpt, changed_at=now()))
    _fill(item, read)
    await session.flush()
