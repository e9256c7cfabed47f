"""Events as JSON become OCSF."""

import random
from datetime import UTC, datetime

import orjson
import pytest

from infosec.rules.intake import event_of_json

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
OCSF = {
    "class_uid": 3002,
    "activity_id": 1,
    "time": 1793682000000,
    "severity_id": 3,
    "metadata": {"product": {"name": "IdP"}},
}
EVE = {
    "timestamp": "2026-11-03T12:00:00.000000+0700",
    "event_type": "alert",
    "src_ip": "203.0.113.7",
    "dest_ip": "10.0.0.1",
    "alert": {"signature": "ET SCAN", "signature_id": 2001, "severity": 1},
}
SYSMON = {
    "Event": {
        "System": {"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational", "Computer": "PC1"},
        "EventData": {"Image": "C:\\Windows\\cmd.exe", "CommandLine": "cmd /c whoami", "User": "HUE\\an"},
    }
}
NGINX = {
    "remote_addr": "203.0.113.7",
    "request_method": "GET",
    "request_uri": "/a?b",
    "status": "200",
    "time_iso8601": "2026-11-03T12:00:00+07:00",
}


def read(value):
    return event_of_json(orjson.dumps(value), NOON)


def test_ocsf_stays_as_it_is_and_gets_what_is_required():
    event = read(OCSF | {"user": {"name": "an"}}).ocsf
    assert (event["class_uid"], event["type_uid"], event["category_uid"]) == (3002, 300201, 3)
    assert (event["time"], event["user"]) == (1793682000000, {"name": "an"})


def test_an_alert_of_suricata_is_a_detection_finding():
    event = read(EVE).ocsf
    assert (event["class_uid"], event["severity_id"], event["finding_info"]["title"]) == (2004, 4, "ET SCAN")
    assert event["src_endpoint"] == {"ip": "203.0.113.7"}


def test_a_process_of_sysmon_is_a_process_activity_with_the_fields_of_rules():
    event = read(SYSMON)
    assert (event.ocsf["class_uid"], event.ocsf["activity_id"]) == (1007, 1)
    assert (event.fields["CommandLine"], event.source.category, event.source.product) == (
        "cmd /c whoami",
        "process_creation",
        "windows",
    )


def test_the_json_of_a_web_server_is_an_http_activity():
    event = read(NGINX)
    assert (event.ocsf["class_uid"], event.fields["sc-status"], event.source.category) == (4002, 200, "webserver")


def test_anything_else_is_a_base_event_with_everything_unmapped():
    event = read({"host": "h", "what": {"is": [1, 2]}}).ocsf
    assert (event["class_uid"], event["unmapped"]["what"]) == (0, {"is": [1, 2]})


@pytest.mark.parametrize("raw", [b"{", b"3", b'"x"', b"\xff", b"[" * 5000])
def test_what_is_no_object_keeps_its_raw_data(raw):
    event = event_of_json(raw, NOON)
    assert (event.raw, bool(event.error)) == (raw, True)


def survive(number, seed):
    draw = random.Random(seed)
    seeds = [orjson.dumps(each) for each in (OCSF, EVE, SYSMON, NGINX)]
    values = (None, True, -1, 1e308, 2**60, "\0", "\ud83d", [], {}, [[]], {"#text": "9" * 30}, "NaN", "2026-99-99")
    for _ in range(number):
        if draw.random() < 0.5:
            document = orjson.loads(draw.choice(seeds))
            part = draw.choice([document, *(each for each in document.values() if isinstance(each, dict) and each)])
            part[draw.choice(list(part))] = draw.choice(values)
            raw = b"{}" if _half(document) else orjson.dumps(document)
        else:
            raw = bytearray(draw.choice(seeds))
            for _ in range(draw.randint(1, 5)):
                raw[draw.randrange(len(raw))] = draw.randrange(256)
            raw = bytes(raw)
        event = event_of_json(raw, NOON)
        orjson.dumps(event.ocsf)
        assert b"\\u0000" not in orjson.dumps(event.ocsf)


def _half(value):
    return "\\ud83d" in ascii(value)


def test_mutated_json_becomes_events_all_the_same():
    survive(3_000, 1)


@pytest.mark.long
def test_a_hundred_thousand_mutated_documents_become_events_all_the_same():
    survive(100_000, 2)
