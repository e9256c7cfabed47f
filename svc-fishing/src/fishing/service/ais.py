"""What AIS messages say, taken in: distress by itself and first, then positions and particulars in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fishing.models import Latest, Vessel
from fishing.queries import positions, vessels
from fishing.rules.ais import Message, Particulars, Position
from fishing.rules.ais_fields import UNDER_TEST
from fishing.rules.moment import fix_moment
from fishing.service import distress
from fishing.service.distress import Signal
from fishing.service.intake import Limits, judge_time, limits_of, place_fixes
from fishing.service.store import Incoming
from fishing.states import DISTRESS_PREFIXES, Channel, Flag, Reason, Role, VesselState
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.vi import fold

_FISHING_SHIP = 30
_MMSI_TAIL = 1_000_000


@dataclass(frozen=True)
class Heard:
    """One message with the moment of the receiver (None: it gave none), when it came, and from whom."""

    message: Message
    received: datetime | None
    arrived: datetime
    sender: str

    @property
    def moment(self) -> datetime:
        return self.received or self.arrived


def is_distress(heard: Heard) -> bool:
    return heard.message.mmsi // _MMSI_TAIL in DISTRESS_PREFIXES


async def call(session: AsyncSession, heard: Heard) -> None:
    """A SART, a man overboard or an EPIRB speaks: raised before anything else is looked at."""
    message = heard.message
    if not isinstance(message, Position):
        return
    at = min(fix_moment(heard.moment, message.second), heard.arrived)
    await distress.signal(
        session,
        Signal(
            sender=str(message.mmsi),
            kind=DISTRESS_PREFIXES[message.mmsi // _MMSI_TAIL],
            at=at,
            lat=message.lat,
            lon=message.lon,
            mmsi=message.mmsi,
            is_test=message.nav == UNDER_TEST,
        ),
    )


async def take(session: AsyncSession, batch: Sequence[Heard]) -> None:
    """Positions and particulars of ships; what cannot be used is kept with why."""
    limits, moment = await limits_of(session), now()
    known = await _vessels(session, {each.message.mmsi for each in batch}, limits)
    incoming: list[Incoming] = []
    refused: dict[str, list[tuple[Reason, bytes]]] = {}
    for each in batch:
        vessel, message = known.get(each.message.mmsi), each.message
        judged = _judge(each, vessel, limits, moment) if isinstance(message, Position) else None
        if vessel is None:
            judged = Reason.TOO_MANY_VESSELS
        if isinstance(judged, Reason):
            refused.setdefault(each.sender, []).append((judged, repr(message).encode()))
        elif judged:
            incoming.append(judged)
        elif isinstance(message, Particulars) and vessel:
            learn(vessel, message)
    await session.flush()
    await place_fixes(session, incoming, limits)
    for sender, rows in refused.items():
        positions.keep(session, Channel.AIS, sender, rows)


def _judge(heard: Heard, vessel: Vessel | None, limits: Limits, moment: datetime) -> Incoming | Reason:
    message = heard.message
    assert isinstance(message, Position)  # noqa: S101 - the caller has looked
    if message.lat is None or message.lon is None or (message.lat == 0 and message.lon == 0):
        return Reason.NO_POSITION
    at = fix_moment(heard.moment, message.second)
    if heard.received is None and at > heard.arrived:  # without a time of its own a fix is never ahead of its arrival
        at = heard.arrived.replace(microsecond=0)
    if reason := judge_time(at, moment, limits):
        return reason
    if vessel is None:
        return Reason.TOO_MANY_VESSELS
    flag = Flag.NONE if heard.received else Flag.ARRIVAL_TIME
    values = (message.sog, message.cog, message.heading, 10.0 if message.is_accurate else None)
    return Incoming(vessel.number, at, Channel.AIS, message.lat, message.lon, *values, flag)


async def _vessels(session: AsyncSession, mmsis: Iterable[int], limits: Limits) -> dict[int, Vessel]:
    """By MMSI; who is not known yet is written down as a stranger, as long as there are not too many."""
    known = await vessels.by_mmsi(session, mmsis)
    new = sorted(set(mmsis) - known.keys())
    if not new:
        return known
    room = limits.most_strangers - await vessels.strangers(session)
    for mmsi in new[: max(room, 0)]:
        vessel = Vessel(id=uuid7(), mmsi=mmsi, folded=str(mmsi), state=VesselState.AWAITED, role=Role.OTHER)
        session.add(vessel)
        known[mmsi] = vessel
    await session.flush()
    for mmsi in new[: max(room, 0)]:
        await session.refresh(known[mmsi], ["number"])
        session.add(Latest(vessel=known[mmsi].number, count=0, doubt_run=0))
    await session.flush()
    return known


def learn(vessel: Vessel, message: Particulars) -> None:
    """The registry knows its boats better than their transponders do: it is filled in, never overwritten."""
    wanted = {
        "name": message.name[:100],
        "call_sign": message.call_sign[:10],
        "ship_type": message.ship_type,
        "length_m": float(message.length_m) if message.length_m else None,
    }
    for column, value in wanted.items():
        before = getattr(vessel, column)
        if value and value != before and (not vessel.is_registered or not before):
            setattr(vessel, column, value)
    if not vessel.is_registered:
        vessel.role = Role.FISHING if vessel.ship_type == _FISHING_SHIP else Role.OTHER
        vessel.folded = fold(f"{vessel.name} {vessel.call_sign} {vessel.mmsi}")
