"""A partner of the city for tests: a client with a token of its own, and a server that takes webhooks."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from standardwebhooks import Webhook

from tests.city import City
from tests.people import Person

SUCCESS = range(200, 300)


@dataclass
class PartnerServer:
    """Answers `status`; keeps what it takes, verified by a library that is not ours."""

    secret: str = ""
    status: int = 204
    port: int = 0
    messages: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """By the id of the message: one that comes twice is there once."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hue"

    async def reports(self) -> list[str]:
        return [each["data"]["report_id"] for each in self.messages.values() if "report_id" in each["data"]]

    async def about(self, report_id: str) -> list[str]:
        """What was told of a report, in its order."""
        found = [each for each in self.messages.values() if each["data"].get("report_id") == report_id]
        return [each["type"].split(".")[4] for each in found]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                pairs = [line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line]
                headers = {name.lower(): value for name, value in pairs}
                body = await reader.readexactly(int(headers["content-length"]))
                if self.status in SUCCESS:
                    self.messages[headers["webhook-id"]] = Webhook(self.secret).verify(body, headers)
                writer.write(f"HTTP/1.1 {self.status} Told\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@asynccontextmanager
async def partner_server() -> AsyncGenerator[PartnerServer]:
    taken = PartnerServer()
    server = await asyncio.start_server(taken.serve, "127.0.0.1", 0)
    taken.port = server.sockets[0].getsockname()[1]
    yield taken
    server.close()


async def new_partner(city: City, client: httpx.AsyncClient, client_id: str, **over: Any) -> Person:
    """A partner as it comes to its token: made by a supervisor, then by client credentials (RFC 6749, section 4.4)."""
    supervisor = Person(client, city.token("supervisor"))
    data = {"client_id": client_id, "name": client_id, "role": "partner", "scopes": ["webhooks"]} | over
    made = (await supervisor.post("/v1/ops/clients", data)).json()
    form = {"grant_type": "client_credentials", "scope": "webhooks"}
    answer = await client.post("/token", data=form, auth=(client_id, made["client_secret"]))
    return Person(client, answer.raise_for_status().json()["access_token"])


async def subscribe(partner: Person, server: PartnerServer, *event_types: str, **over: Any) -> dict[str, Any]:
    data = {"url": server.url, "event_types": event_types} | over
    webhook = (await partner.post("/v1/webhooks", data)).raise_for_status().json()
    server.secret = webhook["secret"]
    return webhook
