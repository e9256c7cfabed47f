"""Two of the staff never do the same work without knowing it."""

from datetime import timedelta

import pytest

from hueioc.auth.principal import Principal, Role
from reflection.errors import AlreadyClaimed, NotYourClaim
from reflection.service import claiming
from reflection.states import State

OTHER = Principal("moderator-2", roles=frozenset({Role.MODERATOR}))
SUPERVISOR = Principal("supervisor-1", roles=frozenset({Role.SUPERVISOR}))


async def test_who_claims_a_report_is_named_on_it(office, session):
    report = await claiming.claim(session, (await office.report()).id, office.moderator)
    assert report.claimed_by == office.moderator.subject


async def test_another_one_is_told_who_has_it(office, session):
    report = await claiming.claim(session, (await office.report()).id, office.moderator)
    with pytest.raises(AlreadyClaimed) as refused:
        await claiming.claim(session, report.id, OTHER)
    assert refused.value.extra["claimed_by"] == office.moderator.subject


async def test_claiming_what_one_has_makes_no_new_version(office, session):
    report = await claiming.claim(session, (await office.report()).id, office.moderator)
    before = report.version
    assert (await claiming.claim(session, report.id, office.moderator)).version == before


async def test_after_half_an_hour_somebody_else_may_take_it(office, session, clock):
    report = await claiming.claim(session, (await office.report()).id, office.moderator)
    clock.move(timedelta(minutes=31))
    assert (await claiming.claim(session, report.id, OTHER)).claimed_by == OTHER.subject


async def test_the_next_step_ends_the_claim(office, session):
    report = await claiming.claim(session, (await office.report()).id, office.moderator)
    await office.bring(report, State.ACCEPTED)
    assert report.claimed_by is None


async def test_only_the_holder_or_a_supervisor_gives_it_back(office, session):
    report = await claiming.claim(session, (await office.report()).id, office.moderator)
    with pytest.raises(NotYourClaim):
        await claiming.release(session, report.id, OTHER)
    assert (await claiming.release(session, report.id, SUPERVISOR)).claimed_by is None


async def test_what_nobody_holds_is_given_back_without_a_change(office, session):
    report = await office.report()
    before = report.version
    assert (await claiming.release(session, report.id, office.moderator)).version == before
