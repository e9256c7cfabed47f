"""The counters of OpenCPS: two sums that always hold, and every figure is as many dossiers as its list has."""

import csv
import io
import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from hueioc.auth.principal import Role
from hueioc.clock import VIETNAM
from hueioc.ids import uuid7
from procedures import schemas
from procedures.models import Satisfaction
from procedures.service.figures import behind, figures
from procedures.states import MOVES, NATIONAL, Figure, Status

AGENCIES = ("000.00.03.H57", "000.00.04.H57", "H57.99.01")
PROCEDURES = ("1.004222", "2.000815", "1.009994")
ENDS = (Figure.DENIED, Figure.CANCELLED, Figure.RELEASED, Figure.PROCESSING, Figure.PAUSING)
NUMBERS = {status: number for number, status in NATIONAL.items()}


def at(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


async def some_dossiers(portal, clock, dice, number):
    """Dossiers of three months on random legal ways."""
    end = at(2026, 5, 20, 10)
    clock.set(end)
    rows, steps = [], []
    for each in range(number):
        code = f"{dice.choice(AGENCIES)}-2603{dice.randint(1, 28):02d}-{each:04d}"
        moment = at(2026, 3, 1) + timedelta(hours=dice.randint(0, 78 * 24))
        rows.append(portal.row(1, accepted=None, MaHoSo=code, MaTTHC=dice.choice(PROCEDURES), NgayNopHoSo=moment))
        status = Status.NEW
        while MOVES[status] and dice.random() < 0.9:
            status, moment = dice.choice(sorted(MOVES[status])), moment + timedelta(hours=dice.randint(1, 120))
            if moment > end:
                break
            steps.append(portal.step(code, NUMBERS[status], moment))
    dice.shuffle(steps)
    assert all(answer.outcome == "created" for answer in await portal.sync(*rows))
    while steps:
        answers = await portal.progress(*steps)
        steps = [step for step, answer in zip(steps, answers, strict=True) if answer.outcome == "refused"]


def holds(counts):
    return (
        counts[Figure.TOTAL] == counts[Figure.REMAINING] + counts[Figure.RECEIVED]
        and counts[Figure.TOTAL]
        == sum(
            counts[each]
            for each in (Figure.DENIED, Figure.CANCELLED, Figure.RELEASED, Figure.PROCESSING, Figure.PAUSING)
        )
        and counts[Figure.RELEASED] == counts[Figure.EARLY] + counts[Figure.ON_TIME] + counts[Figure.LATE]
        and counts[Figure.OVERDUE] <= counts[Figure.PROCESSING]
    )


@pytest.mark.parametrize("seed", range(6))
async def test_both_sums_hold_and_each_figure_is_as_long_as_its_list(portal, at_nine, seed):
    dice = random.Random(seed)
    await some_dossiers(portal, at_nine, dice, 40)
    for month in ("2026-02", "2026-03", "2026-04", "2026-05", "2026-06"):
        for by in ("agency", "procedure", "agency_procedure"):
            found = await figures(portal.session, schemas.FigureFilter(month=month, by=by))
            assert all(holds(row.counts) for row in (found.total, *found.rows))
        for row in found.rows:
            figure = dice.choice(list(Figure))
            asked = schemas.DrillFilter(
                figure=figure, month=month, agency=row.agency.code, procedure=row.procedure.code, limit=100
            )
            listed = await behind(portal.session, asked)
            assert row.counts[figure] == listed.total == len(listed.items)
        for figure in Figure:
            listed = await behind(portal.session, schemas.DrillFilter(figure=figure, month=month, limit=100))
            assert found.total.counts[figure] == listed.total == len({each.id for each in listed.items})


async def test_a_months_end_is_the_next_months_beginning(portal, at_nine):
    await some_dossiers(portal, at_nine, random.Random(11), 60)
    for before, after in (("2026-03", "2026-04"), ("2026-04", "2026-05")):
        first = (await figures(portal.session, schemas.FigureFilter(month=before))).total.counts
        second = (await figures(portal.session, schemas.FigureFilter(month=after))).total.counts
        assert first[Figure.PROCESSING] + first[Figure.PAUSING] == second[Figure.REMAINING]


async def test_early_on_time_late_and_overdue_are_told_apart(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    for day, hour in ((10, 9), (11, 16), (11, 18)):
        await portal.given(9, NgayKetThucXuLy=at(2026, 3, day, hour))
    await portal.given(4)
    counts = (await figures(portal.session, schemas.FigureFilter())).rows[0].counts
    assert [counts[each] for each in (Figure.EARLY, Figure.ON_TIME, Figure.LATE, Figure.OVERDUE)] == [1, 1, 1, 1]


async def test_what_waited_for_the_citizen_at_the_end_of_a_month_stays_pausing_in_it(portal, at_nine):
    at_nine.set(at(2026, 4, 20, 9))
    row = await portal.given(4)
    for month, day, status in ((3, 10, 5), (4, 10, 4)):
        await portal.progress(portal.step(row.code, status, at(2026, month, day, 9)))
    march = (await figures(portal.session, schemas.FigureFilter(month="2026-03"))).total.counts
    april = (await figures(portal.session, schemas.FigureFilter(month="2026-04"))).total.counts
    assert (march[Figure.PAUSING], march[Figure.PROCESSING]) == (1, 0)
    assert (april[Figure.PAUSING], april[Figure.PROCESSING]) == (0, 1)


async def test_what_was_supplemented_again_is_marked_as_late_by_rule_two_one(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    row = await portal.given()
    for day, status in ((3, 5), (4, 4), (5, 5), (6, 4), (9, 9)):
        await portal.progress(portal.step(row.code, status, at(2026, 3, day, 9)))
    asked = schemas.DrillFilter(figure=Figure.SUPPLEMENTED_AGAIN)
    (listed,) = (await behind(portal.session, asked)).items
    assert (listed.is_supplemented_again, listed.timing) == (True, "early")


async def test_figures_are_exported_as_csv(portal, make_client, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    await portal.given(9, NgayKetThucXuLy=at(2026, 3, 10, 9))
    answer = await make_client(Role.AUDITOR).get("/v1/ops/procedures/figures.csv", params={"month": "2026-03"})
    row, total = list(csv.DictReader(io.StringIO(answer.text)))
    assert (row["agency"], row["agency_name"], row["early"], row["on_time_percent"]) == (
        *(portal.agency, "Sở Xây dựng"),
        *("1", "100.0"),
    )
    assert total["total"] == "1"


async def test_everybody_reads_the_figures_and_staff_the_dossiers_behind_them(portal, make_client):
    await portal.given()
    public = (await make_client().get("/v1/procedures/figures", params={"month": "2026-03"})).json()
    assert public["rows"][0]["counts"]["processing"] == 1
    asked = {"figure": "processing", "month": "2026-03"}
    assert (await make_client().get("/v1/ops/procedures/figures/dossiers", params=asked)).status_code == 401
    listed = (await make_client(Role.OFFICER).get("/v1/ops/procedures/figures/dossiers", params=asked)).json()
    assert (listed["total"], len(listed["items"])) == (1, 1)


@pytest.mark.parametrize("month", ["2026-13", "202603", "x", "2026-00"])
async def test_a_wrong_month_names_itself(make_client, month):
    answer = await make_client().get("/v1/procedures/figures", params={"month": month})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/month")


async def rated(portal, number, **over):
    from procedures.service.satisfaction import keep

    for stars in range(number):
        await keep(portal.session, uuid7(), over.get("agency_id", uuid7()), over.get("code", ""), stars % 5 + 1)


async def test_stars_of_an_agency_are_shown_when_enough_have_given_them(portal):
    row = await portal.given()
    await rated(portal, 4, code=row.code)
    asked = schemas.FigureFilter()
    assert (await figures(portal.session, asked)).rows[0].satisfaction is None
    await rated(portal, 1, code=row.code)
    shown = (await figures(portal.session, asked)).rows[0].satisfaction
    assert (shown.answers, shown.stars) == (5, 2.2)
    await portal.session.execute(delete(Satisfaction))


async def test_stars_without_a_dossier_go_to_the_agency_of_the_registry(portal):
    from uuid import UUID

    await portal.given()
    await rated(portal, 5, agency_id=UUID(portal.unit))
    assert (await figures(portal.session, schemas.FigureFilter())).rows[0].satisfaction.answers == 5
