"""Which events become messages of webhooks, each once, whatever is read twice."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select

from gateway.models import Client, WebhookDelivery, WebhookEndpoint, WebhookMessage, WebhookPosition
from gateway.partners import feed
from gateway.partners.feed import Feed
from hueioc.bus.streams import EVENTS
from hueioc.clock import now
from hueioc.cloudevents import CloudEvent
from hueioc.ids import uuid7

ASSIGNED = "vn.hue.reflection.report.assigned.v1"
OUR_AGENCY = UUID(int=7)
HEARD_WITHIN_S = 15.0


class Stored:
    """A message as the stream gives it."""

    def __init__(self, sequence, headers, data=b'{"report_id":"1"}'):
        self.headers, self.data = headers, data
        self.reply = f"$JS.ACK.EVENTS.c.1.{sequence}.1.0.0"


def headers(event_type=ASSIGNED, audience="public", at=None, event_id=""):
    event = CloudEvent(
        id=event_id or str(uuid7()), source="/svc/reflection", type=event_type, subject="1", time=at or now()
    )
    return event.headers() | {"Hue-Audience": audience}


async def _endpoint(session, *event_types, agency_id=OUR_AGENCY, **over):
    client_id = f"partner-{uuid4().hex[:8]}"
    session.add(
        Client(client_id=client_id, name="", grants=["client_credentials"], role="partner", agency_id=agency_id)
    )
    await session.flush()
    fields = {"url": "https://example.org/", "description": "", "is_ordered": False, "sealed_secret": b""}
    row = WebhookEndpoint(client_id=client_id, event_types=list(event_types), **(fields | over))
    session.add(row)
    await session.flush()
    return row


async def types_written(session, *messages):
    await feed.written(session, messages)
    return (await session.scalars(select(WebhookMessage.type).join(WebhookDelivery))).all()


async def test_a_message_has_type_time_and_the_data_as_it_is(session):
    await _endpoint(session, ASSIGNED)
    moment = now()
    await feed.written(session, [Stored(1, headers(at=moment), '{"address":"12 Lê Lợi"}'.encode())])
    body = (await session.scalars(select(WebhookMessage.body))).one()
    assert orjson.loads(body) == {"type": ASSIGNED, "timestamp": moment.isoformat(), "data": {"address": "12 Lê Lợi"}}


async def test_the_id_is_that_of_the_event(session):
    await _endpoint(session, ASSIGNED)
    event_id = str(uuid7())
    await feed.written(session, [Stored(1, headers(event_id=event_id))])
    assert str((await session.scalars(select(WebhookMessage.id))).one()) == event_id


@pytest.mark.parametrize("audience", ["staff", "service", f"agency:{UUID(int=8)}", "agency:", "PUBLIC", ""])
async def test_what_is_not_for_the_public_is_not_for_a_partner(session, audience):
    await _endpoint(session, "vn.hue.*")
    assert await types_written(session, Stored(1, headers(audience=audience))) == []


async def test_an_event_for_the_agency_of_the_partner_comes(session):
    await _endpoint(session, "vn.hue.*")
    assert await types_written(session, Stored(1, headers(audience=f"agency:{OUR_AGENCY}"))) == [ASSIGNED]


async def test_a_partner_without_an_agency_gets_no_agencys_events(session):
    await _endpoint(session, "vn.hue.*", agency_id=None)
    assert await types_written(session, Stored(1, headers(audience="agency:None"))) == []


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        (ASSIGNED, True),
        ("vn.hue.*", True),
        ("vn.hue.reflection.*", True),
        ("vn.hue.reflection.report.*", True),
        ("vn.hue.reflection.repo.*", False),
        ("vn.hue.warning.*", False),
        ("vn.hue.reflection.report.assigned.v2", False),
    ],
)
async def test_types_are_chosen_whole_or_by_their_beginning(session, wanted, comes):
    await _endpoint(session, wanted)
    assert await types_written(session, Stored(1, headers())) == [ASSIGNED] * comes


async def test_what_happened_before_the_webhook_was_made_is_not_for_it(session):
    await _endpoint(session, "vn.hue.*")
    assert await types_written(session, Stored(1, headers(at=now() - timedelta(seconds=5)))) == []


async def test_what_is_read_twice_is_written_once(session):
    await _endpoint(session, "vn.hue.*")
    one = Stored(1, headers())
    await feed.written(session, [one, one])
    assert await types_written(session, one) == [ASSIGNED]


async def test_two_webhooks_share_a_message_and_have_a_delivery_each(session):
    for _ in range(2):
        await _endpoint(session, "vn.hue.*")
    await feed.written(session, [Stored(1, headers())])
    counts = [len((await session.scalars(select(each))).all()) for each in (WebhookMessage, WebhookDelivery)]
    assert counts == [1, 2]


async def test_deliveries_stand_in_the_order_of_the_events(session):
    await _endpoint(session, "vn.hue.*")
    ids = [str(uuid7()) for _ in range(60)]
    await feed.written(session, [Stored(place, headers(event_id=each)) for place, each in enumerate(ids)])
    found = await session.scalars(select(WebhookDelivery.message_id).order_by(WebhookDelivery.place))
    assert [str(each) for each in found] == ids


async def test_what_is_no_event_is_passed_over(session):
    await _endpoint(session, "vn.hue.*")
    broken = [Stored(1, {}), Stored(2, None), Stored(3, headers(event_id="not-a-uuid"))]
    assert await types_written(session, *broken, Stored(4, headers())) == [ASSIGNED]


async def test_a_turned_off_webhook_still_collects(session):
    await _endpoint(session, "vn.hue.*", disabled_at=now())
    assert await types_written(session, Stored(1, headers())) == [ASSIGNED]


async def test_without_a_webhook_there_is_no_position(session):
    assert await feed.position_of(session) is None


async def test_a_webhook_that_has_lost_its_position_reads_from_the_first_event(session):
    """The last other one was removed while it was being made."""
    await _endpoint(session, "vn.hue.*")
    assert await feed.position_of(session) == 0
    assert (await session.scalars(select(WebhookPosition.sequence))).all() == [0]


class TestOnTheBus:
    @pytest.fixture
    async def following(self, runtime, committed_database, service_bus):
        """The feed on a real bus, with the position that the making of a webhook leaves."""
        runtime.database, runtime.bus = committed_database, await service_bus("gateway")
        runtime.relay.leads.set()
        async with committed_database.transaction() as session:
            await feed.begin(session, runtime.bus)
            await _endpoint(session, "vn.hue.*", subscribed_at=now() - timedelta(minutes=1))
        feeds = []

        async def follow():
            for each in feeds:
                await each.stop()
            feeds.append(Feed(runtime))
            feeds[-1].start()
            return feeds[-1]

        yield follow
        for each in feeds:
            await each.stop()

    @pytest.fixture
    async def publish(self, service_bus):
        reflection = await service_bus("reflection")

        async def publish(*event_ids):
            for each in event_ids:
                await reflection.publish_durably(
                    "evt.reflection.report.assigned", b"{}", headers(event_id=each) | {"Nats-Msg-Id": each}
                )

        return publish

    async def until(self, database, event_ids):
        async with asyncio.timeout(HEARD_WITHIN_S):
            while True:
                async with database.transaction() as session:
                    found = [str(each) for each in await session.scalars(select(WebhookMessage.id))]
                if len(found) >= len(event_ids):
                    return sorted(found)
                await asyncio.sleep(0.05)

    async def test_events_become_messages_once_over_a_restart(self, following, publish, committed_database):
        ids = [str(uuid7()) for _ in range(6)]
        await publish(*ids[:2])
        await following()
        await self.until(committed_database, ids[:2])
        await following()
        await publish(*ids[2:4])
        await self.until(committed_database, ids[:4])
        await publish(*ids[4:])
        assert await self.until(committed_database, ids) == sorted(ids)

    async def test_the_position_moves_with_what_was_written(self, following, publish, committed_database):
        ids = [str(uuid7()) for _ in range(3)]
        await following()
        await publish(*ids)
        await self.until(committed_database, ids)
        async with committed_database.transaction() as session:
            assert (await session.get(WebhookPosition, EVENTS)).sequence >= 3
