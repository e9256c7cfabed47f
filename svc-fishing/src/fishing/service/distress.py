"""Distress: raised at once and first of all, whatever else is wrong with the message; one at a time for a sender."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import events, schemas, views
from fishing.errors import DistressClosed, UnknownDistress
from fishing.models import Distress, DistressLine, Vessel, VesselChange
from fishing.queries import distresses
from fishing.rules.sea import MILE_M, distance_m
from fishing.service.documents import boat_of
from fishing.states import ChangeKind, DistressKind, DistressState, LineKind
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.views import publish_view, withdraw_view

MOVED_M = MILE_M / 10
"""A drift that is worth a line of the log."""
SYSTEM = "system"


@dataclass(frozen=True)
class Signal:
    """A call for help. `at` is the message's own time; without one, when it came."""

    sender: str
    kind: DistressKind
    at: datetime
    lat: float | None
    lon: float | None
    mmsi: int | None = None
    vessel: Vessel | None = None
    is_test: bool = False


async def signal(session: AsyncSession, call: Signal) -> Distress | None:
    """The distress that is open for this sender now; None: an old call that has been answered already."""
    await distresses.lock_sender(session, call.sender)
    row = await distresses.open_of(session, call.sender)
    if row is not None and (call.is_test or not row.is_test):
        return await _heard_again(session, row, call)
    if row is not None:  # what was held for a test is none
        row.is_test, row.state, row.raised_at = False, DistressState.RAISED, call.at
        return await _raise(session, row, call)
    closed = await distresses.closed_at(session, call.sender)
    if closed is not None and call.at <= closed:
        return None
    row = Distress(
        id=uuid7(),
        sender=call.sender,
        kind=call.kind,
        state=DistressState.RAISED,
        is_test=call.is_test,
        vessel_id=call.vessel.id if call.vessel else None,
        mmsi=call.mmsi,
        raised_at=call.at,
    )
    session.add(row)
    return await _raise(session, row, call)


async def _raise(session: AsyncSession, row: Distress, call: Signal) -> Distress:
    row.heard_at = now()
    if call.lat is not None and call.lon is not None:
        row.lat, row.lon, row.fixed_at = call.lat, call.lon, call.at
    if call.vessel:
        facts = {"kind": row.kind.value}
        session.add(
            VesselChange(id=uuid7(), vessel_id=call.vessel.id, kind=ChangeKind.DISTRESS, at=call.at, facts=facts)
        )
    await _note(session, row, LineKind.RAISED, SYSTEM, "")
    await _announce(session, row, events.DistressRaised)
    return row


async def _heard_again(session: AsyncSession, row: Distress, call: Signal) -> Distress:
    row.heard_at = now()
    is_newer = row.fixed_at is None or call.at > row.fixed_at
    if call.lat is None or call.lon is None or not is_newer:
        return row
    here = (call.lon, call.lat)
    has_moved = row.lat is None or row.lon is None or distance_m((row.lon, row.lat), here) >= MOVED_M
    if has_moved:
        row.lat, row.lon, row.fixed_at = call.lat, call.lon, call.at
        await _note(session, row, LineKind.MOVED, SYSTEM, f"{call.lat:.5f}, {call.lon:.5f}")
        await _show(session, row)
    return row


async def acknowledge(session: AsyncSession, distress_id: UUID, caller: Principal) -> schemas.Distress:
    """The first to acknowledge has it; a second time changes nothing."""
    row = await _open(session, distress_id)
    if row.state is DistressState.RAISED:
        row.state, row.acknowledged_at = DistressState.ACKNOWLEDGED, now()
        await _note(session, row, LineKind.ACKNOWLEDGED, caller.subject, "")
        await record(session, caller.subject, "distress.acknowledged", str(row.id))
        await _announce(session, row, events.DistressAcknowledged)
    return views.distress(row, await boat_of(session, row))


async def note(session: AsyncSession, distress_id: UUID, caller: Principal, words: str) -> None:
    row = await _open(session, distress_id)
    await _note(session, row, LineKind.NOTE, caller.subject, words)


async def close(
    session: AsyncSession, distress_id: UUID, caller: Principal, data: schemas.ClosureCreate
) -> schemas.Distress:
    """Over, with why; the document of what is over goes, the row stays."""
    row = await _open(session, distress_id)
    moment = now()
    row.state, row.closed_at, row.closing = DistressState.CLOSED, moment, data.closing
    await _note(session, row, LineKind.CLOSED, caller.subject, data.words)
    await record(session, caller.subject, "distress.closed", str(row.id), {"closing": data.closing.value})
    boat = await boat_of(session, row)
    await session.flush()
    event = events.DistressClosed(**_facts(row, boat), at=moment, closing=data.closing)
    publish(session, event, subject_id=row.id, version=row.version)
    withdraw_view(session, views.DISTRESS, row.id, version=row.version)
    return views.distress(row, boat)


async def _open(session: AsyncSession, distress_id: UUID) -> Distress:
    row = await distresses.lock(session, distress_id)
    if row is None:
        raise UnknownDistress
    if row.state is DistressState.CLOSED:
        raise DistressClosed
    return row


async def _note(session: AsyncSession, row: Distress, kind: LineKind, actor: str, words: str) -> None:
    row.updated_at = now()
    await session.flush()
    session.add(DistressLine(id=uuid7(), distress_id=row.id, at=now(), kind=kind, actor=actor, words=words))


async def _announce(
    session: AsyncSession, row: Distress, kind: type[events.DistressRaised | events.DistressAcknowledged]
) -> None:
    await session.flush()
    event = kind(**_facts(row, await boat_of(session, row)), at=now())
    publish(session, event, subject_id=row.id, version=row.version)
    await _show(session, row)


async def _show(session: AsyncSession, row: Distress) -> None:
    await session.flush()
    shown = views.distress(row, await boat_of(session, row))
    publish_view(session, views.DISTRESS, row.id, shown, version=row.version)


def _facts(row: Distress, boat: Vessel | None) -> dict[str, Any]:
    names = ("kind", "is_test", "vessel_id", "mmsi", "lat", "lon", "raised_at")
    return {"distress_id": row.id, "label": views.distress_label(row, boat)} | {
        name: getattr(row, name) for name in names
    }
