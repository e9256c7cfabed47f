"""What the reporter may do after the answer, and the account that may do nothing."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.paging import PageQuery
from reflection import jobs, schemas, views
from reflection.errors import (
    AccountLocked,
    AlreadyAppealed,
    AlreadyReopened,
    CategoryStopped,
    LockInThePast,
    MoveNotAllowed,
    NotAskedAgain,
    NothingToDecide,
    NotYours,
    RatedOtherwise,
    TooLateToReopen,
    UnknownReport,
)
from reflection.models import AccountLock, Comment, Identity, Message, MoodGiven
from reflection.schemas import RatingCreate, Reopening
from reflection.service import accounts, answering, attaching, behalf, comments, reopening, talking
from reflection.states import Action, Author, Fixed, Mood, Rating, RatingReason, Source, State

AGAIN = Reopening(reason="Rác vẫn còn, gọi 0905123456")
DAYS = timedelta(days=1)


async def reopen(office, session, report, by=None):
    return await reopening.reopen(session, office.vault, report.id, by or office.citizen, AGAIN)


async def rate(office, session, report, **over):
    data = RatingCreate(**({"rating": Rating.SATISFIED} | over))
    return await answering.rate(session, office.vault, report.id, office.citizen, data)


OWN = {"name": "Nguyễn Văn Anh", "phone": "0905123456"}
SAID = "Tôi là Nguyễn Văn Anh, vẫn chưa dọn"


async def test_the_own_name_is_masked_in_a_rating_as_in_the_report(office, session):
    report = await office.report(State.RESOLVED, contact=OWN)
    await rate(office, session, report, comment=SAID)
    assert "Văn Anh" not in report.rating.comment
    assert report.rating.comment.endswith("vẫn chưa dọn")


async def test_the_own_name_is_masked_in_a_message_a_reopening_and_a_comment(office, session):
    report = await office.report(State.RESOLVED, contact=OWN)
    said = schemas.MessageCreate(text=SAID)
    await talking.write_as_reporter(session, office.vault, report.id, office.citizen, said)
    await comments.write(session, office.vault, report.id, office.citizen, schemas.CommentCreate(text=SAID))
    await reopening.reopen(session, office.vault, report.id, office.citizen, Reopening(reason=SAID))
    await session.flush()
    texts = [*await session.scalars(select(Message.text)), *await session.scalars(select(Comment.text))]
    assert len(texts) == 2
    assert not [text for text in (*texts, report.history[-1].note) if "Văn Anh" in text]


async def test_a_locked_account_rates_nothing_and_adds_no_files(office, session, clock):
    report = await office.report(State.RESOLVED)
    token = office.vault.token("subject", office.citizen.subject)
    session.add(
        AccountLock(
            id=uuid7(),
            person_token=token,
            report_id=report.id,
            reason="Lăng mạ",
            locked_until=now() + DAYS,
            locked_by="m",
        )
    )
    await session.flush()
    with pytest.raises(AccountLocked):
        await rate(office, session, report, comment="…")
    with pytest.raises(AccountLocked):
        await attaching.attach(session, office.vault, report.id, office.citizen, schemas.MediaAdded(media=["a" * 64]))


async def test_who_is_not_satisfied_reopens_the_report_with_a_reason(office, session, clock):
    report = await office.report(State.RESOLVED)
    await reopen(office, session, report)
    assert (report.state, report.rating.rating, report.outcome) == (State.REOPENED, Rating.UNSATISFIED, None)
    assert "0905" not in report.history[-1].note
    assert report.deadline.rule_version == "reopened@2022-07-15"


async def test_a_report_is_reopened_once(office, session):
    report = await office.report(State.RESOLVED)
    await reopen(office, session, report)
    for state in (State.ANSWERED, State.RESOLVED):
        await office.bring(report, state)
    with pytest.raises(AlreadyReopened):
        await reopen(office, session, report)


async def test_after_fifteen_days_a_report_is_not_reopened(office, session, clock):
    report = await office.report(State.RESOLVED)
    clock.move(15 * DAYS + timedelta(seconds=1))
    with pytest.raises(TooLateToReopen):
        await reopen(office, session, report)


async def test_who_was_content_does_not_reopen(office, session):
    report = await office.report(State.RESOLVED)
    await rate(office, session, report)
    with pytest.raises(RatedOtherwise):
        await reopen(office, session, report)


async def test_only_the_reporter_reopens(office, session):
    report = await office.report(State.RESOLVED)
    with pytest.raises(NotYours):
        await reopen(office, session, report, office.stranger)


async def test_the_second_answer_is_rated_anew(office, session, clock):
    report = await office.report(State.RESOLVED)
    await reopen(office, session, report)
    for state in (State.ANSWERED, State.RESOLVED):
        clock.move(timedelta(minutes=1))
        await office.bring(report, state)
    assert views.own_report(report).can_rate
    await rate(office, session, report)
    assert report.rating.rating is Rating.SATISFIED


async def test_a_rating_has_reasons_and_the_mood_stands_apart(office, session):
    report = await office.report(State.RESOLVED)
    await rate(office, session, report, reasons=[RatingReason.FAST, RatingReason.FAST], mood=Mood.YES)
    assert report.rating.reasons == ["fast"]
    assert (await session.get(MoodGiven, report.id)).mood is Mood.YES
    assert "mood" not in views.public_report(report).model_dump_json()


async def test_a_closed_report_is_not_rated(office, session, runtime, clock):
    report = await office.report(State.RESOLVED)
    await session.flush()
    clock.move(31 * DAYS)
    await jobs.run_process(runtime)
    with pytest.raises(MoveNotAllowed):
        await rate(office, session, report)


async def test_four_weeks_after_closing_the_reporter_says_whether_it_is_fixed_once(office, session, runtime, clock):
    report = await office.report(State.RESOLVED)
    answer = schemas.FollowUpAnswer(answer=Fixed.PARTLY)
    with pytest.raises(NotAskedAgain):
        await reopening.follow_up(session, office.vault, report.id, office.citizen, answer)
    for days in (31, 29):
        await session.flush()
        clock.move(days * DAYS)
        await jobs.run_process(runtime)
    await session.refresh(report)
    assert views.own_report(report).is_asked_again
    followed = await reopening.follow_up(session, office.vault, report.id, office.citizen, answer)
    assert followed.history[-1].action is Action.FOLLOW_UP
    assert not views.own_report(followed).is_asked_again
    with pytest.raises(NotAskedAgain):
        await reopening.follow_up(session, office.vault, report.id, office.citizen, answer)


async def test_both_sides_write_and_neither_is_named(office, session):
    report = await office.report(State.ASSIGNED)
    words = schemas.MessageCreate(text="Tôi là Bà Tám, 0905123456")
    await talking.write_as_reporter(session, office.vault, report.id, office.citizen, words)
    await talking.write_as_staff(session, report.id, office.officer, schemas.MessageCreate(text="Đang tới"))
    first, second = (await talking.messages(session, report.id)).items
    assert (first.author, first.unit, second.author, second.unit.vi) == (
        Author.REPORTER,
        None,
        Author.UNIT,
        office.unit.name_vi,
    )
    assert "0905" not in first.text
    assert office.citizen.subject not in first.model_dump_json()


async def test_the_reporters_words_are_sealed_and_open_again(office, session):
    report = await office.report(State.ASSIGNED)
    await talking.write_as_reporter(
        session, office.vault, report.id, office.citizen, schemas.MessageCreate(text="Số tôi 0905123456")
    )
    await session.flush()
    row = await session.scalar(select(Message))
    identity = await session.get(Identity, report.id)
    opened = await office.vault.open(session, identity.person_id, row.sealed_original, f"messages.original.{row.id}")
    assert opened.decode() == "Số tôi 0905123456"


async def test_nobody_writes_in_another_persons_name(office, session):
    report = await office.report(State.ASSIGNED)
    with pytest.raises(UnknownReport):
        await talking.write_as_reporter(
            session, office.vault, report.id, office.stranger, schemas.MessageCreate(text="Xin chào")
        )


async def locked(office, session, report):
    data = schemas.ReporterLock(reason="Lời lẽ xúc phạm", until=now() + 7 * DAYS)
    return await accounts.lock(session, report.id, office.moderator, data)


async def test_a_locked_account_is_told_until_when_why_and_where_to_appeal(office, session):
    lock = await locked(office, session, await office.report())
    await session.flush()
    with pytest.raises(AccountLocked) as refusal:
        await office.report()
    said = refusal.value.detail
    assert all("xúc phạm" in words and "/v1/account-lock/appeal" in words for words in said)
    assert refusal.value.extra["lock"] == str(lock.id)
    assert (await office.report(by=office.stranger)).state is State.RECEIVED


async def test_a_lock_ends_by_itself(office, session, clock):
    await locked(office, session, await office.report())
    await session.flush()
    clock.move(8 * DAYS)
    assert (await office.report()).state is State.RECEIVED


async def test_the_centre_decides_an_appeal_and_a_lifted_account_writes_again(office, session):
    lock = await locked(office, session, await office.report())
    await session.flush()
    plea = schemas.AppealCreate(text="Tôi không chửi ai")
    own = await accounts.appeal(session, office.vault, office.citizen, plea)
    assert (own.is_locked, own.appeal) == (True, "Tôi không chửi ai")
    with pytest.raises(AlreadyAppealed):
        await accounts.appeal(session, office.vault, office.citizen, plea)
    await session.flush()
    page = await accounts.page_of(session, PageQuery(10, None), appealed_only=True)
    assert [each.id for each in page.items] == [lock.id]
    await accounts.decide(session, lock.id, office.moderator, schemas.AppealDecision(decision="lift", note="Nhầm"))
    await session.flush()
    assert (await office.report()).state is State.RECEIVED
    assert not (await accounts.own(session, office.vault, office.citizen)).is_locked


async def test_a_lock_is_upheld_only_after_an_appeal(office, session):
    lock = await locked(office, session, await office.report())
    await session.flush()
    with pytest.raises(NothingToDecide):
        await accounts.decide(
            session, lock.id, office.moderator, schemas.AppealDecision(decision="uphold", note="Vẫn vậy")
        )


async def test_a_lock_ends_in_the_future(office, session):
    report = await office.report()
    with pytest.raises(LockInThePast):
        await accounts.lock(session, report.id, office.moderator, schemas.ReporterLock(reason="abc", until=now()))


def on_behalf(office, **over):
    given = office.draft(contact={"name": "Bà Tám", "phone": "0905123456"}).model_dump(mode="json")
    return schemas.OpsReportCreate.model_validate(given | {"id": uuid7(), "source": "hotline"} | over)


async def test_an_operator_takes_a_report_down_and_the_caller_stays_sealed(office, session):
    report = await behalf.take_down(session, office.intake, office.moderator, on_behalf(office))
    assert (report.source, report.history[0].actor) == (Source.HOTLINE, "moderator-1")
    assert "0905" not in views.staff_report(report).model_dump_json()
    identity = await session.get(Identity, report.id)
    context = f"identities.contact.{report.id}"
    opened = await office.vault.open(session, identity.person_id, identity.sealed_contact, context)
    assert json.loads(opened)["phone"] == "0905123456"


async def test_the_same_report_taken_down_twice_is_one(office, session):
    data = on_behalf(office)
    first = await behalf.take_down(session, office.intake, office.moderator, data)
    assert await behalf.take_down(session, office.intake, office.moderator, data) is first


async def test_one_telephone_is_one_person(office):
    one, two = on_behalf(office), on_behalf(office, contact={"name": "Ai đó", "phone": "+84 905 123 456"})
    assert behalf.reporter_of(office.vault, one) == behalf.reporter_of(office.vault, two)


async def test_what_is_not_handled_here_says_where_to_go(office):
    with pytest.raises(CategoryStopped) as refusal:
        await office.report(category="power-cut")
    assert all("19001909" in words for words in refusal.value.detail)
