"""What positions mean: zones, ports, boundaries, silence, distress."""

from datetime import timedelta

from fishing.queries import distresses
from fishing.schemas import ClosureCreate
from fishing.service import distress as calls
from fishing.service.presence import find_silent
from fishing.states import Closing, DistressState, VesselState
from hueioc.auth.principal import Principal

COASTAL, INSHORE, OFFSHORE = (16.65, 107.70), (16.60, 108.00), (16.70, 108.60)
THUAN_AN = (16.552974, 107.643051)
OFFICER = Principal("officer")


async def test_a_boat_enters_a_zone_once(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *INSHORE), (10, 16.601, 108.001), (20, 16.602, 108.002))
    assert harbour.said() == ["vessel.entered"]


async def test_it_leaves_one_zone_before_it_enters_the_next(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *INSHORE), (240, *OFFSHORE))
    told = [(subject, event["zone"]) for subject, event in harbour.events()[1:]]
    assert told == [("vessel.entered", "inshore"), ("vessel.left", "inshore"), ("vessel.entered", "offshore")]


async def test_a_large_boat_in_the_inshore_zone_is_advised_not_accused(harbour):
    boat = await harbour.boat(length_m=18)
    await harbour.send(boat, (0, *INSHORE))
    (event,) = [event for subject, event in harbour.events() if subject == "vessel.entered"]
    assert (event["finding"], event["enforceable"]) == ("advice", False)


async def test_crossing_the_gulf_line_is_a_violation_with_the_moment_between_two_fixes(harbour):
    boat = await harbour.boat(length_m=24)
    await harbour.send(boat, (0, 18.9, 106.8), (240, 18.9, 107.9))
    (event,) = [event for subject, event in harbour.events() if subject == "vessel.crossed_boundary"]
    assert event["finding"] == "violation"
    assert event["since"] < event["at"] < event["until"]
    assert 107.1 < event["lon"] < 107.2


async def test_a_way_that_led_through_a_zone_between_two_fixes_is_told(harbour):
    boat = await harbour.boat(length_m=8)
    await harbour.send(boat, (0, 16.62, 107.55), (60, 16.50, 107.75))
    ports = [subject for subject in harbour.said() if subject.startswith("port.")]
    assert ports == ["port.entered", "port.left"]


async def test_late_fixes_ring_no_bell(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE))
    before = harbour.said()
    await harbour.send(boat, (-240, *INSHORE))
    assert harbour.said() == before


async def test_an_old_buffer_is_told_by_the_time_of_its_fixes(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, 16.61, 108.0), (-300, *OFFSHORE))
    moments = [event["at"] for subject, event in harbour.events() if subject.startswith("vessel.entered")]
    assert moments == sorted(moments)


async def silent_after(harbour, runtime, **span):
    harbour.clock.move(timedelta(**span))
    await harbour.session.flush()
    await find_silent(runtime.database)
    harbour.session.expire_all()


async def test_an_hour_without_a_fix_is_told_and_six_are_a_breach(harbour, runtime, session):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE))
    await silent_after(harbour, runtime, minutes=59)
    assert (await harbour.reload(boat)).state is VesselState.ONLINE
    await silent_after(harbour, runtime, minutes=2)
    assert (await harbour.reload(boat)).state is VesselState.SILENT
    await silent_after(harbour, runtime, hours=5)
    assert (await harbour.reload(boat)).state is VesselState.LOST


async def test_a_boat_in_port_owes_no_positions(harbour, runtime):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *THUAN_AN))
    await silent_after(harbour, runtime, hours=9)
    assert (await harbour.reload(boat)).state is VesselState.ONLINE


async def test_a_boat_that_is_heard_of_again_has_recovered(harbour, runtime):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE))
    await silent_after(harbour, runtime, hours=2)
    await harbour.reload(boat)
    await harbour.send(boat, (125, *OFFSHORE))
    assert harbour.said()[-1] == "vessel.recovered"


async def test_the_distress_flag_raises_once_and_at_once(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE, {"sos": True}), (1, *OFFSHORE, {"sos": True}))
    assert harbour.said().count("distress.raised") == 1
    assert harbour.said()[0] == "distress.raised"


async def test_the_distress_flag_is_heard_in_a_fix_that_is_otherwise_refused(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE))
    await harbour.send(boat, (5, None, None, {"sos": 1}))
    row = await distresses.open_of(harbour.session, str(boat.id))
    assert (row.lat, row.lon) == OFFSHORE


async def test_the_distress_flag_is_heard_in_a_duplicate(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE))
    await harbour.send(boat, (0, *OFFSHORE, {"sos": True}))
    assert "distress.raised" in harbour.said()


async def test_a_call_that_was_answered_does_not_come_back_out_of_a_buffer(harbour):
    boat = await harbour.boat()
    await harbour.send(boat, (0, *OFFSHORE, {"sos": True}))
    row = await distresses.open_of(harbour.session, str(boat.id))
    harbour.clock.move(timedelta(minutes=30))
    closure = ClosureCreate(closing=Closing.FALSE_ALARM, words="Bấm nhầm nút")
    await calls.close(harbour.session, row.id, OFFICER, closure)
    await harbour.send(boat, (0, *OFFSHORE, {"sos": True}), (10, *OFFSHORE, {"sos": True}))
    assert await distresses.open_of(harbour.session, str(boat.id)) is None
    await harbour.send(boat, (40, *OFFSHORE, {"sos": True}))
    assert (await distresses.open_of(harbour.session, str(boat.id))).state is DistressState.RAISED
