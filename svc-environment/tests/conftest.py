"""The tests of the environment service: its stations, and deliveries as loggers make them."""

from datetime import UTC, datetime, timedelta

import pytest

from environment.queries import stations
from environment.service.intake import Delivery, record, take, take_file
from environment.states import Channel
from hueioc.clock import VIETNAM, now

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
"""Twelve o'clock in Hue."""


@pytest.fixture(scope="session")
def service_name() -> str:
    return "environment"


def stamp(moment):
    return moment.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def station_file(*rows, at=NOON):
    """A file as the circular wants it; a row is (symbol, value, unit[, status[, time]])."""
    lines = [
        "\t".join(
            (row[0], str(row[1]), row[2], stamp(row[4] if len(row) > 4 else at), row[3] if len(row) > 3 else "00")
        )
        for row in rows
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


class Bureau:
    """Stations of the city, and what comes from them."""

    def __init__(self, session):
        self.session = session

    async def station(self, code="KIMLONG"):
        return (await stations.by_code(self.session, [code]))[code.lower()]

    async def deliver(self, raw, name="KIMLONG_20261103120000.txt", own=None):
        delivery = await take_file(self.session, Channel.UPLOAD, name, raw, own)
        await take(self.session, [delivery])
        await record(self.session, delivery)
        await self.session.flush()
        return delivery

    async def level(self, metres, minutes=0):
        """Kim Long stands at `metres`, `minutes` after noon."""
        at = NOON + timedelta(minutes=minutes)
        return await self.deliver(station_file(("Level", metres, "m", "00", at)))

    async def air(self, parameter, values, until=NOON):
        """Hourly values, newest last, each in the middle of its hour; the last hour ends at `until`."""
        rows = [
            (parameter, value, "ug/m3", "00", until - timedelta(hours=back, minutes=30))
            for back, value in enumerate(reversed(values))
            if value is not None
        ]
        return await self.deliver(station_file(*rows), f"HUE_KK_HUNGVUONG_{stamp(until)}.txt")


@pytest.fixture
def at_noon(clock):
    clock.set(NOON + timedelta(minutes=5))
    return clock


@pytest.fixture
def bureau(session, at_noon):
    assert now() > NOON
    return Bureau(session)


@pytest.fixture
def builders():
    """Functions that build without a database: a file, a time stamp, noon."""
    return {"file": station_file, "stamp": stamp, "noon": NOON, "delivery": Delivery}
