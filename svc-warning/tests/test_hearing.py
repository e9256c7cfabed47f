"""Events of other services: what their published schemas allow is read, what is none is refused; the camera's too."""

import asyncio
import json
import os
import random
from pathlib import Path
from uuid import uuid4

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import select

from hueioc.areas.units import wards
from hueioc.bus.consumer import ConsumerLoop
from hueioc.bus.streams import Consumer, Stream, ensure_consumer, ensure_stream
from hueioc.clock import now
from hueioc.cloudevents import CloudEvent
from warning import consumers
from warning.models import Seen, Situation
from warning.rules.situations import Rule, Sighting, degrees_around, matches
from warning.service.hearing import flood_of, limit_of, sighting_of

MUTATIONS = 3_000
MANY = 100_000
DOCUMENT = json.loads((Path(__file__).resolve().parents[2] / "docs/asyncapi.yaml").read_text(encoding="utf-8"))
PLACE = {"lat": 16.4685, "lon": 107.589}
NOON = "2026-11-03T05:00:00Z"
STATION = {
    "station_id": str(uuid4()),
    "code": "KIMLONG",
    "name_vi": "Kim Long",
    "name_en": "Kim Long",
    **PLACE,
    "ward": "19774",
    "at": NOON,
}
FLOOD = STATION | {
    "river_vi": "sông Hương",
    "river_en": "Huong river",
    "level": 2,
    "before": 1,
    "value_m": 2.56,
    "levels_m": [1.0, 2.0, 3.5],
    "nearest": 2,
    "distance_m": 0.56,
    "sentence_vi": "Mực nước",
    "sentence_en": "Water level",
}
LIMIT = STATION | {"parameter": "NO2", "unit": "µg/m³", "value": 250.0, "limit": 200.0, "source": "QCVN"}
CAMERA = {"camera_id": str(uuid4()), "kind": "littering", **PLACE, "ward": "19789", "at": NOON}
REPORT = {
    "report_id": str(uuid4()),
    "code": "PA-1",
    "category": "garbage",
    "priority": "normal",
    **PLACE,
    "ward": "19789",
    "unit_id": None,
    "due_at": None,
    "at": NOON,
}


def schema_of(event_type):
    (found,) = [each["payload"] for each in DOCUMENT["components"]["messages"].values() if each["name"] == event_type]
    return found | {"components": DOCUMENT["components"]}


@pytest.mark.parametrize(
    ("event_type", "facts"),
    [
        ("vn.hue.environment.flood_level.reached.v1", FLOOD),
        ("vn.hue.environment.flood_level.left.v1", FLOOD),
        ("vn.hue.environment.limit.exceeded.v1", LIMIT),
        ("vn.hue.environment.limit.returned.v1", LIMIT),
        ("vn.hue.reflection.report.received.v1", REPORT),
    ],
)
def test_what_the_publishers_schema_allows_is_read(event_type, facts):
    jsonschema_rs.validate(schema_of(event_type), facts)
    data = json.dumps(facts).encode()
    sighting, about, _ = sighting_of(data, event_type)
    assert (sighting.lat, about) == (PLACE["lat"], facts.get("station_id") or facts.get("report_id"))
    if "flood_level" in event_type:
        assert flood_of(data).level == 2
    if "limit" in event_type:
        assert limit_of(data, is_exceeded=True).origin == "limit:KIMLONG:NO2"


def read_or_refused(data):
    for read in (
        flood_of,
        lambda raw: limit_of(raw, is_exceeded=True),
        lambda raw: sighting_of(raw, "vn.hue.a.b.c.v1"),
    ):
        try:
            read(data)
        except ValidationError:
            continue


def mutated(chance):
    facts = dict(chance.choice([FLOOD, LIMIT, REPORT, CAMERA]))
    for _ in range(chance.randint(0, 3)):
        values = [None, "", -1, 1e400, 91, "NaN", [], {}, "\ud800", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"]
        facts[chance.choice(list(facts))] = chance.choice(values)
    made = bytearray(json.dumps(facts).encode())
    for _ in range(chance.randint(0, 4)):
        at = chance.randrange(len(made))
        made[at : at + chance.randint(0, 3)] = bytes([chance.randrange(256)])
    return bytes(made)


def test_no_mutated_event_is_more_than_refused():
    chance = random.Random(20261103)
    for _ in range(MUTATIONS):
        read_or_refused(mutated(chance))


@pytest.mark.long
def test_a_hundred_thousand_mutated_events_are_no_more_than_refused():
    chance = random.Random(int(os.environ.get("HUE_SEED", "10")))
    for _ in range(MANY):
        read_or_refused(mutated(chance))


def sighting(kind, lat, lon, minutes):
    from datetime import UTC, datetime, timedelta

    return Sighting(kind, "", lat, lon, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


places = st.tuples(st.floats(16.40, 16.41), st.floats(107.50, 107.51), st.integers(0, 90))


@given(places, places, st.integers(1, 2000))
def test_who_matches_whom_does_not_depend_on_who_came_first(a, b, metres):
    from datetime import timedelta

    rule = Rule("r", [{"first": ["x"], "second": ["y"]}], metres, timedelta(minutes=30))
    one, other = sighting("x", *a), sighting("y", *b)
    assert bool(matches(rule, one, [other])) == bool(matches(rule, other, [one]))
    if matches(rule, one, [other]):
        assert abs(one.lat - other.lat) <= degrees_around(metres)


async def test_a_service_that_is_not_installed_is_not_listened_to():
    streams = {each.stream for each in consumers.CONSUMERS}
    assert {"EVT_ENVIRONMENT", "EVT_REFLECTION", "EVT_GATEWAY"} <= streams


@pytest.fixture
async def cameras(bus, committed_database):
    """The stream of a camera service, as its events will be, and our consumer on it."""
    stream = Stream(name="CAMERAS_OF_A_TEST", subjects=("test.camera.>",))
    await ensure_stream(bus, stream)
    consumer = Consumer(
        name="warning-cameras-test", stream=stream.name, subjects=stream.subjects, handle=consumers.on_something_seen
    )
    await ensure_consumer(bus, consumer)
    loop = ConsumerLoop("warning", consumer, bus=bus, database=committed_database)
    loop.start()
    yield bus
    await loop.stop()


async def publish(bus, kind, facts):
    event = CloudEvent(
        id=str(uuid4()), source="/svc/x", type=f"vn.hue.{kind}.v1", subject=str(uuid4()), time=now(), extensions={}
    )
    headers = event.headers() | {"Hue-Version": "1"}
    await bus.publish_durably(f"test.camera.{kind}", json.dumps(facts).encode(), headers)


async def test_a_cameras_event_of_the_handbooks_schema_and_a_report_become_one_situation(cameras, committed_database):
    moment = {"at": now().isoformat()}
    await publish(cameras, "camera.traffic.counted", {"no": "place"})
    await publish(cameras, "reflection.report.received", REPORT | moment)
    await publish(cameras, "camera.scene.littering", CAMERA | moment)

    async def there():
        async with committed_database.transaction() as session:
            return (await session.scalars(select(Situation))).first()

    async with asyncio.timeout(15):
        while (found := await there()) is None:
            await asyncio.sleep(0.05)
    assert found.ward in wards()
    async with committed_database.transaction() as session:
        assert sorted(await session.scalars(select(Seen.kind))) == [
            "camera.scene.littering",
            "reflection.report.received",
        ]
