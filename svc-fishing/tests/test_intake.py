"""Fixes as they come: once each, judged by their own time, believed only when they can be true."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from fishing.models import Latest, Position, RejectedInput
from fishing.states import Flag, Outcome, Reason, VesselState


async def stored(harbour):
    return list(await harbour.session.scalars(select(Position).order_by(Position.at, Position.variant)))


async def place(harbour, boat):
    row = await harbour.session.get(Latest, boat.number, populate_existing=True)
    return (row.lat, row.lon, row.count)


async def test_every_fix_of_a_batch_has_its_answer(harbour):
    boat = await harbour.boat()
    answers = await harbour.send(
        boat, (0, 16.6, 108.4), (1, None, 108.4), (2, 0, 0), (3, 95, 108), (4, 16.6, 108.4, {"sog": "fast"})
    )
    assert answers == [
        (Outcome.ACCEPTED, None),
        (Outcome.REJECTED, Reason.NO_POSITION),
        (Outcome.REJECTED, Reason.NO_POSITION),
        (Outcome.REJECTED, Reason.NO_POSITION),
        (Outcome.REJECTED, Reason.WRONG_VALUE),
    ]
    assert await harbour.session.scalar(select(func.count()).select_from(RejectedInput)) == 4


async def test_the_same_batch_again_changes_nothing(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4), (10, 16.61, 108.41))
    again = await harbour.send(boat, (0, 16.6, 108.4), (10, 16.61, 108.41))
    assert [outcome for outcome, _ in again] == [Outcome.DUPLICATE] * 2
    assert len(await stored(harbour)) == 2


async def test_another_place_at_the_same_second_is_kept_and_marked(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4), (0, 16.7, 108.4))
    assert [Flag(row.flag) & Flag.CONFLICT for row in await stored(harbour)] == [Flag.NONE, Flag.CONFLICT]
    assert (await place(harbour, boat))[:2] == (16.6, 108.4)


async def test_a_jump_that_no_boat_can_make_is_kept_and_moves_nothing(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4), (10, 17.6, 108.4), (20, 16.61, 108.4))
    assert [bool(row.flag & Flag.IMPOSSIBLE_SPEED) for row in await stored(harbour)] == [False, True, False]
    assert await place(harbour, boat) == (16.61, 108.4, 3)


async def test_three_fixes_that_agree_outweigh_the_one_before_them(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4), (10, 18.6, 108.4), (20, 18.61, 108.4), (30, 18.62, 108.4))
    assert (await place(harbour, boat))[:2] == (18.62, 108.4)


async def test_the_noise_of_a_broken_transponder_moves_nothing(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4), (10, 16.61, 108.4, {"sog": 51.2}))
    assert (await place(harbour, boat))[:2] == (16.6, 108.4)


async def test_a_time_ahead_of_the_clock_is_refused(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4))
    harbour.clock.move(timedelta(minutes=-10))
    assert (await send_at_once(harbour, boat, 5)) == [(Outcome.REJECTED, Reason.IN_THE_FUTURE)]


async def send_at_once(harbour, boat, minutes):
    """Without moving the clock on."""
    moment, harbour.clock = harbour.clock, Stopped(harbour.clock.moment)
    try:
        return await harbour.send(boat, (minutes, 16.6, 108.4))
    finally:
        harbour.clock = moment


class Stopped:
    def __init__(self, moment):
        self.moment = moment

    def set(self, moment):
        pass


async def test_what_is_older_than_is_stored_is_refused(harbour):
    boat = await harbour.boat()
    assert await harbour.send(boat, (-60 * 24 * 1_200, 16.6, 108.4)) == [(Outcome.REJECTED, Reason.TOO_OLD)]


async def test_a_late_fix_is_taken_and_the_newest_stays(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4))
    assert await harbour.send(boat, (-30, 16.5, 108.4)) == [(Outcome.ACCEPTED, None)]
    assert await place(harbour, boat) == (16.6, 108.4, 2)


async def test_fixes_of_two_months_lie_in_two_partitions(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (-60 * 24 * 5, 16.5, 108.4), (0, 16.6, 108.4))
    names = await harbour.session.scalars(text("select distinct tableoid::regclass::text from positions"))
    assert sorted(names) == ["positions_202610", "positions_202611"]


async def test_the_boat_is_online_with_its_first_fix(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4))
    assert (await harbour.reload(boat)).state is VesselState.ONLINE


@pytest.mark.parametrize("value", ["2026-11-03T12:00:00+07:00", 1793682000, 1793682000000, "1793682000"])
async def test_a_device_may_write_the_time_as_it_is_used_to(harbour, value):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.6, 108.4, {}))
    from fishing.service.rows import moment_of

    assert moment_of(value) == moment_of("2026-11-03T05:00:00Z")
