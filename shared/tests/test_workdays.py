"""Working days and terms of Vietnamese authorities."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.clock import VIETNAM
from hueioc.workdays.calendar import BeyondCalendar, OfficeHours, Unit, add_months, are_in_order, published_calendar
from hueioc.workdays.days import DayKind
from hueioc.workdays.kept import (
    CalendarDay,
    CalendarTold,
    calendar_named,
    current_calendar,
    current_told,
    keep_calendar,
    published_told,
    version_of,
)

CALENDAR = published_calendar()
days = st.dates(date(2019, 6, 1), date(2029, 6, 1))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("assigned", "due"), [("2023-03-09", "2023-03-20"), ("2024-11-25", "2024-12-04"), ("2022-12-29", "2023-01-10")]
)
def test_the_due_dates_printed_by_the_portal_are_seven_working_days_later(assigned, due):
    assert CALENDAR.add_working_days(date.fromisoformat(assigned), 7) == date.fromisoformat(due)


@pytest.mark.parametrize("day", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_make_up_saturday_is_worked(day):
    assert CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2024-04-29", "2025-05-02", "2026-01-02", "2026-02-18", "2026-08-31", "2026-09-02"])
def test_holidays_and_swapped_days_are_off(day):
    assert not CALENDAR.is_working(date.fromisoformat(day))


def test_the_24th_of_november_is_worked_until_a_law_says_otherwise():
    assert CALENDAR.is_working(date(2026, 11, 24))


def test_a_term_in_days_that_ends_on_a_sunday_ends_on_monday():
    assert CALENDAR.due(at("2026-03-05 10:00"), 3, Unit.DAY) == at("2026-03-09 17:00")


def test_a_term_in_months_ends_on_the_same_date_or_the_last_of_the_month():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert CALENDAR.due(at("2026-03-10 10:00"), 1, Unit.MONTH) == at("2026-04-10 17:00")


def test_hours_stop_at_noon_and_in_the_evening():
    assert CALENDAR.due(at("2026-03-02 11:00"), 1, Unit.WORKING_HOUR) == at("2026-03-02 13:30")
    assert CALENDAR.due(at("2026-03-06 16:30"), 4, Unit.WORKING_HOUR) == at("2026-03-09 11:00")


def test_what_arrives_at_lunch_starts_in_the_afternoon():
    assert CALENDAR.due(at("2026-03-02 12:10"), 1, Unit.WORKING_HOUR) == at("2026-03-02 14:00")


def test_what_arrives_at_night_starts_in_the_morning():
    assert CALENDAR.due(at("2026-03-06 22:00"), 2, Unit.WORKING_HOUR) == at("2026-03-09 09:30")


def test_eight_hours_are_a_working_day():
    assert CALENDAR.due(at("2026-03-02 09:00"), 8, Unit.WORKING_HOUR) == at("2026-03-03 09:00")


@given(days, st.integers(1, 200))
def test_a_term_ends_on_a_working_day_and_holds_so_many(start, count):
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days_between(start, end) == count


@given(days, st.integers(1, 100), st.integers(1, 100))
def test_terms_add_up(start, first, second):
    middle = CALENDAR.add_working_days(start, first)
    assert CALENDAR.add_working_days(middle, second) == CALENDAR.add_working_days(start, first + second)


@given(st.datetimes(datetime(2019, 6, 1), datetime(2029, 6, 1)), st.integers(1, 200), st.sampled_from(Unit))
def test_a_longer_term_never_ends_earlier(start, amount, unit):
    moment = start.replace(tzinfo=VIETNAM)
    amount = min(amount, 12) if unit is Unit.MONTH else amount
    assert CALENDAR.due(moment, amount, unit) <= CALENDAR.due(moment, amount + 1, unit)
    assert CALENDAR.due(moment, amount, unit) > moment


def test_a_term_beyond_the_known_years_is_refused():
    with pytest.raises(BeyondCalendar):
        CALENDAR.add_working_days(date(2030, 12, 20), 30)
    with pytest.raises(BeyondCalendar):
        CALENDAR.is_working(date(2018, 12, 31))


def test_office_hours_are_in_order():
    assert are_in_order(OfficeHours())
    assert CALENDAR.due(at("2026-03-02 07:30"), 8, Unit.WORKING_HOUR) - at("2026-03-02 07:30") == timedelta(hours=9.5)


def test_the_version_of_a_calendar_names_its_days_in_any_order():
    days = published_told().days
    assert version_of(1, days) == version_of(1, days[::-1])
    assert version_of(1, days) != version_of(1, days[1:])


@pytest.mark.parametrize("service_name", ["press"], scope="session")
async def test_the_calendar_is_that_of_the_suite_until_a_notice_comes(session, service_name):
    assert (await current_calendar(session)).version == CALENDAR.version
    days = [*published_told().days, CalendarDay(date=date(2026, 11, 24), kind=DayKind.HOLIDAY, source="A law")]
    told = CalendarTold(number=1, version=version_of(1, days), days=days)
    await keep_calendar(session, told)
    await keep_calendar(session, told)
    assert not (await current_calendar(session)).is_working(date(2026, 11, 24))
    assert (await calendar_named(session, CALENDAR.version)).is_working(date(2026, 11, 24))
    assert await current_told(session) == told


@pytest.mark.parametrize("service_name", ["press"], scope="session")
async def test_a_calendar_that_nobody_told_is_unknown(session, service_name):
    with pytest.raises(LookupError):
        await calendar_named(session, "2031-01.7-00000000")
