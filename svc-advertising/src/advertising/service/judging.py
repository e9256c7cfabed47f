"""Judges the snapshots that wait: pixels outside of any transaction, then verdict, vote, event and case in one."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from advertising.models import Screen, Snapshot
from advertising.queries import checks, content, screens
from advertising.rules import judging, pdq
from advertising.rules.heatmap import heat_map
from advertising.rules.judging import Candidate, Judgement, Limits
from advertising.rules.pictures import Refused, jpeg_of, pixels_of
from advertising.rules.quads import quad_of
from advertising.rules.schedule import is_within, scheduled
from advertising.rules.views import Reference, Seen, reference_of, seen_of
from advertising.service.content import plan_of
from advertising.service.verdicts import settle
from advertising.states import SnapshotState, Verdict, Why
from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from hueioc.errors import NotFound
from hueioc.files.store import FileStore

AT_ONCE = 20
MOST_REFERENCES = 64
"""Creatives kept ready in memory: half a megabyte each."""


@dataclass(frozen=True)
class Store:
    """What judging needs besides rules."""

    database: Database
    files: FileStore
    references: dict[str, Reference] = field(default_factory=dict[str, Reference])


@dataclass(frozen=True)
class Expected:
    """What may be on a screen at the moment of a snapshot; hashes by creative, files by creative."""

    is_open: bool
    scheduled: frozenset[UUID]
    hashes: Mapping[UUID, bytes]
    files: Mapping[UUID, str]
    limits: Limits
    quad: Sequence[Sequence[float]]


@dataclass(frozen=True)
class Pictures:
    """Names of what is kept of a snapshot."""

    view: str | None = None
    heat: str | None = None


async def judge_waiting(store: Store) -> int:
    """How many were judged; the oldest first, so that votes come in the order of time."""
    async with store.database.transaction() as session:
        rows = await checks.waiting(session, AT_ONCE)
    for row in rows:
        found, pictures = await _judged(store, row)
        async with store.database.transaction() as session:
            snapshot = await checks.lock(session, row.id)
            if snapshot is None or snapshot.state is not SnapshotState.WAITING:
                continue
            _fill(snapshot, found, pictures)
            await session.flush()
            await settle(session, snapshot)
            is_needed = await checks.is_needed(session, snapshot.sha256)
        if not is_needed:  # what is kept shows the screen, and nobody in the street
            await store.files.delete(row.sha256)
    return len(rows)


async def _judged(store: Store, row: Snapshot) -> tuple[Judgement, Pictures]:
    expected = await _expected(store.database, row)
    try:
        raw = await store.files.read(row.original or row.sha256)
        seen = await asyncio.to_thread(lambda: seen_of(pixels_of(raw), quad_of(expected.quad)))
    except (NotFound, Refused):
        return Judgement(Verdict.UNVERIFIABLE, Why.DAMAGED), Pictures()
    found = await _verdict(store, seen, expected)
    view = await store.files.write(await asyncio.to_thread(jpeg_of, seen.picture))
    if found.comparison is None:
        return found, Pictures(view.sha256)
    drawn = await asyncio.to_thread(lambda: jpeg_of(heat_map(seen.picture, found.comparison)))  # pyright: ignore[reportArgumentType] - just looked at
    return found, Pictures(view.sha256, (await store.files.write(drawn)).sha256)


async def _verdict(store: Store, seen: Seen, expected: Expected) -> Judgement:
    if not expected.is_open:
        return await asyncio.to_thread(judging.outside_hours, seen)
    due = [each for each in expected.scheduled if each in expected.hashes]
    if not due and await asyncio.to_thread(judging.is_dark, seen):
        return Judgement(Verdict.OFF, Why.NOTHING_SCHEDULED)
    rest = [each for each in expected.hashes if each not in expected.scheduled]
    first = await _shortlisted(store, seen, expected, due)
    others = await _shortlisted(store, seen, expected, rest)
    return await asyncio.to_thread(partial(judging.judge, seen, first, others, expected.limits))


async def _shortlisted(store: Store, seen: Seen, expected: Expected, ids: Sequence[UUID]) -> list[Candidate]:
    if not ids:
        return []
    hashes = [expected.hashes[each] for each in ids]
    rows = await asyncio.to_thread(lambda: judging.shortlist(seen, pdq.table(hashes), expected.limits))
    return [Candidate(ids[row], await _reference(store, expected.files[ids[row]])) for row in rows]


async def _reference(store: Store, sha256: str) -> Reference:
    if (known := store.references.pop(sha256, None)) is None:
        raw = await store.files.read(sha256)
        known = await asyncio.to_thread(lambda: reference_of(pixels_of(raw)))
        while len(store.references) >= MOST_REFERENCES:
            store.references.pop(next(iter(store.references)))
    store.references[sha256] = known  # the last used stands last
    return known


async def _expected(database: Database, row: Snapshot) -> Expected:
    async with database.transaction() as session:
        screen: Screen | None = await screens.find(session, row.screen_id)
        viewpoint = await screens.viewpoint(session, row.viewpoint_id)
        assert screen and viewpoint  # noqa: S101, PT018 - foreign keys keep them
        day = row.at.astimezone(VIETNAM).date()
        rules = await screens.rules(session, day)
        plans = [plan_of(each) for each in await content.schedules(session, screen.id)]
        approved = await content.approved(session, day)
    return Expected(
        is_open=is_within(screen.opens, screen.closes, row.at),
        scheduled=scheduled(plans, row.at, rules.get("clock-tolerance-s", 0.0)),
        hashes={key: found for key, found, _ in approved},
        files={key: sha256 for key, _, sha256 in approved},
        limits=Limits(shortlist_bits=int(rules.get("shortlist-bits", Limits.shortlist_bits))),
        quad=viewpoint.quad,
    )


def _fill(snapshot: Snapshot, found: Judgement, pictures: Pictures) -> None:
    snapshot.state, snapshot.judged_at, snapshot.original = SnapshotState.JUDGED, now(), None
    snapshot.verdict, snapshot.why, snapshot.creative_id = found.verdict, found.why, found.creative_id
    snapshot.view_sha256, snapshot.heat_sha256 = pictures.view, pictures.heat
    if (seen := found.comparison) is not None:
        snapshot.figures = {
            "bits": found.bits,
            "median": round(float(seen.median), 3),
            "alike": round(float(seen.alike), 3),
            "visible": round(float(seen.visible), 3),
            "change": seen.change,
        }
