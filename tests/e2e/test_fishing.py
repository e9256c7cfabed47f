"""Fishing in the whole city: AIS by UDP and a device's batch become views, events and the tile; flow 4; a kill."""

import asyncio
import os
import signal
import socket
import time
from functools import reduce
from operator import xor
from typing import Any

from pyais import encode_dict

from tests.city import City
from tests.people import until

SEEN_WITHIN_S = 20.0
RAISED_WITHIN_S = 10.0
OPS = "/v1/ops/fishing"


def sentence(**fields: Any) -> bytes:
    """With the receiver's time of now in a TAG block."""
    (line,) = encode_dict(fields, talker_id="AI", sentence_type="VDM", radio_channel="A", seq_id="")
    tag = f"c:{int(time.time())}"
    return f"\\{tag}*{reduce(xor, tag.encode()):02X}\\{line}\r\n".encode()


def send(city: City, **fields: Any) -> None:
    """To the door that the city has opened for AIS."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(sentence(**fields), ("127.0.0.1", city.state["ports"]["fishing.ais_port"]))


class Duty:
    """An officer on duty, at the gateway."""

    def __init__(self, city: City, client: Any) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {city.token('moderator')}"}

    async def see(self, path: str) -> Any:
        answer = await self.client.get(path, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def do(self, path: str, body: Any, key: str) -> Any:
        answer = await self.client.post(path, json=body, headers=self.headers | {"Idempotency-Key": key})
        assert answer.is_success, answer.text
        return answer.json()


async def subjects(city: City) -> list[str]:
    """What has been published, in order."""
    async with city.database("fishing") as database:
        rows = await database.fetch("select subject from outbox where subject like 'evt.fishing.%' order by id")
    return [row["subject"].removeprefix("evt.fishing.") for row in rows]


async def test_a_boat_heard_by_udp_is_on_the_map_and_its_zone_is_told(city: City):
    async with city.client() as client:
        duty = Duty(city, client)
        boat = {"registration": "TTH-91234-TS", "length_m": 18, "mmsi": 574000001, "name": "Thuận Phong"}
        made = await duty.do(f"{OPS}/vessels", boat, "boat-1")

        async def is_shown() -> bool:
            send(city, type=18, mmsi=574000001, lat=16.6, lon=108.0, speed=5.0, course=80.0, second=60)
            items = (await duty.see(f"{OPS}/fleet"))["items"]
            return any(each["id"] == made["id"] and each["state"] == "online" for each in items)

        await until(is_shown, SEEN_WITHIN_S)

        async def is_in_the_layer() -> bool:
            return any(each["id"] == made["id"] for each in (await duty.see("/v1/map/fishing"))["features"])

        await until(is_in_the_layer, SEEN_WITHIN_S)
        shown = await duty.see(f"{OPS}/vessels/{made['id']}")
        assert [zone["code"] for zone in shown["zones"]] == ["inshore"]
        assert (await client.get("/v1/map/fishing")).status_code in {401, 403, 404}
    assert "vessel.entered" in await subjects(city)


async def test_a_beacon_is_on_every_operators_screen_with_the_nearest_boats_and_a_log(city: City):
    """Flow 4."""
    async with city.client() as client:
        duty = Duty(city, client)
        began = time.monotonic()
        send(city, type=1, mmsi=970123456, lat=16.62, lon=108.05, status=14, second=60)

        async def is_raised() -> bool:
            return bool((await duty.see(f"{OPS}/open-distresses"))["items"])

        await until(is_raised, RAISED_WITHIN_S)
        print(f"on the screen after {time.monotonic() - began:.2f} s")
        (call,) = (await duty.see(f"{OPS}/open-distresses"))["items"]
        desk = await duty.see(f"{OPS}/distresses/{call['id']}/desk")
        assert (call["kind"], desk["nearest"][0]["label"]) == ("sart", "Thuận Phong")

        async def is_on_the_tile() -> bool:
            return (await duty.see("/v1/city/fishing"))["level"] == "alarm"

        await until(is_on_the_tile, SEEN_WITHIN_S)
        await duty.do(f"{OPS}/distresses/{call['id']}/acknowledgement", None, "ack-1")
        closure = {"closing": "resolved", "words": "Đã vớt được 2 người"}
        await duty.do(f"{OPS}/distresses/{call['id']}/closure", closure, "close-1")

        async def is_over() -> bool:
            return not (await duty.see(f"{OPS}/open-distresses"))["items"]

        await until(is_over, SEEN_WITHIN_S)
    told = [each for each in await subjects(city) if each.startswith("distress.")]
    assert told == ["distress.raised", "distress.acknowledged", "distress.closed"]


async def test_a_devices_batch_that_is_sent_again_after_a_kill_is_stored_once(city: City):
    async with city.client() as client:
        duty = Duty(city, client)
        made = await duty.do(f"{OPS}/vessels", {"registration": "TTH-90002-TS", "length_m": 16}, "boat-2")
        device = await duty.do(f"{OPS}/vessels/{made['id']}/devices", {"code": "VSS-2"}, "device-2")
        fixes = [{"t": int(time.time()) - each, "lat": 16.7, "lon": 108.6} for each in (300, 200, 100)]

        async def answer() -> Any:
            return await client.post(
                "/v1/fishing/positions", json={"fixes": fixes}, headers={"Device-Key": device["key"]}
            )

        assert (await answer()).json()["accepted"] == 3
        os.kill(city.pid("fishing"), signal.SIGKILL)
        assert (await duty.see(f"{OPS}/fleet"))["items"]  # from the gateway's memory

        async def is_taken_again() -> bool:
            again = await answer()
            return again.status_code == 200 and again.json()["duplicates"] == 3

        await until(is_taken_again, SEEN_WITHIN_S)
        await asyncio.sleep(0)
