"""The Hương river rises above its second alarm level and falls; the air station sends its day and goes on by MQTT."""

import asyncio
import itertools
import json
import math
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from huedemo.town import Town, Visitor

NAME = "environment"
EVERY_S = 5.0
HOURS = 14
RISE_S = 150.0
LOW_M, HIGH_M = 0.6, 2.8
VIETNAM = timedelta(hours=7)
FILES = "/v1/ops/environment/station-files"
AIR = "HUE_KK_HUNGVUONG"


async def act(town: Town) -> None:
    moderator = await town.person("moderator", "demo-desk")
    await _day_of_air(town, moderator)
    station = Station(town.mqtt_url)
    try:
        for number in itertools.count():
            await _river(town, moderator)
            pm25 = 38 + 14 * math.sin(number / 5)
            await asyncio.to_thread(station.say, AIR, {"PM2.5": round(pm25, 1), "PM10": round(pm25 * 1.6, 1)})
            await asyncio.sleep(EVERY_S)
    finally:
        station.close()


async def _river(town: Town, moderator: Visitor) -> None:
    """Up and down once in five minutes."""
    share = (1 - math.cos(town.passed_s / RISE_S * math.pi)) / 2
    metres = round(LOW_M + (HIGH_M - LOW_M) * share, 2)
    stamp = _stamp(datetime.now(UTC))
    await _file(moderator, "KIMLONG", stamp, [("Level", metres, "m"), ("Rain", round(12 * share, 1), "mm")])
    town.say(NAME, f"sông Hương tại Kim Long {metres:.2f} m")


async def _day_of_air(town: Town, moderator: Visitor) -> None:
    """Each past hour a file, so that the index has its twelve hours."""
    moment = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for hours in range(HOURS, 0, -1):
        at = moment - timedelta(hours=hours) + timedelta(minutes=30)
        pm25 = 30 + 3 * (HOURS - hours)
        rows = [("PM2.5", pm25, "ug/m3"), ("PM10", pm25 * 1.6, "ug/m3")]
        await _file(moderator, AIR, _stamp(at), rows)
    town.say(NAME, f"{HOURS} giờ số liệu của trạm {AIR}")


async def _file(moderator: Visitor, code: str, stamp: str, rows: list[tuple[str, float, str]]) -> None:
    """A station file of Circular 10/2021."""
    text = "".join(f"{name}\t{value}\t{unit}\t{stamp}\t00\r\n" for name, value, unit in rows)
    await moderator.bring(FILES, text.encode(), "text/plain", name=f"{code}_{stamp}.txt")


def _stamp(at: datetime) -> str:
    return (at + VIETNAM).strftime("%Y%m%d%H%M%S")


class Station:
    """One logger on MQTT, QoS 1."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="demo-station")
        self._client.username_pw_set(where.username or "", where.password)
        self._client.connect(where.hostname or "", where.port or 0)
        self._client.loop_start()

    def say(self, code: str, values: dict[str, float]) -> None:
        reading = {"at": datetime.now(UTC).replace(microsecond=0).isoformat(), "values": values}
        topic = f"devices/environment/{code}/readings"
        self._client.publish(topic, json.dumps(reading), qos=1).wait_for_publish(5)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
