"""Statements about files."""

import pytest

from reflection.queries import media
from reflection.rules.media import MediumState
from reflection.states import State

SHA = "c" * 64


def shown(medium, sha256=SHA):
    medium.copy_sha256 = medium.public_sha256 = sha256
    medium.state = MediumState.READY


async def test_files_without_a_copy_are_found_oldest_first(office, session, uploaded):
    first = await office.report(media=[await uploaded(office.citizen)])
    second = await office.report(media=[await uploaded(office.citizen)])
    assert [row.report_id for row in await media.waiting(session, 10)] == [first.id, second.id]
    first.media[0].state, second.media[0].state = MediumState.REFUSED, MediumState.READY
    await session.flush()
    assert await media.waiting(session, 10) == []


@pytest.mark.parametrize(("state", "is_shown"), [(State.ANSWERED, False), (State.RESOLVED, True)])
async def test_a_file_of_an_answer_is_public_when_the_answer_is(office, session, state, is_shown):
    report = await office.report(state)
    shown(report.media[0])
    await session.flush()
    assert bool(await media.public_file(session, report.id, SHA)) == is_shown


async def test_a_file_of_a_report_that_is_not_public_is_for_staff_and_its_reporter(office, session, uploaded):
    report = await office.report(media=[await uploaded(office.citizen)])
    shown(report.media[0])
    await session.flush()
    assert await media.public_file(session, report.id, SHA) is None
    assert await media.staff_file(session, report.id, SHA)
    assert await media.own_file(session, report.id, SHA)


async def test_the_evidence_of_a_unit_is_not_the_reporters_file(office, session):
    report = await office.report(State.ANSWERED)
    shown(report.media[0])
    await session.flush()
    assert await media.own_file(session, report.id, SHA) is None
