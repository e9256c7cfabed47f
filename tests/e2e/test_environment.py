"""Environment in the whole city: a file at the gateway becomes views, events and SensorThings, also after a kill."""

import asyncio
import json
import os
import signal
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

from tests.city import City
from tests.people import until

SEEN_WITHIN_S = 20.0
VIETNAM = timedelta(hours=7)


def file_of(metres: float, at: datetime) -> tuple[str, bytes]:
    stamp = (at + VIETNAM).strftime("%Y%m%d%H%M%S")
    return f"KIMLONG_{stamp}.txt", f"Level\t{metres}\tm\t{stamp}\t00\r\n".encode()


async def send(client, city: City, metres: float, at: datetime):
    name, raw = file_of(metres, at)
    headers = {"Authorization": f"Bearer {city.token('moderator')}", "Idempotency-Key": f"{name}-{metres}"}
    headers["Content-Type"] = "text/plain"
    return await client.post(f"/v1/ops/environment/station-files?name={name}", content=raw, headers=headers)


async def kim_long(client) -> dict:
    items = (await client.get("/v1/environment/stations")).json()["items"]
    return next(each for each in items if each["code"] == "KIMLONG")


async def flood_events(city: City) -> list[str]:
    async with city.database("environment") as database:
        rows = await database.fetch(
            "select subject from outbox where subject like 'evt.environment.flood_level.%' order by id"
        )
    return [row["subject"] for row in rows]


async def test_a_station_file_raises_the_level_that_everybody_sees_and_a_kill_doubles_nothing(city: City):
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
    async with city.client() as client:
        answer = await send(client, city, 2.56, at)
        assert answer.status_code == 200, answer.text
        assert answer.json()["accepted"] == 1

        async def is_shown() -> bool:
            station = await kim_long(client)
            detail = (await client.get(f"/v1/environment/stations/{station['id']}")).json()
            return station["flood_level"] == 2 and (detail["flood"] or {}).get("distance_m") == 0.56

        await until(is_shown, SEEN_WITHIN_S)
        first = city.pid("environment")
        os.kill(first, signal.SIGKILL)
        assert (await client.get("/v1/environment/stations")).status_code == 200  # from the gateway's memory

        async def is_taken_again() -> bool:
            again = await send(client, city, 2.57, at + timedelta(minutes=1))
            return again.status_code == 200

        await until(is_taken_again, SEEN_WITHIN_S)
        await asyncio.sleep(0)
    assert await flood_events(city) == ["evt.environment.flood_level.reached"]


async def test_sensorthings_is_read_through_the_gateway(city: City):
    async with city.client() as client:
        things = (await client.get("/v1.1/Things", params={"$top": 2, "$count": "true"})).json()
        assert (len(things["value"]), things["@iot.count"]) == (2, 3)
        following = await client.get(things["@iot.nextLink"])
        assert len(following.json()["value"]) == 1


async def test_a_station_that_speaks_mqtt_is_heard(city: City):
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2)
    reading = {"at": at.isoformat(), "values": {"Level": 0.81}}

    await asyncio.to_thread(speak, city.hue("token", "mqtt").strip(), "devices/environment/KIMLONG/readings", reading)

    async with city.client() as client:

        async def value() -> float | None:
            return next(each["value"] for each in (await kim_long(client))["readings"] if each["parameter"] == "Level")

        await until(value, SEEN_WITHIN_S, is_it=lambda found: found == 0.81)


def speak(url: str, topic: str, document: object) -> None:
    """Publish once with QoS 1, as a logger does, and wait for the acknowledgement."""
    where = urlsplit(url)
    device = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="kimlong", protocol=mqtt.MQTTv311)
    device.username_pw_set(where.username or "", where.password)
    device.connect(where.hostname or "", where.port or 0)
    device.loop_start()
    try:
        device.publish(topic, json.dumps(document), qos=1).wait_for_publish(5)
    finally:
        device.disconnect()
        device.loop_stop()
