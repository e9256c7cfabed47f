"""Situations: what two services see at one place and time. Rules are rows; each thing seen is matched once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc import audit
from hueioc.areas.lookup import areas
from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from hueioc.outbox import publish
from hueioc.paging import Cursor, Page, PageQuery, cut
from warning import models, schemas, views
from warning.errors import SituationClosed as ClosedAlready
from warning.errors import UnknownSituation
from warning.events import SituationClosed, SituationFacts, SituationOpened, SituationUpdated
from warning.queries import reference, situations
from warning.rules.situations import Rule, Sighting, degrees_around, matches, wanted_beside
from warning.service.announce import MACHINE
from warning.states import SituationState

AT_ONCE = 50
KEPT = timedelta(days=2)
"""Longer than any rule looks back."""
QUIET = "quiet"


@dataclass(frozen=True)
class Noticed:
    """One event with a place."""

    event_id: UUID
    subject_id: str
    sighting: Sighting
    facts: dict[str, Any]


async def is_asked(session: AsyncSession, kind: str) -> bool:
    """Whether any rule in force speaks of events of this kind."""
    rows = await reference.situation_rules(session, now().astimezone(VIETNAM).date())
    named = (name for row in rows for pair in row.pairs for side in pair.values() for name in side)
    return any(name.partition(":")[0] == kind for name in named)


async def notice(session: AsyncSession, noticed: Noticed) -> None:
    """Match it with what was seen around it; the same event again changes nothing."""
    seen = noticed.sighting
    rows = await reference.situation_rules(session, now().astimezone(VIETNAM).date())
    rules = [(row, _rule(row)) for row in rows]
    asked = [(row, rule) for row, rule in rules if wanted_beside(rule, seen)]
    if not asked or seen.at < now() - KEPT:
        return
    await situations.take_turns(session)
    area = areas().at(seen.lat, seen.lon)
    ward = area.ward.code if area else None
    fields = {name: getattr(seen, name) for name in ("kind", "detail", "lat", "lon", "at")}
    row: dict[str, object] = {
        "event_id": noticed.event_id,
        "subject_id": noticed.subject_id,
        "ward": ward,
        "facts": noticed.facts,
    }
    if not await situations.add_seen(session, row | fields):
        return
    for row_of_rule, rule in asked:
        margin = degrees_around(rule.distance_m)
        around = await situations.seen_around(session, seen.at, rule.window, seen.lat, margin)
        others = {each.event_id: sighting_of(each) for each in around if each.event_id != noticed.event_id}
        same = set(matches(rule, seen, others.values()))
        found = [event_id for event_id, each in others.items() if each in same]
        if found:
            await _gather(session, row_of_rule, noticed, ward, found)


async def _gather(
    session: AsyncSession, rule: models.SituationRule, noticed: Noticed, ward: str | None, found: Sequence[UUID]
) -> None:
    """Into the open situation of one of the events, or into a new one at the place of what was seen."""
    seen = noticed.sighting
    row = await situations.open_with(session, rule.code, found)
    kind: type[SituationFacts] = SituationUpdated if row else SituationOpened
    if row is None:
        row = models.Situation(
            rule=rule.code,
            urgent=rule.urgent,
            words=rule.words,
            state=SituationState.OPEN,
            lat=seen.lat,
            lon=seen.lon,
            ward=ward,
            last_at=seen.at,
            closes_at=now(),
        )
        session.add(row)
    row.last_at, row.closes_at = max(row.last_at, seen.at), now() + timedelta(seconds=rule.quiet_s)
    row.updated_at = now()
    await session.flush()
    await situations.add_members(session, row.id, [noticed.event_id, *found])
    await _tell(session, row, kind)


async def close(session: AsyncSession, situation_id: UUID, reason: str, actor: str) -> schemas.Situation:
    row = await situations.lock(session, situation_id)
    if row is None:
        raise UnknownSituation
    if row.state is SituationState.CLOSED:
        raise ClosedAlready
    await _close(session, row, reason, actor)
    return await show(session, row)


async def close_quiet(database: Database) -> int:
    """By rule: nothing more was seen for long enough."""
    async with database.transaction() as session:
        rows = await situations.gone_quiet(session, now(), AT_ONCE)
        for row in rows:
            await _close(session, row, QUIET, MACHINE)
    return len(rows)


async def forget(database: Database) -> None:
    async with database.transaction() as session:
        await situations.forget_seen(session, now() - KEPT)


async def _close(session: AsyncSession, row: models.Situation, reason: str, actor: str) -> None:
    row.state, row.closed_at, row.closed_by, row.reason = SituationState.CLOSED, now(), actor, reason
    row.updated_at = now()
    await session.flush()
    await audit.record(session, actor, "situation.close", str(row.id))
    await _tell(session, row, SituationClosed)


async def listed(session: AsyncSession, paging: PageQuery, state: SituationState | None) -> Page[schemas.Situation]:
    rows, more = cut(list(await situations.page(session, paging, state)), paging.limit)
    members = await situations.members(session, [row.id for row in rows])
    return Page(
        items=[views.situation(row, members.get(row.id, ())) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def show(session: AsyncSession, row: models.Situation) -> schemas.Situation:
    return views.situation(row, (await situations.members(session, [row.id])).get(row.id, ()))


async def _tell(session: AsyncSession, row: models.Situation, kind: type[SituationFacts]) -> None:
    members = (await situations.members(session, [row.id])).get(row.id, [])
    event = kind(
        situation_id=row.id,
        rule=row.rule,
        urgent=row.urgent,
        lat=row.lat,
        lon=row.lon,
        ward=row.ward,
        members=len(members),
        subjects=tuple(dict.fromkeys(each.subject_id for each in members)),
        at=now(),
    )
    publish(session, event, subject_id=row.id, version=row.version)


def _rule(row: models.SituationRule) -> Rule:
    return Rule(row.code, row.pairs, row.distance_m, timedelta(seconds=row.window_s))


def sighting_of(row: models.Seen) -> Sighting:
    return Sighting(row.kind, row.detail, row.lat, row.lon, row.at)
