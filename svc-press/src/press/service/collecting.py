"""Sources that are due are asked, what they say is taken, and how they stand is written down."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from press.models import Source
from press.queries import reference, sources
from press.rules.feeds import Entry, Feed, NotAFeed, read_feed
from press.rules.polling import wishes_of
from press.service.health import Outcome, failed, succeeded
from press.service.reaching import Fetched, FetchRefused, Reach
from press.service.taking import take
from press.states import FetchProblem

AT_ONCE = 8
LEASE = timedelta(seconds=120)
"""A source that was being asked when the process died is asked again after this."""
CHUNK = 20
"""Entries of one transaction."""
_OK, _NOT_MODIFIED, _GONE = 200, 304, 410
_SLOW_DOWN = frozenset({429, 503})


@dataclass(frozen=True)
class Asked:
    """What a request is made of; no row is held while it is under way."""

    id: UUID
    url: str
    etag: str | None
    last_modified: str | None
    body_sha256: str
    is_private: bool

    def conditions(self) -> dict[str, str]:
        """Both validators together, byte for byte as they came."""
        given = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Collector:
    database: Database
    reach: Reach
    may_be_private: bool

    async def collect(self) -> int:
        """Ask every source that is due, of each host one. How many were asked."""
        asked = await self._due()
        turn = asyncio.Lock()
        await asyncio.gather(*(self._one(each, turn) for each in asked))
        return len(asked)

    async def _due(self) -> list[Asked]:
        async with self.database.transaction() as session:
            moment = now()
            rules = await reference.rule_values(session, moment.astimezone(VIETNAM).date())
            spacing = timedelta(seconds=float(rules["host-spacing-s"]))
            rows = await sources.due(session, moment, spacing, AT_ONCE)
            for row in rows:
                row.checked_at, row.next_check_at = moment, moment + LEASE
            return [_asked(row) for row in rows]

    async def _one(self, asked: Asked, turn: asyncio.Lock) -> None:
        try:
            fetched = await self.reach.get(
                asked.url, asked.conditions(), is_private=asked.is_private and self.may_be_private
            )
        except FetchRefused as error:
            outcome = Outcome(problem=error.problem, status=error.status)
        else:
            outcome = await self._read(asked, fetched, turn)
        async with turn, self.database.transaction() as session:
            row = await sources.lock(session, asked.id)
            if row is None:
                return
            await (failed if outcome.problem else succeeded)(session, row, outcome)

    async def _read(self, asked: Asked, fetched: Fetched, turn: asyncio.Lock) -> Outcome:
        wishes = wishes_of(fetched.headers, now())
        if fetched.status not in {_OK, _NOT_MODIFIED}:
            return Outcome(problem=_problem_of(fetched.status), status=fetched.status, wishes=wishes)
        outcome = Outcome(status=fetched.status, wishes=wishes, fetched=fetched)
        if fetched.status == _NOT_MODIFIED:
            return outcome
        digest = hashlib.sha256(fetched.body).hexdigest()
        if digest == asked.body_sha256:
            return outcome
        async with turn:  # one feed is parsed and stored at a time: many large ones at once need much memory
            try:
                content_type = fetched.headers.get("content-type", "")
                feed = await asyncio.to_thread(read_feed, fetched.body, content_type, fetched.url)
            except NotAFeed:
                return Outcome(problem=FetchProblem.NOT_A_FEED, status=fetched.status, wishes=wishes)
            taken = await self._take(asked.id, feed)
        return Outcome(status=_OK, wishes=wishes, fetched=fetched, feed=feed, body_sha256=digest, taken=taken)

    async def _take(self, source_id: UUID, feed: Feed) -> int:
        """Validators are kept after the last chunk: who dies in between reads it all again, and nothing doubles."""
        taken = 0
        for chunk in _oldest_first(feed.entries):
            async with self.database.transaction() as session:
                source = await sources.lock(session, source_id)
                taken += await take(session, source, chunk) if source else 0
        return taken


def _oldest_first(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """In chunks; within a chunk the order of the feed stays. An identity that comes twice is taken once."""
    unique = list({entry.identity: entry for entry in reversed(entries)}.values())[::-1]
    return [unique[max(0, end - CHUNK) : end] for end in range(len(unique), 0, -CHUNK)]


def _asked(row: Source) -> Asked:
    return Asked(row.id, row.url, row.etag, row.last_modified, row.body_sha256, row.is_private)


def _problem_of(status: int) -> FetchProblem:
    if status == _GONE:
        return FetchProblem.GONE
    return FetchProblem.SLOW_DOWN if status in _SLOW_DOWN else FetchProblem.BAD_STATUS
