"""Readings judged as columns get the verdicts that they get row by row."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from environment.queries.readings import Last
from environment.rules.hours import hour_ending
from environment.rules.quality import Bounds, verdict
from environment.service import columns

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
BOUNDS = {
    1: Bounds(-10, 50, 3, may_be_negative=False),
    2: Bounds(0, 100, 0, may_be_negative=False),
    3: Bounds(-5, 5, 2, may_be_negative=True),
}
VALUES = st.sampled_from((-20.0, -3.0, 0.0, 4.0, 7.5, 60.0))
ROWS = st.lists(
    st.tuples(st.sampled_from((1, 2, 3)), st.integers(1, 200), VALUES, st.sampled_from((0, 0, 0, 1, 2))),
    min_size=1,
    max_size=60,
    unique_by=lambda row: row[:2],
)
LASTS = st.fixed_dictionaries(
    {
        number: st.one_of(st.just(Last(None, None, 0)), st.builds(Last, st.just(NOON), VALUES, st.integers(1, 4)))
        for number in BOUNDS
    }
)


def columns_of(rows, last):
    numbers, minutes, values, statuses = zip(*rows, strict=True)
    moments = [NOON + timedelta(minutes=each) for each in minutes]
    return columns.columns_of(numbers, moments, values, statuses, last=last)


def one_by_one(rows, last):
    """(datastream, minute, flag, failed, run) in order."""
    found, before = [], {number: (each.value, each.run) for number, each in last.items()}
    for number, minute, value, status in sorted(rows):
        old, run = before[number]
        run = run + 1 if old == value else 1
        before[number] = (value, run)
        found.append((number, minute, *verdict(value, status, run, BOUNDS[number]), run))
    return found


@given(ROWS, LASTS)
def test_every_verdict_and_run_is_that_of_row_by_row(rows, last):
    made = columns_of(rows, last)
    judged = columns.judge(made, BOUNDS, last)
    minutes = ((made.seconds - int(NOON.timestamp())) // 60).tolist()
    found = zip(
        made.numbers.tolist(), minutes, judged.flags.tolist(), judged.failed.tolist(), judged.runs.tolist(), strict=True
    )
    assert list(found) == one_by_one(rows, last)


@given(ROWS, LASTS)
def test_the_newest_of_each_datastream_moves_on_by_what_came(rows, last):
    made = columns_of(rows, last)
    newest = columns.newest_of(made, columns.judge(made, BOUNDS, last))
    assert sum(each.added for each in newest) == len(rows)
    for each in newest:
        mine = [row for row in rows if row[0] == each.row.datastream]
        assert (each.row.at, each.added) == (NOON + timedelta(minutes=max(row[1] for row in mine)), len(mine))


@given(ROWS, LASTS)
def test_the_hours_are_those_of_the_rows(rows, last):
    wanted = {(number, hour_ending(NOON + timedelta(minutes=minute))) for number, minute, _, _ in rows}
    assert columns.hours_of(columns_of(rows, last)) == wanted


def test_late_rows_and_moments_that_come_twice_go_another_way():
    known = {1: Last(NOON + timedelta(minutes=5), 1.0, 1)}
    assert columns_of([(1, 5, 1.0, 0)], known) is None
    assert columns_of([(1, 6, 1.0, 0), (1, 6, 2.0, 0)], known) is None
    assert columns_of([(1, 6, 1.0, 0)], known) is not None
