"""Pure rules: codes, moves, terms with pauses, whatever arrives in whatever order."""

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import Unit, published_calendar
from procedures.rules.clock import timers_of, timing_of
from procedures.rules.codes import code_of, written
from procedures.rules.course import IllegalStep, Step, course_of
from procedures.rules.digits import endings_of
from procedures.rules.fields import RowRefused
from procedures.rules.messages import dossier_row, progress_row
from procedures.rules.terms import Pause, Term, difference_days, due_of, working_time, working_time_after
from procedures.states import ENDINGS, MOVES, NATIONAL, REACHABLE, Status, TimerKind, Timing

CALENDAR = published_calendar()
PAUSING = frozenset({Status.SUPPLEMENT, Status.PAYMENT})
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def at(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


def walk(dice, start):
    """A legal way of a dossier, as (moment, status)."""
    status, moment, found = Status.NEW, start, []
    while True:
        found.append((moment, status))
        following = sorted(MOVES[status])
        if not following or dice.random() < 0.05:
            return found
        status, moment = dice.choice(following), moment + timedelta(hours=dice.randint(1, 90))


@pytest.mark.parametrize(
    ("text", "agency", "day", "number"),
    [
        ("000.00.01.H57-260302-0001", "000.00.01.H57", date(2026, 3, 2), 1),
        (" 000.00.01.h57-260302-0001 ", "000.00.01.H57", date(2026, 3, 2), 1),
        ("H57.01.02-260302-0012", "H57.01.02", date(2026, 3, 2), 12),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
        ("000.00.01.H57-260302-10000", "000.00.01.H57", date(2026, 3, 2), 10000),
    ],
)
def test_a_code_of_each_form_is_read(text, agency, day, number):
    code = code_of(text)
    assert (code.agency, code.day, code.number) == (agency, day, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "000.00.01.H57-260230-0001",
        "000.00.01.H57-261302-0001",
        "000.00.01.H57-260302-001",
        "000.00.01.H57-260302-00001",
        "000.00.01.H57-20260302-0001",
        "00.00.01.H57-260302-0001",
        "000.00.01.H57 260302 0001",
        "H57-260302-0001",
        "٠٠٠.00.01.H57-260302-0001",
        "000.00.01.H57-260302-0001\n; x",
    ],
)
def test_what_is_no_code_is_refused(text):
    assert code_of(text) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 99_999))
def test_a_code_that_we_give_is_one_that_we_read(day, number):
    code = code_of(written("000.00.03.H57", day, number))
    assert (code.agency, code.day.strftime("%y%m%d"), code.number) == ("000.00.03.H57", day.strftime("%y%m%d"), number)


def test_the_ten_statuses_are_the_national_ones():
    assert [NATIONAL[number].value for number in (1, 2, 5, 6, 9, 10)] == [
        *("new", "accepted", "supplement", "payment", "finished", "returned")
    ]
    assert sorted(NATIONAL) == list(range(1, 11))


def test_the_moves_are_those_of_the_reference():
    numbers = {status: number for number, status in NATIONAL.items()}
    table = {numbers[status]: {numbers[each] for each in following} for status, following in MOVES.items()}
    assert table == {
        1: {2, 3, 7},
        2: {4, 5, 6, 7, 8},
        3: set(),
        4: {5, 6, 7, 8, 9},
        5: {4, 7, 8},
        6: {4, 7, 8},
        7: {8},
        8: set(),
        9: {10},
        10: set(),
    }


def test_nothing_leads_back_from_an_end():
    assert not any(following - set(ENDINGS) for status, following in REACHABLE.items() if status in ENDINGS)


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(dice):
    told = walk(dice, at(2026, 3, 2, 8))
    steps = [Step(moment, status, str(number)) for number, (moment, status) in enumerate(told)]
    expected = course_of(steps, PAUSING)
    assert course_of(dice.sample(steps, len(steps)), PAUSING) == expected
    assert expected.status is told[-1][1]


@given(st.randoms(use_true_random=False))
def test_a_step_said_twice_changes_nothing(dice):
    steps = [Step(moment, status, "") for moment, status in walk(dice, at(2026, 3, 2, 8))]
    again = dice.choice(steps)._replace(arrival="again")
    assert course_of([*steps, again], PAUSING) == course_of(steps, PAUSING)


def test_a_step_after_the_end_is_illegal():
    with pytest.raises(IllegalStep):
        course_of([Step(at(2026, 3, 2), Status.RETURNED, ""), Step(at(2026, 3, 3), Status.PROCESSING, "")], PAUSING)


def test_nine_and_ten_may_be_one_moment():
    moment = at(2026, 3, 5, 9)
    steps = [
        Step(moment, Status.RETURNED, "a"),
        Step(moment, Status.FINISHED, "b"),
        Step(at(2026, 3, 2), Status.ACCEPTED, ""),
    ]
    assert course_of(steps, PAUSING).status is Status.RETURNED


DATABLE = [
    # swaps and make-up days of 2026: 02/01 is off, 10/01 is worked; Tết 16-20/02
    (at(2025, 12, 31, 9), Term(1, Unit.WORKING_DAY), at(2026, 1, 5, 17)),
    (at(2026, 1, 8, 9), Term(2, Unit.WORKING_DAY), at(2026, 1, 10, 17)),
    (at(2026, 2, 13, 9), Term(1, Unit.WORKING_DAY), at(2026, 2, 23, 17)),
    (at(2026, 3, 2, 9), Term(7, Unit.WORKING_DAY), at(2026, 3, 11, 17)),
    (at(2026, 3, 2, 9), Term(15, Unit.DAY), at(2026, 3, 17, 17)),
    (at(2026, 3, 2, 16), Term(2, Unit.WORKING_HOUR), at(2026, 3, 3, 8, 30)),
]


@pytest.mark.parametrize(("start", "term", "due"), DATABLE)
def test_a_term_ends_by_the_working_calendar(start, term, due):
    assert due_of(CALENDAR, start, term) == due


def test_a_supplement_adds_the_working_days_it_took():
    pause = Pause(at(2026, 3, 4, 9), at(2026, 3, 9, 9))
    assert due_of(CALENDAR, at(2026, 3, 2, 9), Term(7, Unit.WORKING_DAY), [pause]) == at(2026, 3, 16, 17)


def test_a_pause_over_a_make_up_saturday_counts_it():
    pause = Pause(at(2026, 1, 9, 9), at(2026, 1, 12, 9))
    assert due_of(CALENDAR, at(2026, 1, 8, 9), Term(3, Unit.WORKING_DAY), [pause]) == at(2026, 1, 14, 17)


def test_a_pause_of_a_term_in_hours_adds_office_hours():
    pause = Pause(at(2026, 3, 2, 9), at(2026, 3, 3, 8, 30))
    due = due_of(CALENDAR, at(2026, 3, 2, 8), Term(8, Unit.WORKING_HOUR), [pause])
    assert due == at(2026, 3, 3, 17)
    assert working_time(CALENDAR, at(2026, 3, 2, 9), at(2026, 3, 3, 8, 30)) == timedelta(hours=7, minutes=30)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(lambda each: each.replace(tzinfo=VIETNAM))
terms = st.builds(Term, st.integers(1, 60), st.sampled_from(list(Unit)))
term_of_days = st.builds(Term, st.integers(1, 60), st.sampled_from([Unit.WORKING_DAY, Unit.DAY]))


@given(moments, terms, moments, st.integers(0, 60))
def test_a_pause_never_brings_the_date_nearer(start, term, began, days):
    if term.unit is Unit.MONTH:
        term = term._replace(amount=term.amount % 12 + 1)
    pause = Pause(began, began + timedelta(days=days))
    assert due_of(CALENDAR, start, term, [pause]) >= due_of(CALENDAR, start, term)


@given(moments, term_of_days, st.lists(st.integers(1, 400), min_size=4, max_size=4))
def test_two_pauses_add_up_whatever_their_order(start, term, hours):
    ends = [start + timedelta(hours=sum(hours[: number + 1])) for number in range(4)]
    pauses = [Pause(ends[0], ends[1]), Pause(ends[2], ends[3])]
    if term.unit is Unit.WORKING_DAY:
        assert due_of(CALENDAR, start, term, pauses) == due_of(CALENDAR, start, term, reversed(pauses))


@given(moments, st.integers(0, 200))
def test_office_hours_after_a_moment_are_the_office_hours_between(start, hours):
    end = working_time_after(CALENDAR, start, timedelta(hours=hours))
    assert working_time(CALENDAR, start, end) == timedelta(hours=hours)


@given(moments, moments)
def test_the_difference_to_the_sources_date_has_a_sign(ours, theirs):
    assert difference_days(CALENDAR, ours, theirs) == -difference_days(CALENDAR, theirs, ours)


@pytest.mark.parametrize(
    ("finished", "timing"),
    [
        (at(2026, 3, 10, 23, 59), Timing.EARLY),
        (at(2026, 3, 11, 8), Timing.ON_TIME),
        (at(2026, 3, 11, 17), Timing.ON_TIME),
        (at(2026, 3, 11, 17, 0, 1), Timing.LATE),
        (at(2026, 3, 12), Timing.LATE),
    ],
)
def test_early_is_a_day_before_and_equality_is_in_time(finished, timing):
    assert timing_of(finished, at(2026, 3, 11, 17)) is timing


def test_warnings_come_at_fifty_eighty_and_a_hundred_percent():
    course = course_of([Step(at(2026, 3, 2, 9), Status.ACCEPTED, "")], PAUSING)
    found = timers_of(course, at(2026, 3, 12, 9), None)
    assert found == {
        TimerKind.HALF: at(2026, 3, 7, 9),
        TimerKind.NEAR: at(2026, 3, 10, 9),
        TimerKind.DUE: at(2026, 3, 12, 9),
    }


def test_nothing_warns_while_the_citizen_is_waited_for():
    steps = [Step(at(2026, 3, 2, 9), Status.ACCEPTED, ""), Step(at(2026, 3, 3, 9), Status.SUPPLEMENT, "")]
    assert timers_of(course_of(steps, PAUSING), at(2026, 3, 12, 9), None) == {}


def test_the_endings_of_a_number_are_four_to_ten_digits():
    assert endings_of("0912 345 678") == ["5678", "45678", "345678", "2345678", "12345678", "912345678", "0912345678"]
    assert endings_of("０９１２.345") == ["2345", "12345", "912345", "0912345"]
    assert endings_of("12") == []


SAMPLE = {
    "MaHoSo": "000.00.03.H57-260302-0001",
    "MaTTHC": "1.004222",
    "TenTTHC": "Đăng ký thường trú",
    "KenhThucHien": "2",
    "ChuHoSo": "Nguyễn Văn Bình",
    "SoDienThoai": "0912345678",
    "TrangThaiHoSo": "10",
    "NgayNopHoSo": "20260301080000",
    "NgayTiepNhan": "20260302080000",
    "NgayHenTra": "20260311170000",
    "NgayKetThucXuLy": "20260310080000",
    "NgayTra": "20260311080000",
    "DinhDanhCHS": [{"LoaiDinhDanh": 1, "SoDinhDanh": "046099000001"}],
    "DanhSachHoSoBoSung": [
        {"HoSoBoSungId": "1", "NgayBoSung": "20260303080000", "NgayTiepNhanBoSung": "20260304080000"}
    ],
}
STRANGE = [None, True, 0, -1, 1.5, 10**30, "", "x", "\x00", "\ud800", "9" * 30, "20260231000000"]
STRANGE += [[], {}, [{}], [None], {"a": 1}]
SIGNS = [0, 32, 48, 57, 65, 0x660, 0x1F600, 0xFEFF]


def mutated(dice):
    row = json.loads(json.dumps(SAMPLE))
    for _ in range(dice.randint(1, 4)):
        name = dice.choice([*row, "khac"]) if row else "khac"
        way = dice.randrange(5)
        if way == 0:
            row.pop(name, None)
        elif way == 1:
            row[name] = dice.choice(STRANGE)
        elif way == 2 and isinstance(row.get(name), str) and row[name]:
            place = dice.randrange(len(row[name]))
            row[name] = row[name][:place] + chr(dice.choice(SIGNS)) + row[name][place + 1 :]
        elif way == 3 and isinstance(row.get(name), str):
            row[name] = row[name] * dice.randint(2, 400)
        elif name == "DanhSachHoSoBoSung":
            row[name] = [{"NgayBoSung": dice.choice(STRANGE), "HoSoBoSungId": dice.choice(STRANGE)}]
    return row


def refusal_of(read, row):
    """Why a row is refused; None when it is taken. Anything else it raises fails the test."""
    try:
        read(row, NOW)
    except RowRefused as refusal:
        return refusal
    return None


def fuzz(rounds, seed):
    """How many rows were taken; each of the others says why it was not, in both languages."""
    dice = random.Random(seed)
    taken = 0
    for _ in range(rounds):
        row = mutated(dice)
        step = {"MaHoSo": row.get("MaHoSo"), "TrangThai": row.get("TrangThaiHoSo"), "ThoiDiemXuLy": row.get("NgayTra")}
        refusals = refusal_of(dossier_row, row), refusal_of(progress_row, step)
        assert all(each.detail.vi and each.detail.en for each in refusals if each)
        taken += refusals[0] is None
    return taken


def test_mutated_rows_are_read_or_refused_with_a_reason():
    assert 0 < fuzz(3_000, 1) < 3_000


@pytest.mark.long
def test_a_hundred_thousand_mutated_rows_are_read_or_refused_with_a_reason():
    assert fuzz(100_000, 2) > 0


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(list(SAMPLE)), st.one_of(st.text(), st.integers(), st.none(), st.booleans())))
def test_any_values_at_all_are_read_or_refused(row):
    refusal = refusal_of(dossier_row, row)
    assert refusal is None or refusal.field
