"""Deliveries: once, row by row, with what was not taken kept as it came."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from environment.models import Correction, Intake, Latest, Reading, RejectedRow, Station
from environment.states import Flag, Outcome, Reason, StationState


async def total(session, table):
    return await session.scalar(select(func.count()).select_from(table))


def outcomes(delivery):
    return [outcome for outcome, _ in delivery.answers.values()]


async def test_a_file_is_taken_row_by_row(bureau, builders):
    delivery = await bureau.deliver(builders["file"](("Level", "0,85", "m"), ("Rain", 12, "mm")))
    assert outcomes(delivery) == [Outcome.ACCEPTED] * 2
    assert await total(bureau.session, Reading) == 2


async def test_the_same_file_again_changes_nothing(bureau, builders):
    raw = builders["file"](("Level", 0.85, "m"), ("Rain", 12, "mm"))
    await bureau.deliver(raw)
    assert outcomes(await bureau.deliver(raw)) == [Outcome.DUPLICATE] * 2
    assert await total(bureau.session, Reading) == 2
    assert await total(bureau.session, Correction) == 0


async def test_another_value_for_the_same_moment_is_a_correction_and_the_old_one_is_kept(bureau):
    await bureau.level(0.85)
    assert outcomes(await bureau.level(0.95)) == [Outcome.CORRECTED]
    row = (await bureau.session.scalars(select(Correction))).one()
    assert (row.old_value, row.new_value) == (0.85, 0.95)
    assert await bureau.session.scalar(select(Reading.value)) == 0.95


async def test_an_old_file_that_comes_again_does_not_undo_its_correction(bureau):
    await bureau.level(0.85)
    await bureau.level(0.95)
    assert outcomes(await bureau.level(0.85)) == [Outcome.DUPLICATE]
    assert await bureau.session.scalar(select(Reading.value)) == 0.95


async def test_two_values_for_one_moment_in_one_file_are_a_value_and_its_correction(bureau, builders):
    delivery = await bureau.deliver(builders["file"](("Level", 0.85, "m"), ("Level", 0.95, "m"), ("Level", 0.95, "m")))
    assert outcomes(delivery) == [Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.DUPLICATE]


async def test_late_data_is_taken_and_the_latest_stays(bureau):
    await bureau.level(0.95, minutes=0)
    await bureau.level(0.80, minutes=-60)
    latest = (await bureau.session.scalars(select(Latest).where(Latest.count > 0))).one()
    assert (latest.value, latest.count) == (0.95, 2)


async def test_bad_lines_are_kept_with_their_reason_and_the_rest_is_taken(bureau, builders):
    raw = b"Level\tabc\tm\t20261103115000\t00\r\n" + builders["file"](
        ("Level", 0.85, "m"),
        ("Ozon", 1, "m"),
        ("Rain", 1, "ppm"),
        ("Rain", 1, "mm", "00", builders["noon"] + timedelta(days=1)),
    )
    delivery = await bureau.deliver(raw)
    assert [reason for _, reason in delivery.answers.values() if reason] == [
        Reason.NOT_A_NUMBER,
        Reason.UNKNOWN_SYMBOL,
        Reason.WRONG_UNIT,
        Reason.IN_THE_FUTURE,
    ]
    kept = (await bureau.session.scalars(select(RejectedRow).order_by(RejectedRow.number))).all()
    assert kept[0].raw == "Level\tabc\tm\t20261103115000\t00"
    assert await total(bureau.session, Reading) == 1


async def test_a_file_that_is_none_is_kept_as_it_came(bureau):
    await bureau.deliver(b"\x00\x01")
    intake = (await bureau.session.scalars(select(Intake))).one()
    assert (intake.unreadable, intake.raw) == (Reason.NOT_TEXT, b"\x00\x01")


async def test_a_file_of_an_unknown_station_is_kept_as_it_came(bureau, builders):
    raw = builders["file"](("Level", 0.85, "m"))
    delivery = await bureau.deliver(raw, "NOWHERE_20261103120000.txt")
    assert (delivery.unreadable, delivery.raw) == (Reason.UNKNOWN_STATION, raw)


@pytest.mark.parametrize(
    ("value", "status", "flag", "failed"),
    [
        ("0.85", "00", Flag.PASS, 0),
        ("0.85", "01", Flag.FAIL, 1),
        ("99", "00", Flag.FAIL, 2),
        ("-2", "00", Flag.PASS, 0),
    ],
)
async def test_a_reading_carries_its_flag_of_quality(bureau, builders, value, status, flag, failed):
    await bureau.deliver(builders["file"](("Level", value, "m", status)))
    row = (await bureau.session.scalars(select(Reading))).one()
    assert (row.flag, row.failed) == (flag, failed)


async def test_negative_dust_fails_and_is_kept(bureau):
    await bureau.air("PM2.5", [-999])
    assert (await bureau.session.scalars(select(Reading))).one().failed == 2 | 4


async def test_a_flat_line_becomes_suspect_across_deliveries(bureau, builders):
    for back in range(2, -1, -1):
        await bureau.air("PM2.5", [7] * 5, until=builders["noon"] - timedelta(hours=5 * back))
    rows = (await bureau.session.scalars(select(Reading).order_by(Reading.at))).all()
    assert [row.flag for row in rows] == [Flag.PASS] * 11 + [Flag.SUSPECT] * 4


async def test_the_first_row_brings_a_station_online(bureau):
    await bureau.level(0.85)
    station = await bureau.session.get(Station, (await bureau.station()).id)
    assert station.state is StationState.ONLINE


async def test_readings_of_two_months_lie_in_two_partitions(bureau, builders):
    month = builders["noon"] - timedelta(days=31)
    await bureau.deliver(builders["file"](("Rain", 1, "mm"), ("Rain", 2, "mm", "00", month)))
    parts = await bureau.session.scalars(text("select distinct tableoid::regclass::text from readings order by 1"))
    assert parts.all() == ["readings_202610", "readings_202611"]
