"""Information safety in the whole city: syslog by UDP and TCP, a defaced page (flow 9, this side), a kill."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.city import City, running_city
from tests.people import until

WITHIN_S = 30.0
OPS = "/v1/ops/infosec"
TEXT = "<title>Cổng</title><body>" + "Tin tức của thành phố Huế hôm nay có nhiều điều mới. " * 20
INSIDE = '["127.0.0.1"]'


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    os.environ["HUE_INSIDE_HOSTS"] = INSIDE  # the page of this test stands on this machine
    try:
        with running_city(only=("infosec",)) as running:
            yield running
    finally:
        del os.environ["HUE_INSIDE_HOSTS"]


class Portal:
    """The page of an agency."""

    def __init__(self) -> None:
        self.body = TEXT
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = portal.body.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Watch:
    """An officer of the operations centre, at the gateway."""

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

    async def events(self, text: str) -> list[Any]:
        body = {"q": text, "reason": "e2e"}
        return (await self.do(f"{OPS}/event-search", body, text))["items"]


def logged(city: City, text: str, *, tcp: bool = False) -> None:
    """By util-linux' `logger`, where it is there; else the same bytes."""
    port = city.state["ports"][f"infosec.syslog_{'tcp' if tcp else 'udp'}_port"]
    message = f"<38>1 - web1 sshd 12 - - {text}"
    if shutil.which("logger"):
        kind = ["-T", "--octet-count"] if tcp else ["-d"]
        command = [
            "logger",
            "-n",
            "127.0.0.1",
            "-P",
            str(port),
            *kind,
            "--rfc5424",
            "-p",
            "auth.info",
            "-t",
            "sshd",
            text,
        ]
        subprocess.run(command, check=True, timeout=10)
    elif tcp:
        with socket.create_connection(("127.0.0.1", port)) as out:
            out.sendall(f"{len(message)} {message}".encode())
    else:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(message.encode(), ("127.0.0.1", port))


async def subjects(city: City) -> list[str]:
    """What has been published, in order."""
    async with city.database("infosec") as database:
        rows = await database.fetch("select subject from outbox where subject like 'evt.infosec.%' order by id")
    return [row["subject"].removeprefix("evt.infosec.") for row in rows]


@pytest.mark.parametrize("tcp", [False, True])
async def test_what_logger_sends_becomes_an_event_of_ocsf(city: City, *, tcp: bool):
    user = "tcpuser" if tcp else "udpuser"
    async with city.client() as client:
        watch = Watch(city, client)

        async def is_there() -> bool:
            logged(city, f"Accepted publickey for {user} from 10.0.0.5 port 4242 ssh2", tcp=tcp)
            return bool(await watch.events(user))

        await until(is_there, WITHIN_S)
        event = (await watch.events(user))[0]["ocsf"]
        assert (event["class_uid"], event["status_id"], event["user"]) == (3002, 1, {"name": user})


async def test_a_brute_force_is_one_alert_and_on_the_tile(city: City):
    async with city.client() as client:
        watch = Watch(city, client)
        for number in range(12):
            logged(city, f"Failed password for root from 203.0.113.7 port {1000 + number} ssh2", tcp=True)

        async def is_raised() -> bool:
            return bool((await watch.see(f"{OPS}/alerts?level=high"))["items"])

        await until(is_raised, WITHIN_S)
        (alert,) = (await watch.see(f"{OPS}/alerts?level=high"))["items"]
        assert alert["title"]["en"] == "SSH brute force"

        async def is_on_the_tile() -> bool:
            return (await watch.see("/v1/city/infosec"))["level"] == "warning"

        await until(is_on_the_tile, WITHIN_S)
        officer = {"Authorization": f"Bearer {city.token('officer')}"}
        assert (await client.get(f"{OPS}/alerts", headers=officer)).status_code == 403
        assert (await client.get("/v1/city/infosec")).status_code in {401, 403, 404}
    assert "detection.raised" in await subjects(city)


async def test_a_defaced_portal_is_an_incident_that_is_taken_reported_and_closed(city: City):
    portal = Portal()
    async with city.client() as client:
        watch = Watch(city, client)
        page = {"url": portal.url, "name_vi": "Cổng", "name_en": "Portal", "lat": 16.46, "lon": 107.59, "every_s": 30}
        made = await watch.do(f"{OPS}/pages", page, "page-1")

        async def state() -> str:
            return next(
                each["state"] for each in (await watch.see(f"{OPS}/pages"))["items"] if each["id"] == made["id"]
            )

        async def is_up() -> bool:
            return await state() == "up"

        async def is_defaced() -> bool:
            return await state() == "defaced"

        await until(is_up, WITHIN_S)
        portal.body = "<body>HACKED BY somebody, nhà cái số một</body>"
        async with city.database("infosec") as database:  # the next look is half a minute away
            await database.execute("update pages set next_at = now()")
        await until(is_defaced, WITHIN_S)
        (incident,) = (await watch.see(f"{OPS}/incidents"))["items"]
        assert (incident["kind"], incident["severity"]) == ("defacement", "high")

        async def is_on_the_map() -> bool:
            return [each["properties"]["level"] for each in (await watch.see("/v1/map/infosec"))["features"]] == [
                "alarm"
            ]

        await until(is_on_the_map, WITHIN_S)
        url = f"{OPS}/incidents/{incident['id']}"
        await watch.do(f"{url}/taking", None, "take-1")
        await watch.do(f"{url}/reports", {"duty": "initial-report", "words": "Công văn 1"}, "report-1")
        closed = await watch.do(f"{url}/closure", {"verdict": "true-positive", "words": "Đã khôi phục"}, "close-1")
        assert closed["state"] == "closed"
    portal.close()
    told = [each for each in await subjects(city) if each.startswith(("site.", "incident."))]
    assert told == ["incident.opened", "site.defaced", "incident.reported", "incident.closed"]


async def test_after_a_kill_the_tile_still_answers_and_events_come_in_again(city: City):
    async with city.client() as client:
        watch = Watch(city, client)
        os.kill(city.pid("infosec"), signal.SIGKILL)
        assert (await watch.see("/v1/city/infosec"))["service"] == "infosec"

        async def is_there() -> bool:
            logged(city, "Accepted publickey for afterwards from 10.0.0.5 port 4242 ssh2")
            answer = await client.post(
                f"{OPS}/event-search", json={"q": "afterwards", "reason": "e2e"}, headers=watch.headers
            )
            return answer.status_code == 200 and bool(answer.json()["items"])

        await until(is_there, WITHIN_S)
        await asyncio.sleep(0)
