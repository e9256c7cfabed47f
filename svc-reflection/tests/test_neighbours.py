"""Reports near each other."""

from datetime import timedelta

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.ids import uuid7
from reflection.rules.neighbours import cells_around, distance_m, likeness
from reflection.rules.places import CELL_RESOLUTION
from reflection.states import State

HERE = (16.4698, 107.5779)
hue = st.tuples(st.floats(16.2, 16.7), st.floats(107.2, 107.9))


def north(metres):
    return HERE[0] + metres / 111_195, HERE[1]


def place(metres):
    lat, lon = north(metres)
    return {"lat": lat, "lon": lon, "address": ""}


@given(hue, st.integers(10, 1_000), st.floats(0, 1), st.floats(0, 360))
def test_every_point_of_the_circle_lies_in_one_of_its_cells(middle, radius, share, bearing):
    import math

    metres = radius * share
    lat = middle[0] + metres * math.cos(math.radians(bearing)) / 111_195
    lon = middle[1] + metres * math.sin(math.radians(bearing)) / (111_195 * math.cos(math.radians(middle[0])))
    if distance_m(*middle, lat, lon) <= radius:
        assert h3.str_to_int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION)) in cells_around(*middle, radius)


@given(hue, hue)
def test_distance_is_that_of_h3(one, other):
    assert distance_m(*one, *other) == pytest.approx(h3.great_circle_distance(one, other, unit="m"), abs=2)


def test_words_rank_without_accents_and_in_any_order():
    alike = likeness(50, 100, ("Đèn đường hỏng trước nhà số 5", "truoc nha so 5 den duong hong"), ([], []))
    other = likeness(50, 100, ("Đèn đường hỏng trước nhà số 5", "Chó thả rông ngoài chợ"), ([], []))
    assert alike.words == 1.0
    assert alike.score > other.score + 0.2


def test_one_photo_in_both_is_certain_and_a_like_one_is_not():
    assert likeness(90, 100, ("a", "b"), ([0b1111], [0b1110])).is_certain
    assert not likeness(90, 100, ("a", "b"), ([0], [0x7F])).is_certain


@pytest.fixture
def client(make_client):
    return make_client()


async def near(client, **query):
    answer = await client.get("/v1/reports/nearby", params={"lat": HERE[0], "lon": HERE[1]} | query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_what_was_reported_here_is_found_before_sending(client, office, session):
    far = await office.report(State.ACCEPTED, place=place(150))
    close = await office.report(State.ACCEPTED, place=place(40))
    await office.report(place=place(10))  # not public yet
    await session.flush()
    assert await near(client, category="garbage") == [str(close.id)]
    assert await near(client, category="garbage", radius=250) == [str(close.id), str(far.id)]
    assert await near(client, category="pothole", radius=250) == []
    assert len(await near(client, radius=250)) == 2


async def test_lighting_reaches_farther_than_garbage(client, office, session):
    from sqlalchemy import select

    from reflection.models import Category

    rows = await session.scalars(select(Category).where(Category.duplicate_radius_m == 250))
    code = next(row.code for row in rows if not row.stopper_vi and not row.is_home_rounded)
    report = await office.report(State.ACCEPTED, place=place(200), category=code)
    await session.flush()
    assert await near(client, category=code) == [str(report.id)]


@pytest.mark.parametrize(
    ("state", "days", "is_found"),
    [(State.ACCEPTED, 29, True), (State.ACCEPTED, 31, False), (State.RESOLVED, 13, True), (State.RESOLVED, 15, False)],
)
async def test_open_ones_count_for_thirty_days_and_finished_ones_for_fourteen(
    client, office, session, state, days, is_found
):
    report = await office.report(state)
    report.created_at = now() - timedelta(days=days)
    await session.flush()
    assert bool(await near(client)) == is_found


@pytest.mark.parametrize("query", [{"lat": "x"}, {"lat": 91}, {"lon": "nan"}, {"radius": 5}, {"radius": 5000}])
async def test_a_place_that_makes_no_sense_is_refused_by_name(client, query):
    answer = await client.get("/v1/reports/nearby", params={"lat": HERE[0], "lon": HERE[1]} | query)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{next(iter(query))}")


async def test_staff_see_the_likeliest_duplicate_first(make_client, office, session, uploaded):
    first = await office.report(State.ACCEPTED, place=place(20), description="Đống rác lớn trước cổng trường")
    other = await office.report(place=place(10), description="Xe rác không đến")
    certain = await office.report(place=place(90), description="abc", media=[await uploaded(office.citizen)])
    mine = await office.report(description="dong rac lon truoc cong truong", media=[await uploaded(office.citizen)])
    certain.media[0].picture_hash, mine.media[0].picture_hash = -1, -1 ^ 0b101
    await session.flush()
    items = (await make_client(Role.MODERATOR).get(f"/v1/ops/reports/{mine.id}/duplicates")).json()["items"]
    assert [item["id"] for item in items] == [str(certain.id), str(first.id), str(other.id)]
    assert [item["is_certain"] for item in items] == [True, False, False]


async def test_an_officer_asks_only_for_own_reports(make_client, office, session):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    stranger = make_client(Role.OFFICER, unit_id=str(uuid7()))
    assert (await stranger.get(f"/v1/ops/reports/{report.id}/duplicates")).status_code == 404
