"""Syslog of both RFCs and both framings, and what is neither."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hueioc.clock import VIETNAM
from infosec.rules.framing import Frames
from infosec.rules.intake import event_of_syslog
from infosec.rules.syslog import MOST_BYTES, Unreadable, parse

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
NEW = (
    b"<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 1370 ID47 "
    b'[exampleSDID@32473 iut="3" note="a \\"b\\" \\] \\\\ c"][x@1] \xef\xbb\xbfAn application event'
)
OLD = b"<34>Oct 11 22:14:15 mymachine su[230]: 'su root' failed for lonvick on /dev/pts/8"
WEB = (
    b'<190>Nov  3 12:00:00 web1 nginx: 203.0.113.7 - - [03/Nov/2026:12:00:00 +0700] "GET /a?b=1 HTTP/1.1" 404 1 "-" "x"'
)


def read(raw):
    return parse(raw, received=NOON, zone=VIETNAM)


def test_the_example_of_rfc_5424_is_read_whole():
    found = read(NEW)
    assert (found.facility, found.severity, found.host, found.app) == (20, 5, "mymachine.example.com", "evntslog")
    assert (found.process, found.message_id, found.text) == ("1370", "ID47", "An application event")
    assert found.at == datetime(2003, 10, 11, 22, 14, 15, 3000, tzinfo=UTC)


def test_escapes_in_structured_data_are_undone():
    assert read(NEW).data == {"exampleSDID@32473": {"iut": "3", "note": 'a "b" ] \\ c'}, "x@1": {}}


def test_nil_values_are_nothing():
    found = read(b"<0>1 - - - - - -")
    assert (found.at, found.host, found.app, found.text, found.data) == (None, "", "", "", {})


def test_the_example_of_rfc_3164_is_read_whole():
    found = read(OLD)
    assert (found.form, found.host, found.app, found.process) == ("rfc3164", "mymachine", "su", "230")
    assert found.text == "'su root' failed for lonvick on /dev/pts/8"


def test_a_time_without_a_zone_is_that_of_its_source():
    assert read(b"<13>Nov  3 11:59:00 h x: y").at == datetime(2026, 11, 3, 4, 59, tzinfo=UTC)


def test_a_message_of_new_years_eve_that_comes_in_january_is_of_last_year():
    found = parse(b"<13>Dec 31 23:59:58 h x: y", received=datetime(2027, 1, 1, 0, 0, 5, tzinfo=VIETNAM), zone=VIETNAM)
    assert found.at == datetime(2026, 12, 31, 16, 59, 58, tzinfo=UTC)


def test_without_a_priority_it_is_a_notice_of_a_user():
    found = read(b"Nov  3 12:00:00 h x: y")
    assert (found.facility, found.severity) == (1, 5)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b"hello", "neither a priority nor a time"),
        (b"<192>1 - - - - - -", "priority above 191"),
        (b"<1>1 2026-02-30T00:00:00Z h a p m - x", "no such time"),
        (b'<1>1 - h a p m [x y="z" x', "does not end"),
        (b"x" * (MOST_BYTES + 1), "longer than"),
    ],
)
def test_what_cannot_be_read_says_why(raw, why):
    with pytest.raises(Unreadable, match=why):
        read(raw)


def test_what_cannot_be_read_is_an_event_that_keeps_its_raw_data():
    event = event_of_syslog(b"hello\0", NOON, VIETNAM)
    assert (event.ocsf["class_uid"], event.ocsf["raw_data"], event.raw) == (0, "hello\ufffd", b"hello\0")
    assert event.error == "neither a priority nor a time"


def test_a_failed_log_in_is_an_authentication_of_ocsf():
    raw = b"<38>Nov  3 12:00:00 web1 sshd[12]: Failed password for invalid user an from 203.0.113.7 port 4242 ssh2"
    event = event_of_syslog(raw, NOON, VIETNAM).ocsf
    assert (event["class_uid"], event["type_uid"], event["status_id"]) == (3002, 300201, 2)
    assert (event["user"], event["src_endpoint"]) == ({"name": "an"}, {"ip": "203.0.113.7", "port": 4242})


def test_a_line_of_a_web_server_is_an_http_activity():
    event = event_of_syslog(WEB, NOON, VIETNAM).ocsf
    assert (event["class_uid"], event["activity_id"], event["http_response"]) == (4002, 3, {"code": 404})


def test_a_command_by_sudo_is_a_process_that_was_launched():
    raw = b"<86>Nov  3 12:00:00 h sudo: an : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/usr/bin/rm -rf /var/log"
    event = event_of_syslog(raw, NOON, VIETNAM)
    assert (event.ocsf["class_uid"], event.ocsf["process"]["cmd_line"]) == (1007, "/usr/bin/rm -rf /var/log")


def test_every_event_has_what_ocsf_requires():
    required = {"activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid"}
    for raw in (NEW, OLD, WEB, b"hello"):
        event = event_of_syslog(raw, NOON, VIETNAM).ocsf
        assert required <= event.keys()
        assert event["type_uid"] == 100 * event["class_uid"] + event["activity_id"]


def test_a_time_far_ahead_is_replaced_by_the_arrival_and_said():
    event = event_of_syslog(b"<1>1 2030-01-01T00:00:00Z h a p m - x", NOON, VIETNAM).ocsf
    assert (event["time"], "time_error" in event["unmapped"]) == (int(NOON.timestamp() * 1000), True)


@given(
    some.lists(
        some.binary(min_size=1, max_size=40).filter(
            lambda b: b.strip(b"\r\n\0") == b and b"\n" not in b and b"\0" not in b
        )
    ),
    some.data(),
)
def test_counted_frames_come_out_as_they_went_in_however_they_are_cut(messages, data):
    stream = b"".join(b"%d %s" % (len(each), each) for each in messages)
    frames, found = Frames(), []
    while stream:
        size = data.draw(some.integers(1, len(stream)))
        found += frames.feed(stream[:size])
        stream = stream[size:]
    assert found + frames.rest() == messages


def test_frames_with_trailers_and_counted_ones_may_follow_each_other():
    frames = Frames()
    assert frames.feed(b"<1>a\n<2>b\x003 <3>") == [b"<1>a", b"<2>b", b"<3>"]


def test_the_last_message_needs_no_trailer():
    frames = Frames()
    assert (frames.feed(b"<1>a"), frames.rest()) == ([], [b"<1>a"])


def test_a_frame_that_is_too_long_is_given_out_cut_and_the_next_one_is_read():
    frames, long = Frames(), 100_000
    assert [len(each) for each in frames.feed(b"%d " % long + b"x" * long + b"3 <1>")] == [MOST_BYTES + 1, 3]


def mutated(seeds, draw):
    raw = bytearray(draw.choice(seeds))
    for _ in range(draw.randint(1, 8)):
        place = draw.randrange(len(raw) + 1)
        match draw.randrange(4):
            case 0:
                raw[place:place] = bytes([draw.randrange(256)])
            case 1:
                del raw[place : place + draw.randrange(6)]
            case 2:
                raw[place : place + 1] = draw.choice((b"\0", b"[", b'"', b"\\", b"<", b"99999", b"\xff", b" "))
            case _:
                raw += raw[place : place + 20]
        raw = raw or bytearray(b"<")
    return bytes(raw)


def survive(number, seed):
    draw = random.Random(seed)
    seeds = (NEW, OLD, WEB, b"<38>Nov  3 12:00:00 h sshd[1]: Failed password for a from 1.2.3.4 port 2 ssh2")
    frames = Frames()
    for _ in range(number):
        raw = mutated(seeds, draw)
        event = event_of_syslog(raw, NOON, VIETNAM)
        assert event.raw == raw
        assert isinstance(event.ocsf["time"], int)
        framed = b"%d %s" % (len(raw) + draw.choice((0, 0, 1, -1)), raw) if draw.random() < 0.5 else raw + b"\n"
        frames.feed(framed)
        assert len(frames.waiting) <= 2 * MOST_BYTES


def test_mutated_messages_become_events_all_the_same():
    survive(3_000, 1)


@pytest.mark.long
def test_a_hundred_thousand_mutated_messages_become_events_all_the_same():
    survive(100_000, 2)
