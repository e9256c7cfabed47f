"""What is heard on the bus: a rating of an official counts for the agency, once, whoever else reads the event."""

import asyncio
import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from hueioc.bus.consumer import ConsumerLoop
from hueioc.bus.streams import Consumer, Stream, ensure_consumer, ensure_stream
from hueioc.clock import now
from hueioc.cloudevents import CloudEvent
from procedures import consumers
from procedures.models import Satisfaction
from procedures.service.figures import span_of

UNIT = "6775ccac-2ebf-5af0-ad16-9133043ff89d"


async def test_a_service_that_is_not_installed_is_not_listened_to():
    assert "EVT_GATEWAY" in {each.stream for each in consumers.CONSUMERS}


@pytest.fixture
async def ratings(bus, committed_database):
    """The stream of a service of cards, as its events will be, and our handler on it."""
    stream = Stream(name="CARDS_OF_A_TEST", subjects=("test.cards.>",))
    await ensure_stream(bus, stream)
    consumer = Consumer(
        name="procedures-ratings-test", stream=stream.name, subjects=stream.subjects, handle=consumers.on_card_rated
    )
    await ensure_consumer(bus, consumer)
    loop = ConsumerLoop("procedures", consumer, bus=bus, database=committed_database)
    loop.start()
    yield bus
    await loop.stop()


async def rate(bus, **facts):
    event = CloudEvent(
        id=str(uuid4()),
        source="/svc/cards",
        type="vn.hue.cards.card.rated.v1",
        subject=str(uuid4()),
        time=now(),
        extensions={},
    )
    headers = event.headers() | {"Hue-Version": "1"}
    for _ in range(2):
        await bus.publish_durably("test.cards.card.rated", json.dumps(facts).encode(), headers)


async def test_a_rating_on_the_bus_counts_once_for_its_agency(ratings, committed_database):
    await rate(ratings, agency_id=UNIT, stars=9)
    await rate(ratings, agency_id=UNIT, stars=4, aspects={"attitude": 5}, card_id=str(uuid4()))

    async def kept():
        async with committed_database.transaction() as session:
            return list(await session.scalars(select(Satisfaction)))

    async with asyncio.timeout(15):
        while not (found := await kept()):
            await asyncio.sleep(0.05)
    (row,) = found
    assert (row.agency_id, row.stars, row.dossier_code) == (UUID(UNIT), 4, "")
    assert row.at < span_of(None)[1].end
