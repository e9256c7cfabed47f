"""A rejected report is looked at again: asked once, within the term, decided by somebody else."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Principal, Role
from hueioc.auth.recipients import open_recipient
from hueioc.clock import now
from hueioc.testing.apps import RECIPIENT_KEY
from reflection import consumers, jobs, schemas, views
from reflection.errors import (
    AccountLocked,
    AppealedBefore,
    MoveNotAllowed,
    NothingToDecide,
    OwnRejection,
    TooLateToAppeal,
    UnknownReport,
)
from reflection.models import Appeal, Identity, ProcessRule, Timer
from reflection.rules.terms import Length, Term
from reflection.service import accounts, appeals
from reflection.states import Action, State, TimerKind

WHY = schemas.RejectionAppeal(text="Ảnh chụp rõ mà, gọi 0905123456")
UPHOLD = schemas.RejectionDecision(decision="uphold", note="Ảnh không thấy rác")
OVERTURN = schemas.RejectionDecision(decision="overturn", note="Đã xem lại ảnh, đúng là rác")
OTHER = Principal("supervisor-1", roles=frozenset({Role.SUPERVISOR}))
DAYS = timedelta(days=1)


async def appealed(office, session, report=None, by=None):
    report = report or await office.report(State.REJECTED)
    return await appeals.appeal(session, office.vault, report.id, by or office.citizen, WHY)


async def decide(session, report, decision=OVERTURN, by=OTHER):
    return await appeals.decide(session, report.id, by, decision, None)


async def test_the_reporter_reads_why_and_until_when_to_appeal(office, clock):
    own = views.own_report(await office.report(State.REJECTED))
    assert (own.reject_reason, own.can_appeal, own.appeal_until) == ("unclear", True, now() + 15 * DAYS)


async def test_an_appeal_is_kept_redacted_and_its_words_sealed(office, session):
    report = await appealed(office, session)
    row = await session.get(Appeal, report.id)
    identity = await session.get(Identity, report.id)
    opened = await office.vault.open(session, identity.person_id, row.sealed_original, f"appeals.original.{report.id}")
    assert "0905" not in row.text + report.history[-1].note
    assert opened.decode() == WHY.text
    assert (report.state, report.history[-1].actor) == (State.REJECTED, "reporter")


async def test_a_report_is_appealed_once(office, session):
    report = await appealed(office, session)
    with pytest.raises(AppealedBefore):
        await appealed(office, session, report)
    await decide(session, report)
    await office.bring(report, State.REJECTED)
    assert not views.own_report(report).can_appeal
    with pytest.raises(AppealedBefore):
        await appealed(office, session, report)


async def test_only_the_reporter_appeals(office, session):
    report = await office.report(State.REJECTED)
    with pytest.raises(UnknownReport):
        await appealed(office, session, report, office.stranger)


async def test_what_was_not_rejected_is_not_appealed(office, session):
    report = await office.report(State.RESOLVED)
    with pytest.raises(MoveNotAllowed):
        await appealed(office, session, report)


async def test_a_locked_account_appeals_against_the_lock_first(office, session):
    report = await office.report(State.REJECTED)
    until = now() + DAYS
    await accounts.lock(session, report.id, office.moderator, schemas.ReporterLock(reason="Chửi bậy", until=until))
    with pytest.raises(AccountLocked):
        await appealed(office, session, report)


async def test_after_the_term_nobody_appeals(office, session, clock):
    report = await office.report(State.REJECTED)
    clock.move(15 * DAYS + timedelta(seconds=1))
    with pytest.raises(TooLateToAppeal):
        await appealed(office, session, report)


async def test_a_shorter_term_does_not_touch_what_was_rejected_before(office, session, clock):
    report = await office.report(State.REJECTED)
    old = await session.get(ProcessRule, (Term.APPEAL_WITHIN, date(2022, 7, 15)))
    old.valid_to = (now() + DAYS).date()
    row = {"code": Term.APPEAL_WITHIN, "value": 1, "unit": Length.DAY, "source": "Quyết định thử"}
    session.add(ProcessRule(**row, valid_from=old.valid_to, valid_to=None))
    await session.flush()
    clock.move(10 * DAYS)
    assert (await appealed(office, session, report)).history[-1].action is Action.APPEAL


async def test_who_rejected_it_does_not_decide(office, session):
    report = await appealed(office, session)
    with pytest.raises(OwnRejection):
        await decide(session, report, by=office.moderator)


async def test_a_rejection_that_stands_tells_the_reporter_why(office, session):
    report = await decide(session, await appealed(office, session), UPHOLD)
    own = views.own_report(report)
    assert (own.state, own.reject_reason, own.can_appeal) == (State.REJECTED, "unclear", False)
    assert (own.appeal.is_upheld, own.appeal.note) == (True, "Ảnh không thấy rác")


async def test_an_overturned_report_is_received_anew_and_its_time_begins_again(office, session, clock):
    report = await appealed(office, session)
    clock.move(3 * DAYS)
    await decide(session, report)
    assert (report.state, report.state_since, report.reject_reason) == (State.RECEIVED, now(), None)
    assert views.own_report(report).appeal.is_upheld is False
    await office.bring(report, State.ACCEPTED)
    assert report.state is State.ACCEPTED


async def test_an_overturned_report_is_told_as_late_when_nobody_classifies_it(office, session, runtime, clock):
    report = await decide(session, await appealed(office, session))
    await session.flush()
    clock.move(timedelta(hours=2))
    await jobs.run_process(runtime)
    assert (await session.get(Timer, (report.id, TimerKind.CLASSIFY))).fired_at is not None


async def test_an_appeal_is_decided_once(office, session):
    report = await decide(session, await appealed(office, session), UPHOLD)
    with pytest.raises(NothingToDecide):
        await decide(session, report)


async def test_without_an_appeal_there_is_nothing_to_decide(office, session):
    with pytest.raises(NothingToDecide):
        await decide(session, await office.report(State.REJECTED))


async def test_a_decision_is_offered_only_where_an_appeal_waits(office, session):
    report = await office.report(State.REJECTED)
    decisions = {Action.UPHOLD, Action.OVERTURN}
    assert not decisions & set(views.staff_report(report).actions)
    assert decisions <= set(views.staff_report(await appealed(office, session, report)).actions)
    assert not decisions & set(views.staff_report(await decide(session, report, UPHOLD)).actions)


async def test_a_decision_is_in_the_audit_without_words(office, session):
    report = await decide(session, await appealed(office, session))
    rows = await session.execute(select(audit.c.action, audit.c.detail).where(audit.c.actor == OTHER.subject))
    assert [tuple(row) for row in rows] == [("report.rejection.overturn", {})]
    assert report.history[-1].actor == OTHER.subject


@pytest.mark.parametrize(("decision", "verb"), [(UPHOLD, "upheld"), (OVERTURN, "overturned")])
async def test_the_reporter_is_told_of_the_decision(office, session, runtime, told, decision, verb):
    report = await appealed(office, session)
    told()
    await decide(session, report, decision)
    (event,) = [each for each in told() if each.subject == f"evt.reflection.report.{verb}"]
    assert decision.note not in event.payload.decode()

    class Message:
        event_type, version = event.headers["ce-type"], 1

        def read(self, model):
            return model.model_validate_json(event.payload)

    await consumers.on_report_told(runtime, session, Message())
    (addressed,) = [json.loads(each.payload) for each in told() if each.subject.endswith("reporter.addressed")]
    assert addressed["what"] == verb
    recipient = open_recipient(RECIPIENT_KEY, addressed["recipient"], str(report.id))
    assert str(recipient) == office.citizen.subject


async def test_the_centre_sees_what_waits_and_who_may_decide(make_client, office, session):
    report = await appealed(office, session)
    await session.flush()
    for subject, may in ((office.moderator.subject, False), ("somebody-else", True)):
        found = await make_client(Role.MODERATOR, subject=subject).get("/v1/ops/appeals")
        (item,) = found.json()["items"]
        assert (item["report_id"], item["can_decide"]) == (str(report.id), may)


async def test_figures_count_appeals_and_lead_to_exactly_those(make_client, office, session):
    for decision in (UPHOLD, OVERTURN, OVERTURN):
        await decide(session, await appealed(office, session), decision)
    await appealed(office, session)
    await office.report(State.REJECTED)
    await session.flush()
    centre = make_client(Role.SUPERVISOR)
    found = (await centre.get("/v1/ops/appeals/figures")).json()
    assert (found["rejected"], found["appealed"], round(found["overturned_share"], 2)) == (5, 4, 0.67)
    for status, n in (("waiting", 1), ("upheld", 1), ("overturned", 2)):
        assert found[status]["n"] == n == len((await centre.get(found[status]["reports"])).json()["items"])


async def test_an_appeal_goes_its_way_over_http(make_client, office, session):
    report = await office.report(State.REJECTED)
    await session.flush()
    citizen = make_client(Role.CITIZEN, subject=office.citizen.subject)
    own = await citizen.post(f"/v1/reports/mine/{report.id}/appeal", json={"text": "Xin xem lại"})
    assert (own.status_code, own.json()["appeal"]["text"]) == (200, "Xin xem lại")
    path, data = f"/v1/ops/reports/{report.id}/appeal/decision", {"decision": "overturn", "note": "Đúng là rác"}
    seen = {"If-Match": f'"{own.json()["version"]}"'}
    rejecter = make_client(Role.MODERATOR, subject=office.moderator.subject)
    assert (await rejecter.post(path, json=data, headers=seen)).json()["type"] == "urn:hue:problem:own-rejection"
    answer = await make_client(Role.MODERATOR).post(path, json=data, headers=seen)
    assert (answer.status_code, answer.json()["state"]) == (200, "received")


async def test_what_the_clock_rejected_anybody_of_the_centre_decides(office, session, runtime, clock):
    report = await office.report(State.RECEIVED)
    await office.bring(report, State.NEED_INFO)
    await session.flush()
    clock.move(4 * DAYS)
    await jobs.run_process(runtime)
    await session.refresh(report)
    assert report.state is State.REJECTED
    await appealed(office, session, report)
    assert (await decide(session, report, by=replace(office.moderator))).state is State.RECEIVED
