"""CloudEvents over NATS headers, as the binding says."""

from datetime import UTC, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.cloudevents import CloudEvent, NotACloudEventError, decode_value, encode_value, event_uuid, read
from hueioc.ids import uuid7

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.from_regex(r"[a-z0-9]{1,20}", fullmatch=True).filter(
    lambda name: name not in {"id", "source", "type", "specversion", "subject", "time", "datacontenttype"}
)
HEADERS = CloudEvent("1", "/svc/a", "vn.hue.a.b.c.v1").headers()


def test_the_example_of_the_binding():
    assert encode_value("Euro € 😀") == "Euro%20%E2%82%AC%20%F0%9F%98%80"
    assert decode_value("Euro%20%E2%82%AC%20%F0%9F%98%80") == "Euro € 😀"


def test_a_vietnamese_subject_passes():
    event = CloudEvent("1", "/svc/a", "t", subject="Đường Lê Lợi, phường Thuận Hóa")
    assert read(event.headers(), b"").subject == event.subject


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("%e2%82%ac", "€"),
        ("%41", "A"),
        ("%25", "%"),
        ('"quoted value"', "quoted value"),
        (r'"a \"b\" c\\d"', 'a "b" c\\d'),
    ],
)
def test_what_others_write_differently_is_understood(sent, meant):
    assert decode_value(sent) == meant


def test_one_round_is_decoded():
    assert decode_value("%2541") == "%41"


@pytest.mark.parametrize("value", ["%C0%A0", "%FF", "%E2%82", "%ED%A0%80", "%F8%88%80%80%80"])
def test_what_is_not_utf8_is_refused(value):
    with pytest.raises(NotACloudEventError):
        decode_value(value)


@given(TEXTS.filter(lambda text: not (len(text) > 1 and text[0] == text[-1] == '"')))
def test_every_value_survives(value):
    assert decode_value(encode_value(value)) == value


@given(TEXTS)
def test_an_encoded_value_has_only_what_a_header_may_have(value):
    assert all("\x21" <= letter <= "\x7e" and letter != '"' for letter in encode_value(value))


@given(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS, st.dictionaries(NAMES, TEXTS, max_size=4), st.binary())
def test_an_event_survives_its_way_over_the_bus(event_id, source, subject, extensions, data):
    at = datetime(2026, 3, 1, 12, 30, 0, 123456, tzinfo=UTC)
    event = CloudEvent(event_id, source, "vn.hue.a", data, subject, at, extensions=extensions)
    assert read(event.headers(), data) == event


def test_names_are_compared_without_case():
    shouted = {name.upper(): value for name, value in HEADERS.items()}
    assert read(shouted, b"x") == read(HEADERS, b"x")


def test_other_headers_are_none_of_ours():
    assert read(HEADERS | {"Hue-Version": "1", "Nats-Msg-Id": "2"}, b"").extensions == {}


@pytest.mark.parametrize("name", ["ce-id", "ce-source", "ce-type", "ce-specversion"])
def test_an_event_without_a_required_attribute_is_none(name):
    with pytest.raises(NotACloudEventError, match=name):
        read({key: value for key, value in HEADERS.items() if key != name}, b"")


@pytest.mark.parametrize(
    "wrong",
    [{"ce-specversion": "0.3"}, {"ce-time": "gestern"}, {"ce-time": "2026-01-01T00:00:00"}, {"ce-subject": "%C0%80"}],
)
def test_an_attribute_that_is_wrong_is_refused(wrong):
    with pytest.raises(NotACloudEventError):
        read(HEADERS | wrong, b"")


def test_no_headers_are_no_event():
    with pytest.raises(NotACloudEventError):
        read(None, b"")


@pytest.mark.parametrize("name", ["Trace", "a-b", "", "x" * 21, "á"])
def test_an_extension_has_a_name_the_standard_allows(name):
    with pytest.raises(NotACloudEventError):
        CloudEvent("1", "s", "t", extensions={name: "1"}).headers()


def test_utc_is_written_with_z():
    assert CloudEvent("1", "s", "t", time=datetime(2026, 1, 1, tzinfo=UTC)).headers()["ce-time"].endswith("Z")


def test_a_moment_of_another_zone_is_the_same_moment():
    at = datetime.fromisoformat("2026-01-01T07:00:00+07:00")
    assert read(CloudEvent("1", "s", "t", time=at).headers(), b"").time == at.astimezone(timezone.utc)  # noqa: UP017


def test_our_own_events_have_uuids():
    made = uuid7()
    assert event_uuid(CloudEvent(str(made), "s", "t")) == made
    with pytest.raises(NotACloudEventError):
        event_uuid(CloudEvent("7", "s", "t"))
