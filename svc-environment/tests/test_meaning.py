"""What readings mean: flood levels, limits, the index, silence. Each is told once."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from environment.models import AirIndex, DirtyHour, FloodState, Hour, StationChange
from environment.queries.stations import datastreams
from environment.service.documents import documents
from environment.service.hours import compute_dirty
from environment.service.intake import take, take_file
from environment.service.presence import find_silent
from environment.states import ChangeKind, Channel, StationState
from hueioc.outbox import Kind, outbox, write_collected


@pytest.fixture
def said(session):
    """The events of this test so far: (verb, data)."""

    async def read():
        await write_collected(session)
        rows = await session.execute(
            select(outbox.c.subject, outbox.c.payload).where(outbox.c.kind == Kind.EVENT).order_by(outbox.c.id)
        )
        return [
            (row.subject.removeprefix("evt.environment."), json.loads(row.payload))
            for row in rows
            if ".station.online" not in row.subject
        ]

    return read


@pytest.fixture
def compute(database, session):
    async def run():
        await session.flush()
        while await compute_dirty(database):
            pass

    return run


async def test_kim_long_above_the_second_level_is_told_with_the_bulletins_sentence(bureau, said):
    await bureau.level(2.56)
    ((verb, event),) = await said()
    assert verb == "flood_level.reached"
    assert (event["level"], event["before"], event["levels_m"]) == (2, 0, [1.0, 2.0, 3.5])
    assert event["sentence_vi"] == "Mực nước trên sông Hương tại Trạm thủy văn Kim Long: 2,56m, trên BĐ2 là 0,56m"
    assert event["ward"]


async def test_a_level_is_told_once_however_often_the_water_is_read(bureau, said):
    for minutes, metres in enumerate([1.9, 2.1, 2.3, 1.97, 2.1]):
        await bureau.level(metres, minutes)
    assert [(verb, event["level"]) for verb, event in await said()] == [
        ("flood_level.reached", 1),
        ("flood_level.reached", 2),
    ]


async def test_the_water_leaves_a_level_below_the_hysteresis(bureau, said):
    for minutes, metres in enumerate([2.1, 1.98, 1.9]):
        await bureau.level(metres, minutes)
    assert [verb for verb, _ in await said()] == ["flood_level.reached", "flood_level.left"]


async def test_late_readings_of_the_past_ring_no_bell(bureau, said):
    await bureau.level(0.5, minutes=4)
    await bureau.level(4.0, minutes=-30)
    assert await said() == []


async def test_a_reading_that_failed_its_tests_rings_no_bell(bureau, said):
    await bureau.level(14.0)
    await bureau.level(99.0, minutes=1)
    assert [event["value_m"] for _, event in await said()] == [14.0]


async def test_the_history_has_a_line_for_each_change(bureau):
    for minutes, metres in enumerate([2.1, 0.3]):
        await bureau.level(metres, minutes)
    kinds = (await bureau.session.scalars(select(StationChange.kind).order_by(StationChange.at))).all()
    assert sorted(kinds) == sorted([ChangeKind.ONLINE, ChangeKind.LEVEL_REACHED, ChangeKind.LEVEL_LEFT])


async def test_twelve_hours_of_dust_make_the_index_of_the_law(bureau, compute, said):
    await bureau.air("PM2.5", [26.9, 24.7, 20.5, 23.5, 19.5, 16.5, 19.0, 16.5, 20.3, 22.4, 19.6, 20.6])
    await bureau.air("O3", [136.1])
    await bureau.air("NO2", [118.7])
    await compute()
    index = (await bureau.session.scalars(select(AirIndex).order_by(AirIndex.hour.desc()).limit(1))).one()
    assert (index.value, index.main) == (59, "NO2")
    dust = next(part for part in index.parts if part["parameter"] == "PM2.5")
    assert (dust["index"], round(dust["concentration"], 1)) == (41, 20.3)
    assert round(dust["nowcast"]["weight"], 2) == 0.61
    (verb, event), *_ = reversed(await said())
    assert (verb, event["value"], event["band"], event["colour"]) == ("index.published", 59, "moderate", "#FFFF00")


async def test_a_second_run_publishes_nothing_new(bureau, compute, said):
    await bureau.air("PM2.5", [20.0, 20.0])
    await compute()
    before = await said()
    await compute()
    assert await said() == before


async def test_late_data_of_an_hour_computes_it_again(bureau, compute, said):
    await bureau.air("PM2.5", [20.0, 20.0])
    await compute()
    await bureau.air("PM10", [300.0, 300.0])
    await compute()
    values = [event["value"] for verb, event in await said() if verb == "index.published"]
    assert values[-1] > values[0]


async def test_calibration_is_not_in_the_index(bureau, compute, builders):
    raw = builders["file"](
        ("PM2.5", 900, "ug/m3", "01"), ("PM2.5", 20, "ug/m3", "00", builders["noon"] - timedelta(minutes=5))
    )
    await bureau.deliver(raw, "HUE_KK_HUNGVUONG_20261103120000.txt")
    await compute()
    hour = (await bureau.session.scalars(select(Hour))).one()
    assert (hour.mean, hour.number) == (20.0, 1)


async def test_an_hour_that_has_not_ended_waits(bureau, compute, builders, at_noon):
    raw = builders["file"](("PM2.5", 20, "ug/m3", "00", builders["noon"] + timedelta(minutes=1)))
    await bureau.deliver(raw, "HUE_KK_HUNGVUONG_20261103120000.txt")
    await compute()
    assert (await bureau.session.scalars(select(DirtyHour))).one().hour == builders["noon"] + timedelta(hours=1)


async def test_the_hourly_limit_is_exceeded_and_returned_once_each(bureau, compute, said):
    await bureau.air("NO2", [150.0, 250.0, 260.0, 90.0])
    await compute()
    limits = [(verb, event["value"], event["limit"]) for verb, event in await said() if verb.startswith("limit.")]
    assert limits == [("limit.exceeded", 250.0, 200.0), ("limit.returned", 90.0, 200.0)]


async def test_a_silent_station_is_told_once_and_is_online_again_when_it_speaks(bureau, database, at_noon, said):
    await bureau.level(0.5)
    at_noon.move(timedelta(hours=2))
    await bureau.session.flush()
    await find_silent(database)
    await find_silent(database)
    assert [verb for verb, _ in await said()] == ["station.silent"]
    bureau.session.expunge_all()
    await bureau.level(0.5, minutes=110)
    assert (await bureau.station()).state is StationState.ONLINE


async def test_stations_that_speak_at_once_are_each_told_with_their_own_history(bureau, builders):
    noon, session = builders["noon"], bureau.session
    files = {
        "KIMLONG_20261103120000.txt": ("Level", 0.5, "m", "00", noon),
        "HUE_KK_HUNGVUONG_20261103120000.txt": ("NO2", 50.0, "ug/m3", "00", noon),
    }
    came = [await take_file(session, Channel.UPLOAD, name, builders["file"](row)) for name, row in files.items()]
    await take(session, came)
    shown = await documents(session, [each.station for each in came])
    assert [each.id for each in shown] == [each.station.id for each in came]
    assert [[line.kind for line in each.history] for each in shown] == [[ChangeKind.ONLINE]] * 2
    assert [len(each.readings) for each in shown] == [len(await datastreams(session, [each.id])) for each in shown]


async def test_who_restarts_goes_on_where_the_level_was_decided(bureau, said):
    await bureau.level(2.1)
    bureau.session.expunge_all()
    await bureau.level(2.1)
    await bureau.level(2.2, minutes=1)
    assert [verb for verb, _ in await said()] == ["flood_level.reached"]
    assert (await bureau.session.scalars(select(FloodState))).one().number == 2
