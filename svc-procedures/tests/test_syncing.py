"""Portals send dossiers and steps: each row is judged by itself, in whatever order it comes."""

import random
from datetime import datetime

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Principal, Role
from hueioc.clock import VIETNAM
from hueioc.outbox import COLLECTED
from procedures.models import DossierChange, Owner, RefusedRow
from procedures.queries import dossiers
from procedures.states import Basis, Refusal, Status, Taken, Timing


def at(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


def events_of(session):
    return [
        each.subject.rsplit(".", 1)[1] for each in session.info.pop(COLLECTED, []) if each.subject.startswith("evt.")
    ]


async def test_a_dossier_is_taken_in_with_its_date(portal):
    row = await portal.given()
    assert (row.status, row.agency_code, row.deadline.basis) == (Status.ACCEPTED, portal.agency, Basis.TERM)
    assert row.deadline.due_at == at(2026, 3, 11, 17)


async def test_the_same_row_again_changes_nothing(portal):
    row = portal.row()
    await portal.sync(row)
    portal.session.info.clear()
    (answer,) = await portal.sync(dict(reversed(row.items())))
    assert (answer.outcome, events_of(portal.session)) == (Taken.UNCHANGED, [])


async def test_a_row_that_says_more_updates_the_dossier(portal):
    row = portal.row()
    await portal.sync(row)
    portal.session.info.clear()
    (answer,) = await portal.sync(row | {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20260302085900"})
    found = await portal.dossier(row["MaHoSo"])
    assert answer.outcome is Taken.REFUSED, "finished before it was accepted"
    (answer,) = await portal.sync(row | {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20260302090100"})
    assert (answer.outcome, found.status, found.timing) == (Taken.UPDATED, Status.FINISHED, Timing.EARLY)
    assert events_of(portal.session) == ["finished"]


async def test_a_bad_row_is_refused_alone_with_its_reason_and_kept(portal):
    good, bad = portal.row(), portal.row(KenhThucHien="9")
    first, second = await portal.sync(bad, good)
    assert (first.outcome, first.field, first.reason) == (Taken.REFUSED, "KenhThucHien", Refusal.BAD_VALUE)
    assert second.outcome is Taken.CREATED
    (kept,) = list(await portal.session.scalars(select(RefusedRow)))
    assert (kept.dossier_code, kept.position, kept.times) == (bad["MaHoSo"], 0, 1)
    assert b"B\xc3\xacnh" not in kept.sealed


async def test_the_same_wrong_row_again_is_counted(portal):
    bad = portal.row(MaTTHC="")
    for _ in range(3):
        await portal.sync(bad)
    (kept,) = list(await portal.session.scalars(select(RefusedRow).execution_options(populate_existing=True)))
    assert kept.times == 3


@pytest.mark.parametrize(
    ("over", "field", "reason"),
    [
        ({"MaHoSo": "H57-1"}, "MaHoSo", Refusal.BAD_CODE),
        ({"MaHoSo": "000.00.03.H57-260230-0001"}, "MaHoSo", Refusal.BAD_CODE),
        ({"MaHoSo": None}, "MaHoSo", Refusal.MISSING),
        ({"TrangThaiHoSo": "11"}, "TrangThaiHoSo", Refusal.BAD_VALUE),
        ({"TrangThaiHoSo": {}}, "TrangThaiHoSo", Refusal.BAD_VALUE),
        ({"NgayTiepNhan": "2026-03-02"}, "NgayTiepNhan", Refusal.BAD_DATE),
        ({"NgayTiepNhan": "20260230080000"}, "NgayTiepNhan", Refusal.BAD_DATE),
        ({"NgayTiepNhan": "20260303080000"}, "NgayTiepNhan", Refusal.BAD_DATE),
        ({"NgayTiepNhan": "20100101080000"}, "NgayTiepNhan", Refusal.BAD_DATE),
        ({"NgayTiepNhan": ""}, "NgayTiepNhan", Refusal.MISSING),
        ({"NgayNopHoSo": "20260302090100"}, "NgayNopHoSo", Refusal.BAD_ORDER),
        ({"MaTTHC": "9.999999"}, "NgayHenTra", Refusal.NO_TERM),
        ({"DanhSachHoSoBoSung": "x"}, "DanhSachHoSoBoSung", Refusal.BAD_VALUE),
        ({"TenTTHC": "x" * 501}, "TenTTHC", Refusal.BAD_VALUE),
    ],
)
async def test_a_wrong_row_names_its_field(portal, over, field, reason):
    (answer,) = await portal.sync(portal.row() | over)
    assert (answer.outcome, answer.field, answer.reason) == (Taken.REFUSED, field, reason)
    assert answer.detail.vi
    assert answer.detail.en


async def test_what_is_no_object_is_refused(portal):
    answers = await portal.sync("x", 1, None, [portal.row()])
    assert {answer.reason for answer in answers} == {Refusal.NOT_AN_OBJECT}


async def test_without_a_term_of_ours_the_date_of_the_source_counts(portal):
    row = await portal.given(MaTTHC="9.999999", NgayHenTra=at(2026, 3, 20, 17))
    assert (row.deadline.basis, row.deadline.due_at) == (Basis.SOURCE, at(2026, 3, 20, 17))


async def test_the_date_of_the_source_is_kept_beside_ours_with_the_difference(portal):
    row = await portal.given(NgayHenTra=at(2026, 3, 13, 17))
    assert (row.source_due_at, row.deadline.due_at) == (at(2026, 3, 13, 17), at(2026, 3, 11, 17))
    assert row.deadline.difference_days == 2


async def test_a_supplement_stops_the_clock_and_its_end_adds_the_working_days(portal, at_nine):
    row = await portal.given()
    at_nine.set(at(2026, 3, 4, 9))
    await portal.progress(portal.step(row.code, 4, at(2026, 3, 3, 9)), portal.step(row.code, 5, at(2026, 3, 4, 9)))
    row = await portal.dossier(row.code)
    assert row.deadline.paused_at == at(2026, 3, 4, 9)
    at_nine.set(at(2026, 3, 9, 9))
    await portal.progress(portal.step(row.code, 4, at(2026, 3, 9, 9)))
    row = await portal.dossier(row.code)
    assert (row.deadline.paused_at, row.deadline.due_at) == (None, at(2026, 3, 16, 17))


async def test_a_supplement_of_the_row_itself_counts_as_one(portal, at_nine):
    at_nine.set(at(2026, 3, 10, 9))
    asked = {"HoSoBoSungId": "1", "NgayBoSung": "20260304090000", "NgayTiepNhanBoSung": "20260309090000"}
    row = await portal.given(4, DanhSachHoSoBoSung=[asked])
    assert (row.supplements, row.deadline.due_at) == (1, at(2026, 3, 16, 17))


async def test_steps_that_come_out_of_order_come_to_the_same(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    first, second = await portal.given(), await portal.given()
    moments = [(4, (3, 3)), (5, (3, 4)), (4, (3, 9)), (6, (3, 10)), (4, (3, 11)), (9, (3, 12)), (10, (3, 13))]
    for status, (month, day) in moments:
        await portal.progress(portal.step(first.code, status, at(2026, month, day, 9)))
    shuffled = random.Random(7).sample(moments, len(moments))
    waiting = list(shuffled)
    while waiting:
        rest = []
        for status, (month, day) in waiting:
            (answer,) = await portal.progress(portal.step(second.code, status, at(2026, month, day, 9)))
            if answer.outcome is Taken.REFUSED:
                rest.append((status, (month, day)))
        assert len(rest) < len(waiting)
        waiting = rest
    one, two = await portal.dossier(first.code), await portal.dossier(second.code)
    facts = ("status", "finished_at", "ended_at", "supplements", "timing")
    assert [getattr(one, name) for name in facts] == [getattr(two, name) for name in facts]
    assert one.deadline.due_at == two.deadline.due_at


async def test_a_step_of_the_past_leaves_the_present_status(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    row = await portal.given()
    await portal.progress(portal.step(row.code, 9, at(2026, 3, 12, 9)))
    (answer,) = await portal.progress(portal.step(row.code, 4, at(2026, 3, 3, 9)))
    assert (answer.outcome, (await portal.dossier(row.code)).status) == (Taken.PAST, Status.FINISHED)


async def test_the_same_step_again_changes_nothing(portal):
    row = await portal.given()
    step = portal.step(row.code, 4, at(2026, 3, 2, 9, 0, 1))
    await portal.progress(step)
    (answer,) = await portal.progress(step)
    assert answer.outcome is Taken.UNCHANGED


async def test_a_step_of_an_unknown_dossier_says_what_to_do(portal):
    (answer,) = await portal.progress(portal.step("000.00.03.H57-260302-9999", 4, at(2026, 3, 2, 9)))
    assert answer.reason is Refusal.UNKNOWN_DOSSIER
    assert "DongBoHoSoMC" in answer.detail.en


async def test_a_step_that_leads_nowhere_is_refused(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    row = await portal.given(10, NgayKetThucXuLy=at(2026, 3, 6, 9), NgayTra=at(2026, 3, 9, 9))
    (answer,) = await portal.progress(portal.step(row.code, 4, at(2026, 3, 10, 9)))
    assert (answer.reason, (await portal.dossier(row.code)).status) == (Refusal.ILLEGAL_STEP, Status.RETURNED)


async def test_a_date_that_the_source_corrects_takes_the_place_of_the_first(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    row = portal.row(9, NgayKetThucXuLy=at(2026, 3, 12, 9))
    await portal.sync(row)
    assert (await portal.dossier(row["MaHoSo"])).timing is Timing.LATE
    await portal.sync(row | {"NgayKetThucXuLy": "20260310090000"})
    found = await portal.dossier(row["MaHoSo"])
    assert (found.timing, found.finished_at) == (Timing.EARLY, at(2026, 3, 10, 9))
    lines = await dossiers.history(portal.session, found.id)
    assert sum(line.superseded_at is not None for line in lines) == 1


async def test_nine_wins_over_ten(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    row = await portal.given(10, NgayKetThucXuLy=at(2026, 3, 11, 16), NgayTra=at(2026, 3, 18, 9))
    assert (row.finished_at, row.timing) == (at(2026, 3, 11, 16), Timing.ON_TIME)


async def test_another_portal_may_not_change_a_dossier(portal):
    row = portal.row()
    await portal.sync(row)
    other = Principal("other", client_id="other", roles=frozenset({Role.PARTNER}))
    (answer,) = await portal.sync(row | {"TrangThaiHoSo": "4"}, caller=other)
    assert answer.reason is Refusal.FOREIGN_AGENCY


@pytest.mark.parametrize("code", ["H57.01.02-260302-0001", "G09.20-20260302-0092637"])
async def test_the_newer_forms_of_codes_are_taken(portal, code):
    assert (await portal.given(MaHoSo=code)).code == code


async def test_the_owner_is_sealed(portal):
    row = await portal.given()
    owner = await portal.session.get(Owner, row.id)
    assert "Bình".encode() not in owner.sealed
    assert len(owner.phone_tokens) == 7
    lines = list(await portal.session.scalars(select(DossierChange)))
    assert not any("Bình" in line.note + line.actor for line in lines)


async def test_the_number_of_a_citizen_in_a_note_is_redacted(portal):
    row = await portal.given()
    await portal.progress(portal.step(row.code, 4, at(2026, 3, 2, 9), NoiDungXuLy="Gọi 0912 345 678"))
    line = (await dossiers.history(portal.session, row.id))[-1]
    assert line.note == "Gọi [điện thoại]"


async def test_more_than_one_supplement_is_marked(portal, at_nine):
    at_nine.set(at(2026, 3, 20, 9))
    row = await portal.given()
    for day, status in ((3, 5), (4, 4), (5, 5), (6, 4)):
        await portal.progress(portal.step(row.code, status, at(2026, 3, day, 9)))
    assert (await portal.dossier(row.code)).supplements == 2


async def test_kinds_of_owners_are_read_by_the_rule_in_force(portal):
    assert (await portal.given(LoaiDoiTuong="2")).subject_kind == "business"
    assert (await portal.given(LoaiDoiTuong="7")).subject_kind == ""


async def test_a_dossier_that_was_refused_has_no_date(portal):
    row = await portal.given(3, accepted=None, NgayTuChoi=at(2026, 3, 2, 8))
    assert (row.status, row.deadline, row.received_at) == (Status.REFUSED, None, at(2026, 3, 2, 8))
