"""The AIS door: datagrams become boats, fixes and distress; what cannot be read is kept."""

import asyncio
import socket
from datetime import UTC, datetime

import pytest
from huedemo import sentences as made
from sqlalchemy import func, select

from fishing.models import Distress, Latest, Position, RejectedInput, Vessel
from fishing.service.receiver import AisReceiver
from fishing.states import Flag, Reason, Role

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
SECONDS = int(NOON.timestamp())
BOAT = {"type": 18, "mmsi": 574000001, "lat": 16.6, "lon": 108.0, "speed": 5.0, "course": 90.0, "second": 58}
SART = {"type": 1, "mmsi": 970123456, "lat": 16.7, "lon": 108.5, "status": 14, "second": 0}


@pytest.fixture
def receiver(runtime, at_noon):
    return AisReceiver(runtime)


async def hear(receiver, *lines, sender="192.0.2.1"):
    for line in lines:
        receiver.receive(line.encode(), sender)
    await receiver.take_waiting()


async def test_a_stranger_is_known_by_its_first_position(receiver, session):
    await hear(receiver, made.tagged(*made.sentences(**BOAT), SECONDS - 60))
    vessel = (await session.scalars(select(Vessel))).one()
    fix = (await session.scalars(select(Position))).one()
    assert (vessel.mmsi, vessel.is_registered) == (574000001, False)
    assert (round(fix.lat, 4), round(fix.lon, 4), fix.sog, fix.flag) == (16.6, 108.0, 5.0, 0)


async def test_the_time_is_that_of_the_message_not_of_its_arrival(receiver, session):
    await hear(receiver, made.tagged(*made.sentences(**BOAT), SECONDS - 3600))
    assert (await session.scalar(select(Position.at))).isoformat() == "2026-11-03T03:59:58+00:00"


async def test_a_sentence_without_a_time_says_that_its_time_is_the_arrival(receiver, session):
    await hear(receiver, *made.sentences(**BOAT))
    assert Flag(await session.scalar(select(Position.flag))) is Flag.ARRIVAL_TIME


async def test_the_same_sentence_from_two_receivers_is_one_fix(receiver, session):
    line = made.tagged(*made.sentences(**BOAT), SECONDS - 60)
    await hear(receiver, line, sender="192.0.2.1")
    await hear(receiver, line, sender="192.0.2.2")
    assert await session.scalar(select(func.count()).select_from(Position)) == 1


async def test_a_time_ahead_of_the_clock_is_kept_aside(receiver, session):
    await hear(receiver, made.tagged(*made.sentences(**BOAT), SECONDS + 3600))
    assert await session.scalar(select(RejectedInput.reason)) is Reason.IN_THE_FUTURE


async def test_particulars_name_a_stranger(receiver, session):
    ship = {"shipname": "HAI AU", "callsign": "XV1", "ship_type": 30}
    await hear(receiver, *made.sentences(type=5, mmsi=574000001, **ship, group=1))
    vessel = (await session.scalars(select(Vessel))).one()
    assert (vessel.name, vessel.call_sign, vessel.role) == ("HAI AU", "XV1", Role.FISHING)


async def test_the_registry_is_not_overwritten_by_a_transponder(receiver, harbour):
    boat = await harbour.boat(mmsi=574000001)
    await hear(receiver, *made.sentences(type=24, mmsi=574000001, partno=0, shipname="FALSE NAME"))
    assert (await harbour.reload(boat)).name == "Thuận Phong"


async def test_a_stranger_that_is_registered_keeps_its_fixes(receiver, harbour, session):
    await hear(receiver, made.tagged(*made.sentences(**BOAT), SECONDS - 60))
    boat = await harbour.boat(mmsi=574000001)
    assert (await session.get(Latest, boat.number)).count == 1


async def test_what_cannot_be_read_is_kept_as_it_came(receiver, session):
    await hear(receiver, "$GPRMC,nonsense*00", made.sentences(**BOAT)[0][:-1] + "Z")
    rows = (await session.scalars(select(RejectedInput).order_by(RejectedInput.id))).all()
    assert [(row.reason, row.sender) for row in rows] == [(Reason.SYNTAX, "192.0.2.1")] * 2
    assert rows[0].raw == b"$GPRMC,nonsense*00"


@pytest.mark.parametrize(("mmsi", "kind"), [(970123456, "sart"), (972123456, "mob"), (974123456, "epirb")])
async def test_a_beacon_raises_distress(receiver, session, mmsi, kind):
    await hear(receiver, *made.sentences(**SART | {"mmsi": mmsi}))
    row = (await session.scalars(select(Distress))).one()
    assert (row.kind, row.is_test, round(row.lat, 4)) == (kind, False, 16.7)


async def test_the_eight_messages_of_a_burst_are_one_distress(receiver, session):
    await hear(receiver, *made.sentences(**SART) * 8)
    assert await session.scalar(select(func.count()).select_from(Distress)) == 1


async def test_a_beacon_without_a_position_raises_distress_all_the_same(receiver, session):
    await hear(receiver, *made.sentences(**SART | {"lat": 91.0, "lon": 181.0}))
    assert (await session.scalars(select(Distress))).one().lat is None


async def test_a_test_is_marked_and_becomes_real_with_the_first_real_message(receiver, session):
    await hear(receiver, *made.sentences(**SART | {"status": 15}))
    row = (await session.scalars(select(Distress))).one()
    assert row.is_test
    await hear(receiver, *made.sentences(**SART))
    await session.refresh(row)
    assert not row.is_test


async def test_datagrams_come_in_by_udp(runtime, committed_database, clock):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    runtime.settings = runtime.settings.model_copy(update={"ais_port": port})
    runtime.database = committed_database
    receiver = AisReceiver(runtime)
    receiver.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        async with asyncio.timeout(10):
            while not await fixes(committed_database):
                sender.sendto("\n".join(made.sentences(**BOAT)).encode(), ("127.0.0.1", port))
                await asyncio.sleep(0.1)
    await receiver.stop()


async def fixes(database):
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(Position))
