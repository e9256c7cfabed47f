"""What a transaction publishes is rows of that transaction."""

import json
from uuid import UUID

import pytest
from pydantic import BaseModel
from sqlalchemy import select

from hueioc import tracing
from hueioc.cloudevents import read
from hueioc.events import Audience, Event
from hueioc.outbox import Kind, event_message, outbox, publish, write_collected
from hueioc.views import View, publish_view, withdraw_view


class Moved(Event, type="vn.hue.sample.boat.moved.v1", audience=Audience.PUBLIC):
    place: str


class Hailed(Event, type="vn.hue.sample.boat.hailed.v1", audience=Audience.AGENCY):
    agency_id: str


class Boat(BaseModel):
    name: str


PUBLIC = View(service="sample", name="boat", route="/v1/boats/{key}", schema=Boat, audience=Audience.PUBLIC)
AGENCY = View(
    service="sample", name="own", route="/v1/agencies/{agency}/boats/{key}", schema=Boat, audience=Audience.AGENCY
)


async def rows(session):
    await write_collected(session)
    return (await session.execute(select(outbox).order_by(outbox.c.id))).all()


async def test_an_event_is_a_row_with_the_headers_of_a_cloudevent(session, clock):
    publish(session, Moved(place="Đầm Cầu Hai"), subject_id="b-1", version=4)
    (row,) = await rows(session)
    event = read(row.headers, row.payload)
    assert (event.type, event.source, event.subject) == ("vn.hue.sample.boat.moved.v1", "/svc/sample", "b-1")
    assert (event.id, event.time, row.subject) == (str(row.event_id), clock.moment, "evt.sample.boat.moved")
    assert json.loads(row.payload) == {"place": "Đầm Cầu Hai"}


async def test_an_event_says_its_version_and_who_may_hear_it(session):
    publish(session, Moved(place="x"), subject_id="b", version=4)
    publish(session, Hailed(agency_id="a-1"), subject_id="b", version=5)
    found = [(row.headers["Hue-Version"], row.headers["Hue-Audience"]) for row in await rows(session)]
    assert found == [("4", "public"), ("5", "agency:a-1")]


async def test_rows_keep_the_order_in_which_they_were_published(session):
    for number in range(10):
        publish(session, Moved(place=str(number)), subject_id="b", version=number)
    assert [json.loads(row.payload)["place"] for row in await rows(session)] == [str(n) for n in range(10)]


async def test_a_document_is_a_row_with_its_address(session):
    publish_view(session, PUBLIC, "7", Boat(name="Hoà Bình"), version=2)
    (row,) = await rows(session)
    assert (row.kind, row.subject) == (Kind.VIEW, "view.sample.boat.7")
    assert row.headers == {"Hue-Route": "/v1/boats/7", "Hue-Audience": "public", "Hue-Version": "2"}
    assert json.loads(row.payload) == {"name": "Hoà Bình"}


async def test_the_document_of_one_agency_has_its_key(session):
    publish_view(session, AGENCY, "7", Boat(name="x"), version=2, agency="a-1")
    (row,) = await rows(session)
    assert row.subject == "view.sample.own.7=a-1"
    assert (row.headers["Hue-Audience"], row.headers["Hue-Route"]) == ("agency:a-1", "/v1/agencies/a-1/boats/7")


async def test_a_withdrawal_is_an_empty_row(session):
    withdraw_view(session, PUBLIC, "7", version=3)
    (row,) = await rows(session)
    assert (row.payload, row.headers["Hue-Op"]) == (b"", "DEL")


async def test_a_transaction_may_publish_more_than_one_statement_can_hold(session):
    for number in range(7_000):
        publish(session, Moved(place=str(number)), subject_id="b1", version=1)
    assert [json.loads(row.payload)["place"] for row in await rows(session)] == [str(n) for n in range(7_000)]


async def test_nothing_collected_writes_nothing(session):
    assert await rows(session) == []


async def test_what_was_written_is_not_written_again(session):
    publish(session, Moved(place="x"), subject_id="b", version=1)
    await write_collected(session)
    assert len(await rows(session)) == 1


async def test_every_message_has_an_id_of_its_own(session):
    for _ in range(3):
        publish_view(session, PUBLIC, "7", Boat(name="x"), version=1)
    ids = {row.event_id for row in await rows(session)}
    assert len(ids) == 3
    assert all(isinstance(each, UUID) and each.version == 7 for each in ids)


@pytest.mark.parametrize("traceparent", ["", "00-" + "a" * 32 + "-" + "b" * 16 + "-01"])
def test_an_event_carries_the_trace_it_was_made_in(traceparent):
    token = tracing.attach(tracing.parent_of(traceparent))
    try:
        headers = event_message(Moved(place="x"), subject_id="b", version=1).headers
        assert headers["ce-traceparent"].split("-")[1] == tracing.current_trace_id()
    finally:
        tracing.detach(token)


def test_outside_of_a_trace_there_is_none():
    assert "ce-traceparent" not in event_message(Moved(place="x"), subject_id="b", version=1).headers


@pytest.mark.parametrize(
    "wrong", ["", "garbage", "00-" + "0" * 32 + "-" + "b" * 16 + "-01", "ff-" + "a" * 32 + "-" + "b" * 16 + "-01"]
)
def test_a_trace_that_is_not_valid_is_replaced_by_a_new_one(wrong):
    token = tracing.attach(tracing.parent_of(wrong))
    try:
        found = tracing.current_trace_id()
    finally:
        tracing.detach(token)
    assert len(found) == 32
    assert found not in {"0" * 32, "a" * 32}
