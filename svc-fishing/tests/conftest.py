"""The tests of the fishing service: the sea off Hue, boats, and what comes from them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from fishing import schemas
from fishing.models import Device
from fishing.queries import vessels as rows
from fishing.seed import permission_rows, rule_rows, zone_rows
from fishing.service import vessels
from fishing.service.intake import Delivery, take
from hueioc.outbox import COLLECTED, Kind, outbox

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
"""Twelve o'clock in Hue."""
AT_SEA = (16.60, 108.40)
"""In the inshore zone, 20 nm behind the coastal line."""


@pytest.fixture(scope="session")
def service_name() -> str:
    return "fishing"


@pytest.fixture
def at_noon(clock):
    clock.set(NOON)
    return clock


def more(fix):
    return fix[3] if len(fix) > 3 else {}


class Harbour:
    """Boats, and what comes from them."""

    def __init__(self, session, runtime, clock):
        self.session, self.runtime, self.clock = session, runtime, clock

    async def boat(self, registration="TTH-91234-TS", length_m=18.0, **more):
        data = schemas.VesselWrite(registration=registration, length_m=length_m, name="Thuận Phong", **more)
        return await vessels.add(self.session, self.runtime.vault, data)

    async def device(self, boat, code="DEV-1"):
        made = await vessels.add_device(self.session, self.runtime, boat.id, schemas.DeviceCreate(code=code))
        return made, await self.session.get(Device, made.id)

    async def send(self, boat, *fixes):
        """Each fix: minutes after noon, latitude, longitude, and more fields."""
        device = (await self.session.scalars(select(Device).where(Device.vessel_id == boat.id))).first()
        if device is None:
            _, device = await self.device(boat, f"DEV-{boat.registration}")
        given = [
            schemas.FixRow(
                t=(NOON + timedelta(minutes=each[0])).timestamp(),
                lat=each[1],
                lon=each[2],
                **more(each),
            )
            for each in fixes
        ]
        latest = max(each.t for each in given)
        self.clock.set(max(self.clock.moment, datetime.fromtimestamp(latest, UTC)))
        delivery = Delivery(boat, device, given)
        await take(self.session, delivery)
        await self.session.flush()
        return [delivery.answers[place] for place in sorted(delivery.answers)]

    async def reload(self, boat):
        await self.session.refresh(boat)
        return boat

    async def stranger(self, mmsi):
        return (await rows.by_mmsi(self.session, [mmsi])).get(mmsi)

    def events(self):
        """What was published, in order: the entity and verb of the subject."""
        import json

        found = [each for each in self.session.info.get(COLLECTED, []) if each.kind == Kind.EVENT]
        return [(each.subject.removeprefix("evt.fishing."), json.loads(each.payload)) for each in found]

    def said(self):
        return [subject for subject, _ in self.events() if subject != "vessel.registered"]


@pytest.fixture
def harbour(session, runtime, at_noon):
    assert outbox is not None
    return Harbour(session, runtime, at_noon)


@pytest.fixture
def sea():
    """The rows of the seed, without a database."""
    return {"zones": zone_rows(), "rules": rule_rows(), "permissions": permission_rows(), "noon": NOON, "at": AT_SEA}
