"""The tests of the press service: a newspaper with a real server, and entries as feeds tell them."""

import asyncio
import gzip
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from huedemo import feeds

from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from press import schemas
from press.queries import sources, stories
from press.rules.feeds import Entry
from press.service import registry
from press.service.collecting import Collector
from press.service.reaching import Reach
from press.service.taking import take

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
"""Friday, twelve o'clock in Hue."""
MODERATOR = Principal("moderator-1", roles=frozenset({Role.MODERATOR}))


@pytest.fixture(scope="session")
def service_name() -> str:
    return "press"


@pytest.fixture
def generated():
    """The generator of feeds (`huedemo.feeds`)."""
    return feeds


@pytest.fixture
def at_noon(clock):
    clock.set(NOON)
    return clock


class Newspaper:
    """A real HTTP server; `answer` is what it says next: status, fields, body. `heard` is what it was asked."""

    def __init__(self):
        self.heard: list[dict[str, str]] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.pause_s = 0.0
        self.raw: bytes | None = None

    async def start(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def url(self, path="/rss"):
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, body=b"", status=200, path="/rss", *, packed=False, **fields):
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        if packed:
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        self.answers[path] = (status, headers, body)

    async def _serve(self, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            self.heard.append({"path": path} | dict(line.lower().split(": ", 1) for line in head[1:] if line))
            self.heard[-1]["exact"] = "\n".join(head)
            await asyncio.sleep(self.pause_s)
            status, fields, body = self.answers.get(path, (404, {}, b""))
            lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in fields.items())]
            writer.write(self.raw or ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def newspaper():
    made = Newspaper()
    await made.start()
    yield made
    made.server.close()
    await made.server.wait_closed()


class Office:
    """The press office: its sources, what they say, and the rounds of the collector."""

    def __init__(self, session, database):
        self.session, self.database = session, database
        self.moderator = MODERATOR
        self.collector = Collector(database, Reach("HueIOC-Press/1.0 (+test)", total_s=2.0), may_be_private=True)

    async def source(self, url="https://bao.example.vn/rss", **over):
        given = {"name": "Báo thử", "publisher": over.pop("publisher", "Báo thử"), "url": url, "is_private": True}
        data = schemas.SourceCreate.model_validate(given | {"agreed_s": 60, "terms": "test"} | over)
        return await registry.add_source(self.session, self.moderator, data, may_be_private=True, source_id=uuid4())

    async def again(self, source_id: UUID):
        self.session.expunge_all()  # the collector has changed it in a transaction of its own
        return await sources.lock(self.session, source_id)

    async def read(self, source, *entries):
        return await take(self.session, source, list(entries))

    async def story_of(self, item):
        return await stories.find(self.session, item.story_id)


def entry(title, text="", *, identity=None, url=None, minutes=0):
    name = identity or str(uuid4())
    return Entry(
        identity=name,
        url=f"https://bao.example.vn/{name}" if url is None else url,
        title=title,
        lead=text,
        body=text,
        published=now() - timedelta(minutes=minutes),
    )


@pytest.fixture
def make_entry():
    return entry


@pytest.fixture
async def office(session, database, at_noon):
    return Office(session, database)
