"""Servers of agencies tell by syslog what happens on them; now and then somebody tries passwords, and duty takes it."""

import asyncio
import itertools
import random
import socket
from datetime import UTC, datetime

from huedemo.town import Town, Visitor

NAME = "infosec"
EVERY_S = 2.0
BURST_EVERY = 25
BURST = 12
DOOR = "infosec.syslog_udp_port"
OPS = "/v1/ops/infosec"
SERVERS = ("web1", "web2", "mail1", "portal-phuxuan", "portal-thuanhoa")
USERS = ("an", "binh", "chi", "dung")
INTRUDER = "203.0.113.77"


async def act(town: Town) -> None:
    chance = random.Random()
    moderator = await town.person("moderator", "demo-a")
    for number in itertools.count():
        for _ in range(chance.randint(3, 9)):
            user, place = chance.choice(USERS), f"10.46.{chance.randint(0, 40)}.{chance.randint(2, 250)}"
            _log(town, chance.choice(SERVERS), f"Accepted publickey for {user} from {place} port 50122 ssh2")
        if number % BURST_EVERY == 5:
            for attempt in range(BURST):
                failed = f"Failed password for invalid user admin from {INTRUDER} port {40_000 + attempt} ssh2"
                _log(town, "web1", failed)
            town.say(NAME, f"{BURST} lần thử mật khẩu từ {INTRUDER}")
        if number % 10 == 0:
            town.say(NAME, "nhật ký của các máy chủ qua syslog")
            await _take(town, moderator)
        await asyncio.sleep(EVERY_S)


async def _take(town: Town, moderator: Visitor) -> None:
    for alert in (await moderator.read(f"{OPS}/alerts", state="new"))["items"]:
        await moderator.write(f"{OPS}/alerts/{alert['id']}/taking")
        town.say(NAME, f"trực ban nhận cảnh báo: {alert['title']}")


def _log(town: Town, server: str, text: str) -> None:
    """RFC 5424, by UDP."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(f"<38>1 {stamp} {server} sshd 812 - - {text}".encode(), ("127.0.0.1", town.door(DOOR)))
