"""The tests of the warning service: drafts, officers, and what other services say."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.outbox import Kind, outbox, write_collected
from warning.rules.cap import Area, Info, Message, Pair
from warning.rules.situations import Sighting
from warning.service.situations import Noticed

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
RING = [[16.45, 107.57], [16.45, 107.60], [16.48, 107.60], [16.48, 107.57], [16.45, 107.57]]


@pytest.fixture(scope="session")
def service_name() -> str:
    return "warning"


def alert(**over):
    """A draft as the editor sends it."""
    words = {"headline": "Lũ lớn", "description": "Nước sông lên nhanh", "instruction": "Kê cao tài sản"}
    english = {"headline": "Flood", "description": "The river rises fast", "instruction": "Raise belongings"}
    return {
        "hazard": "flood",
        "risk_level": 2,
        "urgency": "Expected",
        "certainty": "Likely",
        "response_types": ["Prepare"],
        "expires": (NOON + timedelta(hours=12)).isoformat(),
        "texts": {"vi": words, "en": english},
        "wards": ["19774"],
    } | over


def message(**over):
    """A message whose every rule holds."""

    def info(language, word):
        return Info(
            language=language,
            category=["Met"],
            event=f"Flood {word}",
            responseType=["Prepare"],
            urgency="Expected",
            severity="Moderate",
            certainty="Likely",
            eventCode=[Pair("OET:v1.2", "OET-081")],
            expires="2026-11-04T00:00:00+07:00",
            senderName=word,
            headline=f"Headline {word}",
            description=f"Description {word}",
            instruction=f"Instruction {word}",
            web="https://hue.gov.vn/w",
            contact="1022",
            area=[Area(areaDesc=word, polygon=["16.4,107.5 16.4,107.6 16.5,107.6 16.4,107.5"])],
        )

    given = {
        "identifier": "urn:oid:1.2.3",
        "sender": "a@hue.gov.vn",
        "sent": "2026-11-03T12:00:00+07:00",
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
        "info": [info("vi-VN", "vi"), info("en-US", "en")],
    }
    return Message(**(given | over))


@pytest.fixture
def builders():
    """Functions and data that need no database."""
    return {"alert": alert, "message": message, "noon": NOON, "ring": RING}


@pytest.fixture
def at_noon(clock):
    clock.set(NOON)
    return clock


class Office:
    """Two officers of the centre, and what they do."""

    def __init__(self, make_client, clock):
        self.first = make_client(Role.MODERATOR, subject=str(uuid4()))
        self.second = make_client(Role.SUPERVISOR, subject=str(uuid4()))
        self.anybody = make_client()
        self.clock = clock

    async def draft(self, **over):
        answer = await self.first.post("/v1/ops/warning/alerts", json=alert(**over))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def do(self, client, alert_id, action, status=200, **body):
        answer = await client.post(f"/v1/ops/warning/alerts/{alert_id}/{action}", json=body or None)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def out(self, alert_id):
        """Submitted by the first, approved by the second, issued; a minute passes."""
        await self.do(self.first, alert_id, "submit")
        await self.do(self.second, alert_id, "approve")
        found = await self.do(self.first, alert_id, "issue")
        self.clock.move(timedelta(minutes=1))
        return found

    async def issued(self, **over):
        return await self.out((await self.draft(**over))["id"])

    async def items(self, path, **params):
        return (await self.anybody.get(f"/v1/warning/{path}", params=params)).json()["items"]


@pytest.fixture
def office(make_client, at_noon):
    return Office(make_client, at_noon)


@pytest.fixture
def said(session):
    """The events of this test so far: (verb, data)."""

    async def read():
        await write_collected(session)
        wanted = select(outbox.c.subject, outbox.c.payload).where(outbox.c.kind == Kind.EVENT).order_by(outbox.c.id)
        return [
            (row.subject.removeprefix("evt.warning."), json.loads(row.payload)) for row in await session.execute(wanted)
        ]

    return read


@pytest.fixture
def seen():
    """`seen("camera.scene.littering")`: an event near the Truong Tien bridge at noon."""

    def make(kind, detail="", metres=0.0, minutes=0.0, subject=""):
        at = NOON + timedelta(minutes=minutes)
        sighting = Sighting(kind, detail, 16.4685 + metres / 111_195, 107.589, at)
        return Noticed(uuid4(), subject or str(uuid4()), sighting, {})

    return make
