"""Follows boats through zones: in and out with hysteresis, and through in between two fixes. Events by fix time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import events
from fishing.models import Permission, Vessel, Zone
from fishing.queries import vessels, zones
from fishing.rules.fence import Fence, Stay, between, finding, step
from fishing.rules.sea import along
from fishing.service.announce import announce, facts_of
from fishing.service.store import Incoming, Move
from fishing.states import ChangeKind, Finding, ZoneKind
from hueioc.clock import VIETNAM

_CACHED = 64


@dataclass(frozen=True)
class Passage:
    """A boat changes sides of a zone's line. `share`: where on its way from `before` to the fix."""

    zone: Zone
    move: Move
    is_entry: bool
    share: float


@lru_cache(maxsize=_CACHED)
def _fence(number: int, shape: tuple[Any, ...], enter_m: float, leave_m: float, *, by_fixes: bool) -> Fence:
    return Fence(list(shape), enter_m, leave_m, by_fixes=by_fixes)


def fence_of(zone: Zone) -> Fence:
    """Made once for each zone and shape."""
    shape = tuple((lon, lat) for lon, lat in zone.geometry["coordinates"][0])
    return _fence(zone.number, shape, zone.enter_m, zone.leave_m, by_fixes=zone.kind is not ZoneKind.PORT)


async def follow(session: AsyncSession, moves: Sequence[Move]) -> None:
    """`moves` in the order of boat and time. Exits come before entries of the same fix."""
    if not moves:
        return
    day = moves[0].fix.at.astimezone(VIETNAM).date()
    known = await zones.zones(session, day)
    ready = [(zone, fence_of(zone)) for zone in known]
    numbers = {move.fix.vessel for move in moves}
    stays = {(row.vessel, row.zone): row for row in await zones.stays(session, numbers)}
    standing = {key: Stay(row.is_inside, row.run) for key, row in stays.items()}
    since = {key: row.since for key, row in stays.items()}
    changed: set[tuple[int, int]] = set()
    passed: list[Passage] = []
    for move in moves:
        found: list[Passage] = []
        for zone, fence in ready:
            key = (move.fix.vessel, zone.number)
            before = standing.get(key, Stay())
            after, passages = _one(zone, fence, before, move)
            found += passages
            if after != before:
                standing[key], since[key] = after, move.fix.at if after.is_inside else None
                changed.add(key)
        passed += sorted(found, key=lambda each: (each.share, each.is_entry))
    await zones.save(session, [_row(key, standing[key], since[key]) for key in sorted(changed)])
    await _tell(session, passed, await zones.permissions(session, day))


def _one(zone: Zone, fence: Fence, stay: Stay, move: Move) -> tuple[Stay, list[Passage]]:
    """The boat's standing after the fix, and what it has passed on the way."""
    fix = move.fix
    at = (fix.lon, fix.lat)
    is_in = fence.contains(at)
    shares = fence.crossings(move.before[:2], at) if move.before and (is_in == stay.is_inside) and not is_in else []
    if len(shares) > 1 and not stay.run:  # out before, out now, and through it in between
        return stay, [Passage(zone, move, True, shares[0]), Passage(zone, move, False, shares[-1])]  # noqa: FBT003 - in, then out
    if is_in == stay.is_inside:
        return replace(stay, run=0), []
    after, is_new = step(stay, fence.side(at), fix.accuracy_m or 0.0, fence)
    if not is_new:
        return after, []
    crossed = fence.crossings(move.before[:2], at) if move.before else []
    return after, [Passage(zone, move, after.is_inside, crossed[-1] if crossed else 1.0)]


def _row(key: tuple[int, int], stay: Stay, since: datetime | None) -> dict[str, Any]:
    return {"vessel": key[0], "zone": key[1], "is_inside": stay.is_inside, "run": stay.run, "since": since}


async def _tell(session: AsyncSession, passed: Sequence[Passage], permissions: Sequence[Permission]) -> None:
    if not passed:
        return
    rows = {row.number: row for row in await vessels.lock(session, {each.move.fix.vessel for each in passed})}
    for each in passed:
        vessel = rows[each.move.fix.vessel]
        event = _event(each, vessel, allowed_for(vessel, permissions))
        kind = ChangeKind.ENTERED if each.is_entry else ChangeKind.LEFT
        facts = {"zone": each.zone.code, "vi": each.zone.name_vi, "en": each.zone.name_en, "finding": event.finding}
        await announce(session, vessel, event, kind, facts)


def _event(passage: Passage, vessel: Vessel, allowed: frozenset[str] | None) -> events.ZoneFacts:
    zone, move = passage.zone, passage.move
    place, at = _where(move, passage.share)
    judged = finding(zone.kind, vessel.role, allowed, enforceable=zone.enforceable)
    kinds = {
        ZoneKind.PORT: (events.PortEntered, events.PortLeft),
        ZoneKind.BOUNDARY: (events.VesselCrossedBoundary, events.VesselLeft),
    }
    entered, left = kinds.get(zone.kind, (events.VesselEntered, events.VesselLeft))
    return (entered if passage.is_entry else left)(
        **facts_of(vessel),
        at=at,
        zone=zone.code,
        zone_vi=zone.name_vi,
        zone_en=zone.name_en,
        kind=zone.kind,
        lat=round(place[1], 6),
        lon=round(place[0], 6),
        since=move.before[2] if move.before else None,
        until=move.fix.at,
        enforceable=zone.enforceable,
        finding=judged if passage.is_entry else Finding.NONE,
        act=zone.act,
    )


def _where(move: Move, share: float) -> tuple[tuple[float, float], datetime]:
    fix: Incoming = move.fix
    if move.before is None:
        return (fix.lon, fix.lat), fix.at
    at = between(move.before[2], fix.at, share).replace(microsecond=0)
    return along(move.before[:2], (fix.lon, fix.lat), share), at


def allowed_for(vessel: Vessel, permissions: Sequence[Permission]) -> frozenset[str] | None:
    """The kinds of zones a boat of this role and length may fish in; None when its length is not known."""
    length = vessel.length_m
    if length is None:
        return None
    fitting = [
        each
        for each in permissions
        if each.role is vessel.role and each.least_m <= length and (each.below_m is None or length < each.below_m)
    ]
    return frozenset(fitting[0].kinds) if fitting else None
