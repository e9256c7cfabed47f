"""The events of all services: documented, and readable by what the documents say."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from hueioc import asyncapi
from hueioc.bus.streams import MQTT_IN
from hueioc.events import Audience
from hueioc.service import installed_services

DOCS = Path(__file__).resolve().parents[2] / "docs"
CITY = Path(__file__).resolve().parents[2] / "web" / "src" / "ops" / "city" / "i18n"
SERVICES = installed_services()
EVENTS = asyncapi.events_of(SERVICES)
DOCUMENT = json.loads(asyncapi.encode(asyncapi.document(SERVICES)))


@pytest.mark.parametrize("path", asyncapi.documents(DOCS), ids=lambda path: path.name)
def test_the_committed_document_is_that_of_the_code(path: Path):
    assert path.read_text(encoding="utf-8") == asyncapi.documents(DOCS)[path], "run python -m hueioc.asyncapi"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.subject)
def test_every_event_is_in_the_page_for_people(event):
    row = next(line for line in (DOCS / "events.md").read_text(encoding="utf-8").splitlines() if event.type in line)
    assert f"`{event.subject}`" in row
    assert f"| {event.audience.value} |" in row
    assert all(f"`{name}`" in row for name in event.model_fields)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.subject)
def test_every_event_says_in_a_sentence_what_has_happened(event):
    assert (event.__doc__ or "").strip().endswith(".")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.subject)
def test_every_event_is_told_by_the_service_it_is_named_after(event):
    (owner,) = [service for service in SERVICES if event in service.events]
    assert event.service == owner.name


def test_no_two_events_share_a_subject():
    assert len({event.subject for event in EVENTS}) == len(EVENTS)


def test_every_subject_is_a_channel():
    assert {channel["address"] for channel in DOCUMENT["channels"].values()} == {event.subject for event in EVENTS}


def references(value):
    if isinstance(value, dict):
        yield from (value[name] for name in value if name == "$ref")
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_every_reference_of_the_document_leads_somewhere():
    for reference in references(DOCUMENT):
        place = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


@pytest.mark.parametrize("name", DOCUMENT["components"]["messages"])
def test_every_payload_is_a_json_schema(name):
    jsonschema_rs.meta.validate(DOCUMENT["components"]["messages"][name]["payload"])


def test_whoever_consumes_a_subject_consumes_one_that_exists():
    for service in SERVICES:
        for consumer in service.consumers:
            for subject in consumer.subjects if consumer.stream != MQTT_IN else ():  # devices publish there
                begin = subject.removesuffix(">").removesuffix("*")
                assert any(event.subject.startswith(begin) for event in EVENTS), f"{consumer.name}: {subject}"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_console_has_words_for_every_event_that_people_may_hear_of(language: str):
    words = json.loads((CITY / f"events.{language}.json").read_text(encoding="utf-8"))
    told = {".".join(each.type.split(".")[2:5]) for each in EVENTS if each.audience is not Audience.SERVICE}
    assert sorted(words) == sorted(told)
