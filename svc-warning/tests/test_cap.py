"""CAP 1.2: every rule of the standard, XML there and back, and what a mad file may do."""

import os
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warning.rules.cap import Message, Resource, cap_time, identifier_of, moment_of
from warning.rules.cap_check import check, errors
from warning.rules.cap_xml import Unreadable, read, write
from warning.rules.geometry import circle_of, pairs_of, polygon_fault

MUTATIONS = 3_000
MANY = 100_000


def pointers(message):
    return {each.pointer for each in errors(message)}


def test_a_message_of_ours_breaks_no_rule_and_keeps_good_practice(builders):
    assert check(builders["message"]()) == []


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"identifier": ""}, "/identifier"),
        ({"identifier": "a b"}, "/identifier"),
        ({"sender": "a,b"}, "/sender"),
        ({"sender": "a&b"}, "/sender"),
        ({"sent": "2026-11-03T05:00:00Z"}, "/sent"),
        ({"sent": "2026-11-03T05:00:00.5+00:00"}, "/sent"),
        ({"sent": "2026-13-03T05:00:00+00:00"}, "/sent"),
        ({"status": "actual"}, "/status"),
        ({"msgType": "Warning"}, "/msgType"),
        ({"scope": "All"}, "/scope"),
        ({"scope": "Restricted"}, "/restriction"),
        ({"scope": "Private"}, "/addresses"),
        ({"addresses": 'a "b'}, "/addresses"),
        ({"msgType": "Error", "references": "a,b,2026-11-03T11:00:00+07:00"}, "/note"),
        ({"msgType": "Update"}, "/references"),
        ({"msgType": "Cancel"}, "/references"),
        ({"msgType": "Ack"}, "/references"),
        ({"references": "a,b"}, "/references"),
        ({"references": "a,b,today"}, "/references"),
        ({"references": "a,urn:oid:1.2.3,2026-11-03T11:00:00+07:00"}, "/references"),
        ({"references": "a,b,2026-11-03T13:00:00+07:00"}, "/references"),
    ],
)
def test_a_broken_rule_of_the_envelope_is_named(builders, over, pointer):
    assert pointers(builders["message"](**over)) == {pointer}


@pytest.mark.parametrize(
    ("name", "value", "pointer"),
    [
        ("language", "tiếng Việt", "language"),
        ("event", " ", "event"),
        ("category", [], "category"),
        ("category", ["Weather"], "category"),
        ("responseType", ["Run"], "responseType"),
        ("urgency", "Soon", "urgency"),
        ("severity", "Bad", "severity"),
        ("certainty", "Very Likely", "certainty"),
        ("expires", "2026-11-03T11:00:00+07:00", "expires"),
        ("effective", "2026-11-05T00:00:00+07:00", "expires"),
        ("onset", "noon", "onset"),
        ("headline", "<b>Flood</b>", "headline"),
        ("description", "water &amp; wind", "description"),
        ("web", "/here", "web"),
    ],
)
def test_a_broken_rule_of_the_info_is_named(builders, name, value, pointer):
    message = builders["message"]()
    for info in message.info:
        setattr(info, name, value)
    assert f"/info/0/{pointer}" in pointers(message)


@pytest.mark.parametrize(
    ("name", "value", "pointer"),
    [
        ("areaDesc", "", "areaDesc"),
        ("polygon", ["16.4,107.5 16.4,107.6 16.4,107.5"], "polygon/0"),
        ("polygon", ["16.4,107.5 16.4,107.6 16.5,107.6 16.5,107.5"], "polygon/0"),
        ("polygon", ["16.4,107.5 16.5,107.6 16.4,107.6 16.5,107.5 16.4,107.5"], "polygon/0"),
        ("polygon", ["107.5,16.4 107.6,16.4 107.6,16.5 107.5,16.4"], "polygon/0"),
        ("circle", ["16.4,107.5"], "circle/0"),
        ("ceiling", "100", "ceiling"),
    ],
)
def test_a_broken_area_is_named(builders, name, value, pointer):
    message = builders["message"]()
    for info in message.info:
        setattr(info.area[0], name, value)
    assert f"/info/1/area/0/{pointer}" in pointers(message)


def test_a_ceiling_stands_above_its_altitude(builders):
    message = builders["message"]()
    message.info[0].area[0].altitude, message.info[0].area[0].ceiling = "200", "100"
    assert "/info/0/area/0/ceiling" in pointers(message)


def test_a_resource_needs_words_a_type_and_a_whole_address(builders):
    message = builders["message"]()
    message.info[0].resource = [Resource(mimeType="jpeg", size="big", uri="map.jpg", digest="x")]
    found = {each.removeprefix("/info/0/resource/0/") for each in pointers(message) if "resource" in each}
    assert found == {"resourceDesc", "mimeType", "size", "uri", "digest"}


@pytest.mark.parametrize("name", ["urgency", "severity", "certainty", "expires", "category", "eventCode", "onset"])
def test_both_languages_say_the_same(builders, name):
    message = builders["message"]()
    other = {"category": ["Env"], "eventCode": [], "expires": "2026-11-05T00:00:00+07:00", "onset": message.sent}
    setattr(message.info[1], name, other.get(name, "Unknown"))
    assert f"/info/1/{name}" in pointers(message)


def test_both_languages_mean_the_same_area(builders):
    message = builders["message"]()
    message.info[1].area[0].polygon = []
    assert "/info/1/area" in pointers(message)


def test_one_language_twice_is_refused(builders):
    message = builders["message"]()
    message.info[1].language = "vi-VN"
    assert "/info" in pointers(message)


def test_good_practice_is_advice_and_no_error(builders):
    message = builders["message"](status="Test")
    message.info[0].headline = "x" * 141
    message.info[0].contact = message.info[0].instruction = ""
    found = check(message)
    assert {"/info", "/info/0/headline", "/info/0/contact", "/info/0/instruction"} <= {each.pointer for each in found}
    assert errors(message) == []


def test_xml_comes_back_as_it_went(builders):
    message = builders["message"](note="nước & <gió>", code=["a", "b"])
    message.info[0].resource = [Resource("Bản đồ", "image/png", "3", "https://hue.gov.vn/a.png")]
    assert read(write(message)) == message


def test_the_namespace_is_caps_own(builders):
    assert b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">' in write(builders["message"]())


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        (b"<scope>Public</scope>", b"", "/scope"),
        (b"<scope>Public</scope>", b"<scope>Public</scope><status>Test</status>", "/status"),
        (b"<scope>Public</scope>", b"<scope>Public</scope><scope>Public</scope>", "/scope"),
        (b"<scope>Public</scope>", b"<scope>Public</scope><colour>red</colour>", "/colour"),
        (b"<scope>Public</scope>", b"<scope><b>Public</b></scope>", "/scope"),
        (b"<areaDesc>vi</areaDesc>", b"", "/info/0/area/0/areaDesc"),
        (b"<valueName>OET:v1.2</valueName>", b"", "/info/0/eventCode/0/valueName"),
    ],
)
def test_the_structure_of_the_standard_is_kept_to(builders, old, new, pointer):
    with pytest.raises(Unreadable) as refused:
        read(write(builders["message"]()).replace(old, new))
    assert pointer in {each.pointer for each in refused.value.findings}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<alert/>",
        b"\xff\xfe",
        b'<?xml version="1.0" encoding="rot13"?><alert/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>',
        b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><alert>&b;</alert>',
        b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1"><identifier>a</identifier></alert>',
        b"<a>" * 100_000,
        b" " * (2 << 20),
    ],
    ids=["empty", "no namespace", "utf-16 alone", "encoding", "xxe", "bomb", "cap 1.1", "deep", "large"],
)
def test_what_is_no_cap_is_refused(raw):
    with pytest.raises(Unreadable):
        read(raw)


PIECES = [
    b"<",
    b">",
    b"&",
    b"\x00",
    b"]]>",
    b"<info>",
    b"</info>",
    b"<area/>",
    b"&#xD800;",
    b"\xff",
    b"<!--",
    b"Z",
    b"-",
]


def mutated(raw, chance):
    made = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        choice = chance.random()
        if choice < 0.4:
            made[at : at + chance.randint(0, 30)] = chance.choice(PIECES)
        elif choice < 0.7:
            made[at : at + 1] = bytes([chance.randrange(256)])
        else:
            part = made[at : at + chance.randint(0, 200)]
            made[chance.randrange(len(made) + 1) :][:0] = part
            del made[at : at + chance.randint(0, 60)]
    return bytes(made)


def read_or_refused(raw):
    try:
        message = read(raw)
    except Unreadable:
        return
    assert isinstance(message, Message)
    check(message)
    write(message)


def test_no_mutated_file_is_more_than_refused(builders):
    chance, raw = random.Random(20261103), write(builders["message"]())
    for _ in range(MUTATIONS):
        read_or_refused(mutated(raw, chance))


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_hundred_thousand_mutated_files_are_no_more_than_refused(builders):
    chance, raw = random.Random(int(os.environ.get("HUE_SEED", "10"))), write(builders["message"]())
    for _ in range(MANY):
        read_or_refused(mutated(raw, chance))


@given(st.text(max_size=60))
def test_any_text_is_coordinates_or_none(text):
    pairs = pairs_of(text)
    if pairs is not None:
        polygon_fault(pairs)
    circle_of(text)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_a_moment_comes_back_to_the_second_and_never_as_z(moment):
    text = cap_time(moment)
    assert "Z" not in text
    assert moment_of(text) == moment.replace(microsecond=0)


def test_utc_may_be_written_minus_zero():
    assert moment_of("2026-11-03T05:00:00-00:00") == datetime(2026, 11, 3, 5, tzinfo=UTC)


def test_the_identifier_is_wmos_pattern():
    assert identifier_of("2.49.0.1.704.46", datetime(2026, 11, 3, 5, 7, 9, tzinfo=UTC)) == (
        "urn:oid:2.49.0.1.704.46.2026.11.3.5.7.9"
    )
