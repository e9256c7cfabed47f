"""Public copies are made outside of any transaction, and the report is published again."""

from sqlalchemy import update

from hueioc.outbox import Kind
from reflection.models import Medium
from reflection.rules.media import MediumState
from reflection.service.originals import store_of
from reflection.service.pictures import prepare_waiting
from reflection.states import State


async def media_of(session, report):
    await session.refresh(report, ["media"])
    return report.media


async def test_a_photo_gets_its_public_copy(office, session, runtime, uploaded, picture):
    report = await office.report(media=[await uploaded(office.citizen, picture(size=(30, 20)))])
    await session.flush()
    assert await prepare_waiting(store_of(runtime)) == 1
    (medium,) = await media_of(session, report)
    assert (medium.width, medium.height) == (30, 20)
    assert medium.public_sha256 != medium.sha256
    assert await runtime.files.exists(medium.public_sha256)


async def test_a_damaged_photo_is_marked_with_the_reason_and_the_report_stays(office, session, runtime, uploaded):
    report = await office.report(media=[await uploaded(office.citizen, b"\xff\xd8\xff damaged")])
    await session.flush()
    await prepare_waiting(store_of(runtime))
    (medium,) = await media_of(session, report)
    assert (medium.state, medium.refused, report.state) == (MediumState.REFUSED, "damaged", State.RECEIVED)


async def test_a_photo_that_is_lost_does_not_hold_up_the_others(office, session, runtime, uploaded):
    lost = await office.report(media=[await uploaded(office.citizen)])
    await session.execute(update(Medium).where(Medium.report_id == lost.id).values(sha256="0" * 64))
    good = await office.report(media=[await uploaded(office.citizen)])
    await session.flush()
    await prepare_waiting(store_of(runtime))
    assert (await media_of(session, lost))[0].refused == "lost"
    assert (await media_of(session, good))[0].public_sha256


async def test_nothing_is_done_twice(office, session, runtime, uploaded):
    await office.report(media=[await uploaded(office.citizen)])
    await session.flush()
    assert await prepare_waiting(store_of(runtime)) == 1
    assert await prepare_waiting(store_of(runtime)) == 0


async def test_the_report_is_published_again_with_its_photo(office, session, runtime, uploaded, told):
    from sqlalchemy import select

    from hueioc.outbox import outbox

    report = await office.report(State.ACCEPTED, media=[await uploaded(office.citizen)])
    await session.flush()
    await prepare_waiting(store_of(runtime))
    rows = (await session.execute(select(outbox.c.kind, outbox.c.subject, outbox.c.payload))).all()
    assert "evt.reflection.report.pictured" in {row.subject for row in rows if row.kind == Kind.EVENT}
    document = next(row.payload for row in rows if row.subject == f"view.reflection.report.{report.id}")
    assert b"/media/" in document
