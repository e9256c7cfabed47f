"""Takes fixes in, from AIS and from devices: distress first, then time and place judged, then stored and followed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Device, Vessel
from fishing.queries import positions, zones
from fishing.rules.plausible import Bounds
from fishing.schemas import FixRow
from fishing.service import distress, fences, presence
from fishing.service.distress import Signal
from fishing.service.rows import Row, raw_of, row_of
from fishing.service.store import Incoming, store
from fishing.states import Channel, DistressKind, Flag, Outcome, Reason
from hueioc.clock import VIETNAM, now

FUTURE = timedelta(seconds=120)
"""A clock may be ahead by this."""


@dataclass(frozen=True)
class Limits:
    """The dated rule values that intake needs."""

    bounds: Bounds
    oldest: timedelta
    most_strangers: int


@dataclass
class Delivery:
    """What a device has sent, and the answer to each of its fixes by place from 1."""

    vessel: Vessel
    device: Device
    rows: Sequence[FixRow]
    answers: dict[int, tuple[Outcome, Reason | None]] = field(default_factory=dict[int, tuple[Outcome, Reason | None]])


async def limits_of(session: AsyncSession) -> Limits:
    rules = await zones.rules(session, now().astimezone(VIETNAM).date())
    bounds = Bounds(rules["impossible-knots"], rules["impossible-buffer-h"], int(rules["impossible-proving"]))
    return Limits(bounds, timedelta(days=rules["oldest-days"]), int(rules["most-strangers"]))


def judge_time(at: datetime, moment: datetime, limits: Limits) -> Reason | None:
    if at > moment + FUTURE:
        return Reason.IN_THE_FUTURE
    return Reason.TOO_OLD if at < moment - limits.oldest else None


async def take(session: AsyncSession, delivery: Delivery) -> None:
    """Every fix has its answer afterwards; one with the distress flag raises it whatever else is wrong with it."""
    limits, moment = await limits_of(session), now()
    incoming: list[Incoming] = []
    places: list[int] = []
    refused: list[tuple[Reason, bytes]] = []
    calls: list[Row] = []
    for place, given in enumerate(delivery.rows, 1):
        row = row_of(given)
        reason = row.wrong or (judge_time(row.at, moment, limits) if row.at else None)
        if row.is_distress:
            calls.append(row)
        if reason or row.at is None or row.lat is None or row.lon is None:
            reason = reason or Reason.NO_POSITION
            delivery.answers[place] = (Outcome.REJECTED, reason)
            refused.append((reason, raw_of(given)))
            continue
        values = (row.sog, row.cog, row.heading, row.accuracy_m)
        fix = Incoming(delivery.vessel.number, row.at, Channel.DEVICE, row.lat, row.lon, *values, Flag.NONE)
        incoming.append(fix)
        places.append(place)
    await _call(session, delivery.vessel, calls, moment)
    outcomes = await place_fixes(session, incoming, limits)
    for place, outcome in zip(places, outcomes, strict=True):
        delivery.answers[place] = (outcome, None)
    positions.keep(session, Channel.DEVICE, delivery.device.code, refused)


async def _call(session: AsyncSession, vessel: Vessel, calls: Iterable[Row], moment: datetime) -> None:
    """A call with a time that cannot be is a call all the same, of now."""
    for row in sorted(calls, key=lambda each: each.at or moment):
        at = row.at if row.at and row.at <= moment + FUTURE else moment
        lat, lon = row.lat, row.lon
        if lat is None:
            last = (await positions.latest(session, [vessel.number])).get(vessel.number)
            lat, lon = (last.lat, last.lon) if last else (None, None)
        call = Signal(str(vessel.id), DistressKind.DEVICE, at, lat, lon, mmsi=vessel.mmsi, vessel=vessel)
        await distress.signal(session, call)


async def place_fixes(session: AsyncSession, incoming: Sequence[Incoming], limits: Limits) -> list[Outcome]:
    """Stored, and what follows from them: zones, presence."""
    result = await store(session, incoming, limits.bounds)
    await fences.follow(session, result.moves)
    await presence.heard(session, {move.fix.vessel for move in result.moves})
    return result.outcomes
