"""Logs: one JSON object a line, no personal data in it."""

import json
import logging
import subprocess
import sys

import pytest
import structlog

from hueioc import log, tracing

PERSONAL = ["0905 123 456", "+84905123456", "lan.nguyen@hue.vn", "046201001234"]


@pytest.fixture
def lines(capfdbinary, monkeypatch):
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stdout", sys.__stdout__)
    log.configure("sample")
    yield lambda: [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    structlog.configure(**before)
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("value", PERSONAL)
def test_no_number_of_a_person_is_written(lines, value):
    structlog.get_logger("a").info("called", text=f"người gọi {value} nói")
    (line,) = lines()
    assert value not in json.dumps(line, ensure_ascii=False)
    assert "nói" in line["text"]


@pytest.mark.parametrize("value", PERSONAL)
def test_no_number_hides_deeper_inside(lines, value):
    structlog.get_logger("a").info("called", people=[{"contact": value}], told={"to": (value, 7)})
    assert value not in json.dumps(lines(), ensure_ascii=False)


def test_no_number_is_written_with_an_exception(lines):
    try:
        int("lan.nguyen@hue.vn")
    except ValueError:
        structlog.get_logger("a").exception("failed")
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "lan.nguyen" not in json.dumps(line)


def test_what_libraries_say_is_redacted_too(lines):
    logging.getLogger("a.library").warning("sent to %s", "lan.nguyen@hue.vn")
    (line,) = lines()
    assert line["logger"] == "a.library"
    assert "lan.nguyen" not in json.dumps(line)


def test_a_line_names_service_time_level_and_trace(lines):
    token = tracing.attach(tracing.parent_of("00-" + "a" * 32 + "-" + "b" * 16 + "-01"))
    structlog.get_logger("a").info("done", number=7)
    tracing.detach(token)
    (line,) = lines()
    assert (line["service"], line["level"], line["event"], line["number"]) == ("sample", "info", "done", 7)
    assert (line["trace_id"], line["timestamp"][-1]) == ("a" * 32, "Z")


def test_a_value_that_is_no_json_stops_nothing(lines):
    structlog.get_logger("a").info("odd", value=object(), many={1, 2})
    assert lines()[0]["event"] == "odd"


def test_a_line_is_written_by_a_fresh_process_too():
    script = "from hueioc import log; import structlog; log.configure('x'); structlog.get_logger().info('hi')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert json.loads(done.stdout)["event"] == "hi"
