"""AIS sentences: the same as another decoder reads, whatever order they come in, and nothing but that."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from huedemo import sentences as made
from hypothesis import given
from hypothesis import strategies as st
from pyais import decode as pyais_decode

from fishing.rules import ais
from fishing.rules.ais_batch import decode
from fishing.rules.assembly import TTL, Assembly
from fishing.rules.moment import fix_moment
from fishing.states import Reason

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
POSITION = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"
"""A line of the air: MMSI 265547250, 57.6603° N 11.8330° E, 13.9 kn."""


def read(*lines, assembly=None, moment=NOON, sender="a"):
    return decode("\n".join(lines).encode() + b"\n", sender, assembly or Assembly(), moment)


def messages(*lines, **more):
    return [message for message, _ in read(*lines, **more).messages()]


def expected(theirs):
    """What pyais has read, in our terms."""
    if theirs.msg_type in {5, 24}:
        part = getattr(theirs, "partno", None)
        name = theirs.shipname.strip() if part in {None, 0} else ""
        return {"mmsi": theirs.mmsi, "name": name, "call_sign": theirs.callsign.strip() if part != 0 else ""}
    known = abs(theirs.lat) <= 90 and abs(theirs.lon) <= 180
    return {
        "mmsi": theirs.mmsi,
        "lat": pytest.approx(theirs.lat, abs=2e-6) if known else None,
        "lon": pytest.approx(theirs.lon, abs=2e-6) if known else None,
        "sog": None if theirs.speed >= 102.3 else pytest.approx(theirs.speed),
        "cog": None if theirs.course >= 360 else pytest.approx(theirs.course),
        "heading": None if theirs.heading >= 360 else theirs.heading,
        "second": theirs.second,
        "is_accurate": theirs.accuracy,
    }


def test_a_line_of_the_air_is_read():
    (message,) = messages(POSITION)
    assert (message.mmsi, message.sog, message.heading) == (265547250, 13.9, 41)
    assert (round(message.lat, 4), round(message.lon, 4)) == (57.6604, 11.8330)


@pytest.mark.parametrize("seed", range(4))
def test_every_message_says_what_another_decoder_reads(seed):
    draw = random.Random(seed)
    for place in range(500):
        lines = made.sentences(**made.any_message(draw), group=place % 10)
        found = messages(*lines)
        theirs = expected(pyais_decode(*lines))
        assert {name: getattr(found[0], name) for name in theirs} == theirs


def test_columns_and_single_messages_are_the_same():
    lines = [line for line in made.traffic(1_500, 7) if line.split(",")[1] == "1"]
    together = {repr(each) for each in messages(*lines)}
    alone = {repr(each) for line in lines for each in ais.decode(line.split(",")[5], int(line.split(",")[6][0]))}
    assert together == alone


def test_a_message_of_two_sentences_is_read_in_any_order():
    lines = made.sentences(type=5, mmsi=574000001, shipname="THUAN PHONG", group=3)
    (one,), (other,) = messages(*lines), messages(*reversed(lines))
    assert one.name == other.name == "THUAN PHONG"


def test_parts_of_two_receivers_are_not_mixed():
    first, second = made.sentences(type=5, mmsi=574000001, shipname="A", group=3)
    assembly = Assembly()
    assert messages(first, assembly=assembly, sender="a") == []
    assert messages(second, assembly=assembly, sender="b") == []
    assert len(messages(second, assembly=assembly, sender="a")) == 1


def test_a_lone_part_is_kept_as_incomplete_after_its_time():
    first, _ = made.sentences(type=5, mmsi=574000001, shipname="A", group=3)
    assembly = Assembly()
    assert read(first, assembly=assembly).refused == []
    later = read(POSITION, assembly=assembly, moment=NOON + TTL + timedelta(seconds=1))
    assert [(each.reason, each.raw.decode()) for each in later.refused] == [(Reason.INCOMPLETE, first)]


def test_an_empty_last_part_is_no_mistake():
    first, second = made.sentences(type=5, mmsi=574000001, shipname="A", group=3)
    payload = first.split(",")[5] + second.split(",")[5]
    body = f"AIVDM,2,1,3,A,{payload},2"
    empty = "AIVDM,2,2,3,A,,0"
    lines = [f"!{each}*{made.reduce(made.xor, each.encode()):02X}" for each in (body, empty)]
    assert [each.name for each in messages(*lines)] == ["A"]


def test_the_time_of_the_receiver_is_in_the_tag_block():
    (pair,) = read(made.tagged(POSITION, 1_793_682_000)).messages()
    assert pair[1] == datetime.fromtimestamp(1_793_682_000, UTC)


def test_a_damaged_tag_block_gives_no_time_and_loses_no_message():
    (pair,) = read(f"\\c:1793682000*00\\{POSITION}").messages()
    assert pair[1] is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (POSITION[:-1] + "5", Reason.CHECKSUM),
        ("nonsense", Reason.SYNTAX),
        ("!AIVDM,1,1,,A,13u?,0*00", Reason.CHECKSUM),
        ("!AIVDM,1,1,,B,403OtVAuiP002o?m:oH:KM?000S:,0*5B", Reason.CHECKSUM),
    ],
)
def test_what_is_no_message_is_kept_with_why(line, reason):
    result = read(line, POSITION)
    assert [(each.raw.decode(), each.reason) for each in result.refused] == [(line, reason)]
    assert len(list(result.messages())) == 1


def test_a_type_that_is_not_used_says_so():
    (line,) = made.sentences(type=4, mmsi=5740001, lat=16, lon=107)
    assert [each.reason for each in read(line).refused] == [Reason.UNSUPPORTED]


@given(st.integers(0, 59), st.integers(0, 86_399))
def test_a_fix_has_the_second_of_its_message_and_lies_next_to_its_receipt(second, received):
    moment = NOON + timedelta(seconds=received)
    fixed = fix_moment(moment, second)
    assert fixed.second == second
    assert abs(fixed - moment) <= timedelta(seconds=30)


def mutated(draw, lines):
    text = bytearray(draw.choice(lines).encode())
    for _ in range(draw.randint(1, 6)):
        place = draw.randrange(len(text) + 1)
        match draw.randrange(4):
            case 0:
                text[place:place] = bytes(draw.choices(range(256), k=draw.randint(1, 5)))
            case 1:
                del text[place : place + draw.randint(1, 9)]
            case 2 if place < len(text):
                text[place] = draw.randrange(256)
            case _:
                text += b"\n" + draw.choice(lines).encode()
    return bytes(text)


def survive(number, seed):
    draw, assembly = random.Random(seed), Assembly()
    lines = [*made.traffic(60, seed), made.tagged(POSITION, 1_793_682_000), *made.sentences(type=4, mmsi=1)]
    for place in range(number):
        list(decode(mutated(draw, lines), "fuzz", assembly, NOON + timedelta(seconds=place)).messages())


def test_mutated_sentences_are_no_more_than_refused():
    survive(3_000, 1)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_hundred_thousand_mutated_sentences_are_no_more_than_refused():
    survive(100_000, 2)
