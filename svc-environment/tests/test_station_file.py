"""Station files: what the circular says, what real loggers do, and what a mad one may do."""

import json
import os
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.rules.station_file import BadLine, Line, Unreadable, parse, station_names
from environment.rules.units import factor_of
from environment.service.rows import line_of, rows_of
from environment.states import Reason

GOOD = b"PM2,5\t23,4\tug/Nm3\t20261103120000\t00\r\nCO\t512\tug/Nm3\t20261103120000\t01\r\n"
MUTATIONS = 3_000
MANY = 100_000


def test_a_line_of_the_circular_is_read():
    line = parse(GOOD)[0]
    assert line[:6] == (1, "PM2,5", 23.4, "ug/Nm3", datetime(2026, 11, 3, 5, tzinfo=UTC), 0)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\r\n", b"\n"),
        GOOD.replace(b"\t", b";"),
        GOOD.replace(b"\t", b"|"),
        GOOD.replace(b"\t", b"   "),
        GOOD.decode().encode("utf-16"),
        GOOD.replace(b"ug", b"\xb5g"),
        GOOD.replace(b"\t00\r\n", b"\t0\t\r\n"),
    ],
    ids=["bom", "lf", "semicolon", "bar", "blanks", "utf-16", "old micro sign", "trailing tab"],
)
def test_what_real_loggers_write_is_read(raw):
    assert [line.value for line in parse(raw)] == [23.4, 512.0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"CO\t512\tug/m3\t20261103120000", Reason.SYNTAX),
        (b"CO\tnan\tug/m3\t20261103120000\t00", Reason.NOT_A_NUMBER),
        (b"CO\t1.234,5\tug/m3\t20261103120000\t00", Reason.NOT_A_NUMBER),
        (b"CO\t512\tug/m3\t20261303120000\t00", Reason.WRONG_TIME),
        (b"CO\t512\tug/m3\t20261103120000\t07", Reason.WRONG_STATUS),
    ],
)
def test_a_bad_line_is_handed_back_and_the_rest_is_read(line, reason):
    bad, *rest = parse(line + b"\r\n" + GOOD)
    assert (bad.reason, bad.raw) == (reason, line.decode())
    assert len(rest) == 2


@pytest.mark.parametrize(("raw", "reason"), [(b" \r\n", Reason.EMPTY), (b"\x00\x01\x02", Reason.NOT_TEXT)])
def test_a_file_that_is_none_says_why(raw, reason):
    with pytest.raises(Unreadable) as refused:
        parse(raw)
    assert refused.value.reason is reason


def test_a_name_with_province_and_company_ends_in_the_station():
    assert station_names("in/HUE_NHAMAY_KIMLONG_20261103120000.txt") == [
        "HUE_NHAMAY_KIMLONG",
        "NHAMAY_KIMLONG",
        "KIMLONG",
    ]


def test_units_are_compared_as_people_mean_them():
    assert factor_of("µg/Nm³", {"mg/m3": 1000.0}, "µg/m³") == 1.0
    assert factor_of("mg/Nm^3", {"mg/m3": 1000.0}, "µg/m³") == 1000.0
    assert factor_of("ppm", {"mg/m3": 1000.0}, "µg/m³") is None


def mutated(chance):
    """Bytes of a good file, some of them changed, doubled, cut out or moved."""
    raw = bytearray(GOOD * chance.randint(1, 3))
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(raw) or 1)
        kind = chance.randrange(4)
        if kind == 0 and raw:
            raw[place % len(raw)] = chance.randrange(256)
        elif kind == 1:
            raw[place:place] = chance.choice(
                [b"\t", b"\n", b"\x00", b"\xff", b"9" * 20, b"\xef\xbb\xbf", b"-", b",", "³".encode()]
            )
        elif kind == 2:
            del raw[place : place + chance.randint(1, 8)]
        else:
            raw[place:place] = raw[: chance.randint(0, 20)]
    return bytes(raw)


def read_or_refused(raw):
    try:
        lines = parse(raw)
    except Unreadable:
        return
    assert all(isinstance(line, (Line, BadLine)) for line in lines)


def test_no_mutated_file_is_more_than_refused():
    chance = random.Random(20261103)
    for _ in range(MUTATIONS):
        read_or_refused(mutated(chance))


@pytest.mark.long
def test_a_hundred_thousand_mutated_files_are_no_more_than_refused():
    chance = random.Random(int(os.environ.get("HUE_SEED", "10")))
    for _ in range(MANY):
        read_or_refused(mutated(chance))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    read_or_refused(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["parameter", "value", "at", "unit", "status", "values", "readings"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(st.binary(max_size=100) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_message_is_read_or_refused(payload):
    rows = rows_of(payload)
    for number, row in enumerate(rows or (), 1):
        assert isinstance(line_of(number, row), (Line, BadLine))
