"""The registry of boats, their devices and keys, as staff keep it."""

import secrets
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import schemas
from fishing.errors import (
    DeviceExists,
    KeyRefused,
    OtherDevice,
    UnknownDevice,
    UnknownVessel,
    UnknownZone,
    VesselExists,
)
from fishing.events import VesselRegistered
from fishing.models import Device, Latest, Vessel, Zone
from fishing.queries import vessels, zones
from fishing.schemas import VesselWrite
from fishing.service import people
from fishing.service.announce import announce, facts_of
from fishing.states import ChangeKind, PersonRole, VesselState
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault
from hueioc.runtime import Runtime
from hueioc.vi import fold

KEY_KIND = "device-key"
MARK = "hue_dev_"
PEOPLE = {"owner": PersonRole.OWNER, "skipper": PersonRole.SKIPPER}


async def find(session: AsyncSession, vessel_id: UUID) -> Vessel:
    vessel = await vessels.find(session, vessel_id)
    if vessel is None:
        raise UnknownVessel
    return vessel


async def add(session: AsyncSession, vault: Vault, data: VesselWrite) -> Vessel:
    """A new boat; a stranger with its MMSI becomes it, with all its fixes."""
    if await vessels.by_registration(session, data.registration):
        raise VesselExists
    vessel = await _stranger(session, data.mmsi)
    if vessel is None:
        vessel = Vessel(id=uuid7(), state=VesselState.AWAITED)
        session.add(vessel)
    await _write(session, vault, vessel, data, ChangeKind.REGISTERED)
    return vessel


async def change(session: AsyncSession, vault: Vault, vessel: Vessel, data: VesselWrite) -> bool:
    """Whether anything has changed."""
    other = await vessels.by_registration(session, data.registration)
    if other is not None and other.id != vessel.id:
        raise VesselExists
    if data.mmsi and data.mmsi != vessel.mmsi and data.mmsi in await vessels.by_mmsi(session, [data.mmsi]):
        raise VesselExists
    return await _write(session, vault, vessel, data, ChangeKind.CHANGED)


async def _stranger(session: AsyncSession, mmsi: int | None) -> Vessel | None:
    if mmsi is None:
        return None
    vessel = (await vessels.by_mmsi(session, [mmsi])).get(mmsi)
    if vessel is not None and vessel.is_registered:
        raise VesselExists
    return vessel


async def _write(session: AsyncSession, vault: Vault, vessel: Vessel, data: VesselWrite, kind: ChangeKind) -> bool:
    columns = data.model_dump(exclude=set(PEOPLE))
    changed = kind is ChangeKind.REGISTERED or any(getattr(vessel, name) != value for name, value in columns.items())
    for name, value in columns.items():
        setattr(vessel, name, value)
    vessel.is_registered = True
    vessel.folded = fold(f"{vessel.name} {vessel.registration} {vessel.mmsi or ''} {vessel.call_sign}")
    await session.flush()
    if vessel.number is None or await session.get(Latest, vessel.number) is None:  # pyright: ignore[reportUnnecessaryComparison] - the database numbers new rows
        await session.refresh(vessel, ["number"])
        session.add(Latest(vessel=vessel.number, count=0, doubt_run=0))
    for name, role in PEOPLE.items():
        person: schemas.PersonIn | None = getattr(data, name)
        if person is not None:
            changed |= await people.write(session, vault, vessel, role, person)
    if changed:
        event = VesselRegistered(**facts_of(vessel), at=now())
        await announce(session, vessel, event, kind, {})
    return changed


async def add_device(
    session: AsyncSession, runtime: Runtime, vessel_id: UUID, data: schemas.DeviceCreate
) -> schemas.DeviceMade:
    """A device of this boat and its key: shown now, kept only as a keyed hash."""
    vessel = await find(session, vessel_id)
    if await vessels.device_by_code(session, data.code):
        raise DeviceExists
    key = MARK + secrets.token_urlsafe(32)
    token = runtime.vault.token(KEY_KIND, key)
    row = Device(id=uuid7(), vessel_id=vessel.id, code=data.code, supplier=data.supplier, key_hash=token)
    session.add(row)
    await session.flush()
    return schemas.DeviceMade(id=row.id, code=row.code, key=key)


async def device_of_key(session: AsyncSession, runtime: Runtime, key: str) -> Device:
    """Raises `KeyRefused`."""
    row = await vessels.device_of(session, runtime.vault.token(KEY_KIND, key)) if key else None
    if row is None or row.revoked_at is not None:
        raise KeyRefused
    return row


def demand_own(device: Device, device_id: str) -> None:
    if device_id and device_id != device.code:
        raise OtherDevice


async def revoke_device(session: AsyncSession, vessel_id: UUID, device_id: UUID) -> None:
    row = await session.get(Device, device_id, with_for_update=True)
    if row is None or row.vessel_id != vessel_id:
        raise UnknownDevice
    row.revoked_at = row.revoked_at or now()


async def verify_zone(session: AsyncSession, code: str, caller: Principal, data: schemas.ZoneVerification) -> Zone:
    """Somebody answers for the line; before that a zone is advice."""
    zone = await zones.by_code(session, code)
    if zone is None:
        raise UnknownZone
    zone.enforceable, zone.source, zone.verified_by = data.enforceable, data.source, caller.subject
    await record(session, caller.subject, "zone.verified", zone.code, {"enforceable": data.enforceable})
    return zone
