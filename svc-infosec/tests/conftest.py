"""The tests of the information safety service: logs that come, and what is made of them."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from hueioc.outbox import COLLECTED, Kind
from infosec.models import Alert, Event
from infosec.rules.sigma_engine import Engine
from infosec.rules.sigma_rule import rules_of
from infosec.seed import sigma_files
from infosec.service.receiver import SyslogReceiver
from infosec.states import Channel

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
"""Twelve o'clock in Hue."""
FAILED = "<38>Nov  3 12:00:00 web1 sshd[12]: Failed password for root from 203.0.113.7 port 22 ssh2"


@pytest.fixture(scope="session")
def service_name() -> str:
    return "infosec"


@pytest.fixture
def at_noon(clock):
    clock.set(NOON)
    return clock


@pytest.fixture(scope="session")
def own_rules():
    return Engine([rule for file in sigma_files() for rule in rules_of(file.body.decode(), file.path)])


class Desk:
    """Messages in, events and alerts out."""

    def __init__(self, session, runtime):
        self.session, self.receiver = session, SyslogReceiver(runtime)

    async def hear(self, *messages, sender="192.0.2.1", channel=Channel.UDP):
        for message in messages:
            self.receiver.receive(message if isinstance(message, bytes) else message.encode(), sender, channel)
        await self.receiver.take_waiting()

    async def events(self):
        return (await self.session.scalars(select(Event).order_by(Event.id))).all()

    async def alerts(self):
        rows = await self.session.scalars(select(Alert).order_by(Alert.opened_at, Alert.id))
        return rows.all()

    def told(self):
        """What this session has published: the entity and verb of the subject, and the event."""
        found = [each for each in self.session.info.get(COLLECTED, []) if each.kind == Kind.EVENT]
        return [(each.subject.removeprefix("evt.infosec."), json.loads(each.payload)) for each in found]


@pytest.fixture
def desk(session, runtime, at_noon):
    return Desk(session, runtime)
