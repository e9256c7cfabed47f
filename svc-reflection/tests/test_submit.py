"""A citizen sends a report."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.paging import PageQuery
from reflection.errors import InTheFuture, MediaMissing, OutsideHue, ReportExists, UnknownCategory
from reflection.models import Identity, Report
from reflection.queries import reports
from reflection.queries.reports import ReportFilter
from reflection.service.drafting import CLOCK_TOLERANCE
from reflection.service.submit import submit
from reflection.states import State

PHONE = "Gọi tôi 0905 123 456"


async def test_a_report_is_received_with_its_ward(office):
    report = await office.report()
    assert (report.state, report.ward_name, report.version) == (State.RECEIVED, "Phường Phú Xuân", 1)


async def test_reports_are_numbered_in_the_order_they_come(office):
    first, second = await office.report(), await office.report()
    assert second.number > first.number
    assert first.code == f"PA-{first.number:06d}"


async def test_the_first_line_of_the_history_does_not_name_the_reporter(office):
    line = (await office.report()).history[0]
    assert (line.actor, line.actor_role, line.version) == ("reporter", "citizen", 1)


async def test_numbers_of_persons_are_kept_out_of_the_public_copy(office):
    report = await office.report(description=PHONE, place={"lat": 16.4698, "lon": 107.5779, "address": PHONE})
    assert "0905" not in report.description + report.address


async def test_the_original_words_are_sealed_and_open_again(office, session):
    report = await office.report(description=PHONE)
    identity = await session.get(Identity, report.id)
    assert b"0905" not in identity.sealed_original
    opened = await office.vault.open(
        session, identity.person_id, identity.sealed_original, f"identities.original.{report.id}"
    )
    assert json.loads(opened)["description"] == PHONE


async def test_the_contact_is_sealed(office, session):
    report = await office.report(contact={"name": "Trần Thị B", "phone": "0905123456", "email": "b@hue.vn"})
    identity = await session.get(Identity, report.id)
    assert b"0905123456" not in identity.sealed_contact
    assert b"b@hue.vn" not in identity.sealed_contact


async def test_the_reporter_is_found_only_by_a_keyed_hash(office, session):
    await office.report()
    assert office.citizen.subject.encode() not in await session.scalar(select(Identity.person_token))


async def test_the_same_report_sent_twice_is_one(office, session):
    draft = office.draft()
    first = await submit(session, office.intake, office.citizen, draft)
    assert await submit(session, office.intake, office.citizen, draft) is first
    assert len(await reports.list_reports(session, ReportFilter(), PageQuery(10, None))) == 1


async def test_another_persons_report_id_is_refused(office, session):
    draft = office.draft()
    await submit(session, office.intake, office.citizen, draft)
    with pytest.raises(ReportExists):
        await submit(session, office.intake, office.stranger, draft)


async def test_a_category_that_does_not_exist_is_refused(office):
    with pytest.raises(UnknownCategory) as refusal:
        await office.report(category="flying-saucer")
    assert refusal.value.fields[0].pointer == "/category"


async def test_a_category_that_has_ended_is_refused(office, session):
    category = await reports.find_category(session, "garbage", now())
    category.valid_to = now() - timedelta(days=1)
    await session.flush()
    with pytest.raises(UnknownCategory):
        await office.report()


async def test_a_place_outside_hue_is_refused(office):
    with pytest.raises(OutsideHue):
        await office.report(place={"lat": 21.03, "lon": 105.85})


async def test_a_photo_taken_in_the_future_is_refused(office, clock):
    with pytest.raises(InTheFuture):
        await office.report(taken_at=clock.moment + CLOCK_TOLERANCE + timedelta(seconds=1))


async def test_a_phone_may_be_a_few_minutes_ahead(office, clock):
    report = await office.report(taken_at=clock.moment + CLOCK_TOLERANCE)
    assert report.taken_at == clock.moment + CLOCK_TOLERANCE


async def test_a_file_that_was_not_uploaded_is_refused(office):
    with pytest.raises(MediaMissing) as refusal:
        await office.report(media=["0" * 64])
    assert refusal.value.fields[0].pointer == "/media/0"


async def test_a_file_of_somebody_else_is_refused(office, uploaded):
    with pytest.raises(MediaMissing):
        await office.report(media=[await uploaded(office.stranger)])


async def test_the_same_photo_given_twice_is_kept_once(office, uploaded):
    sha256 = await uploaded(office.citizen)
    report = await office.report(media=[sha256, sha256])
    assert [medium.sha256 for medium in report.media] == [sha256]


async def test_a_subject_of_another_issuer_need_not_be_a_uuid(office, session):
    person = Principal("vneid|0123", roles=frozenset({Role.CITIZEN}))
    report = await submit(session, office.intake, person, office.draft(id=uuid7()))
    assert await session.get(Report, report.id)
