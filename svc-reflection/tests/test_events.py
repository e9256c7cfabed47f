"""What each step tells the other services."""

import json

import pytest
from sqlalchemy import select

from hueioc.outbox import Kind, outbox, write_collected
from hueioc.personal.marks import personal_fields
from reflection import events
from reflection.schemas import RatingCreate
from reflection.service import answering
from reflection.states import Mood, Rating, State

STEPS = {
    State.ACCEPTED: ("accepted", "public"),
    State.REJECTED: ("rejected", "staff"),
    State.ASSIGNED: ("assigned", "public"),
    State.ANSWERED: ("answered", "agency"),
    State.RETURNED: ("returned", "agency"),
    State.RESOLVED: ("resolved", "public"),
}


def events_of(messages):
    return [message for message in messages if message.kind is Kind.EVENT]


async def test_a_received_report_is_told_to_staff(office, told):
    report = await office.report()
    (event,) = events_of(told())
    assert event.subject == "evt.reflection.report.received"
    assert event.headers["ce-subject"] == str(report.id)
    assert event.headers["Hue-Audience"] == "staff"


@pytest.mark.parametrize("state", STEPS)
async def test_a_step_tells_what_has_happened_to_whom_it_concerns(office, told, state):
    await office.report(state)
    verb, audience = STEPS[state]
    event = events_of(told())[-1]
    assert event.subject == f"evt.reflection.report.{verb}"
    expected = f"agency:{office.unit.agency_id}" if audience == "agency" else audience
    assert event.headers["Hue-Audience"] == expected


async def test_a_rating_is_told_without_its_words(office, told, session):
    report = await office.report(State.RESOLVED)
    told()
    data = RatingCreate(rating=Rating.UNSATISFIED, comment="Làm ẩu", mood=Mood.SAME)
    await answering.rate(session, office.vault, report.id, office.citizen, data)
    (event,) = events_of(told())
    assert json.loads(event.payload)["rating"] == "unsatisfied"
    assert json.loads(event.payload)["mood"] == "same"
    assert "Làm ẩu" not in event.payload.decode()


async def test_events_of_one_report_have_rising_versions(office, told):
    await office.report(State.RESOLVED)
    assert [event.headers["Hue-Version"] for event in events_of(told())] == ["1", "2", "3", "4", "5"]


async def test_no_event_holds_a_word_of_the_reporter(office, told):
    await office.report(State.RESOLVED, description="Nhà bà Tám", contact={"name": "Bà Tám", "phone": "0905123456"})
    text = b"".join(event.payload for event in events_of(told())).decode()
    assert not any(word in text for word in ("Tám", "0905123456", office.citizen.subject))


@pytest.mark.parametrize("event", events.PUBLISHED, ids=lambda event: event.subject)
def test_no_event_class_has_a_personal_field(event):
    assert personal_fields(event) == []


def test_every_published_class_has_a_type_of_its_own():
    assert len({event.type for event in events.PUBLISHED}) == len(events.PUBLISHED)


async def test_a_report_before_moderation_has_a_document_for_staff_only(office, told):
    report = await office.report()
    documents = {m.subject: m for m in told() if m.kind is Kind.VIEW}
    assert documents.keys() == {f"view.reflection.desk.{report.id}"}
    assert documents[f"view.reflection.desk.{report.id}"].headers["Hue-Audience"] == "staff"


async def test_a_moderated_report_has_a_document_for_everybody(office, told):
    report = await office.report(State.ACCEPTED)
    documents = {m.subject: m for m in told() if m.kind is Kind.VIEW}
    public = documents[f"view.reflection.report.{report.id}"]
    assert (public.headers["Hue-Audience"], public.headers["Hue-Route"]) == ("public", f"/v1/reports/{report.id}")


async def test_a_rejected_report_has_no_document_for_everybody(office, told):
    await office.report(State.REJECTED)
    assert not any(m.subject.startswith("view.reflection.report.") for m in told())


async def test_the_outbox_gets_the_event_before_its_documents(office, session):
    await office.report()
    await write_collected(session)
    kinds = (await session.scalars(select(outbox.c.kind).order_by(outbox.c.id))).all()
    assert kinds == [Kind.EVENT, Kind.VIEW]
