"""How a source stands after it was asked, and when it is asked again (`rules.polling`)."""

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from press.models import Source
from press.queries import reference, sources
from press.rules.addresses import target_of
from press.rules.feeds import Feed
from press.rules.polling import Bounds, Wishes, backoff_s, interval_s, not_skipped
from press.service.reaching import Fetched
from press.states import FetchProblem, SourceState

MOVED_AFTER = 3
GONE_AFTER = 2
JITTER = 0.1
_WEEK = timedelta(days=7)
_OK = 200


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of asking a source once."""

    problem: FetchProblem | None = None
    status: int | None = None
    wishes: Wishes = field(default_factory=Wishes)
    fetched: Fetched | None = None
    feed: Feed | None = None
    body_sha256: str = ""
    taken: int = 0


async def succeeded(session: AsyncSession, source: Source, outcome: Outcome) -> None:
    """It was read; a feed of None has not changed."""
    fetched = outcome.fetched
    if fetched is None:
        return
    _keep_validators(source, fetched)
    await _follow(session, source, fetched.moved_to)
    _counted(source, outcome)
    source.state, source.problem, source.failures, source.gone = SourceState.HEALTHY, None, 0, 0
    source.read_at = now()
    source.unchanged += outcome.feed is None
    source.items += outcome.taken
    if outcome.feed:
        source.body_sha256 = outcome.body_sha256
        source.feed_interval_s = outcome.feed.interval_s
        source.skip_hours, source.skip_days = sorted(outcome.feed.skip_hours), sorted(outcome.feed.skip_days)
    source.weekly_entries = float(await sources.entries_since(session, source.id, now() - _WEEK))
    wishes = replace(
        outcome.wishes,
        interval_s=source.feed_interval_s,
        skip_hours=frozenset(source.skip_hours),
        skip_days=frozenset(source.skip_days),
    )
    seconds = interval_s(
        wishes,
        await _bounds(session, source),
        weekly_entries=source.weekly_entries,
        has_validators=bool(source.etag or source.last_modified),
    )
    _ask_again(source, seconds, wishes)


async def failed(session: AsyncSession, source: Source, outcome: Outcome) -> None:
    _counted(source, outcome)
    source.problem, source.failures = outcome.problem, source.failures + 1
    source.gone = source.gone + 1 if outcome.problem is FetchProblem.GONE else 0
    source.state = SourceState.DISABLED if source.gone >= GONE_AFTER else SourceState.FAILING
    _ask_again(source, backoff_s(source.failures, outcome.wishes, await _bounds(session, source)), Wishes())


def _keep_validators(source: Source, fetched: Fetched) -> None:
    """A new 200 without a validator takes the old one away; a 304 changes those that it carries."""
    for name, header in (("etag", "etag"), ("last_modified", "last-modified")):
        value = fetched.headers.get(header)
        if value is not None or fetched.status == _OK:
            setattr(source, name, value)


async def _follow(session: AsyncSession, source: Source, moved_to: str) -> None:
    """A permanent redirect is believed when it has said the same three times."""
    source.moved = (source.moved + 1 if moved_to == source.moved_to else 1) if moved_to else 0
    source.moved_to = moved_to
    target = target_of(moved_to) if source.moved >= MOVED_AFTER else None
    if target and await sources.by_url(session, target.url) is None:
        source.url, source.host, source.moved, source.moved_to = target.url, target.host, 0, ""


def _counted(source: Source, outcome: Outcome) -> None:
    source.polls += 1
    source.status = outcome.status
    source.checked_at = now()


def _ask_again(source: Source, seconds: float, wishes: Wishes) -> None:
    later = seconds * (1 + random.random() * JITTER)  # noqa: S311 - only so that not all come at once
    source.next_check_at = not_skipped(now() + timedelta(seconds=later), wishes)


async def _bounds(session: AsyncSession, source: Source) -> Bounds:
    rules = await reference.rule_values(session, now().astimezone(VIETNAM).date())
    return Bounds(
        least_s=int(rules["poll-least-s"]),
        least_unconditional_s=int(rules["poll-least-unconditional-s"]),
        most_s=int(rules["poll-most-s"]),
        factor=float(rules["poll-factor"]),
        agreed_s=source.agreed_s,
    )
