"""The centre takes words out of a report by hand, and shows them again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.ids import uuid7
from reflection import schemas, views
from reflection.errors import WordsGone, WordsNotFound
from reflection.models import HiddenWords, Identity, RatingGiven, WholeTexts
from reflection.rules.hiding import MASK, hide, hide_all
from reflection.service import hiding
from reflection.states import Rating, State

NAME = "Trần Thị Bích"
TEXT = f"Bà {NAME} ở số 5 đổ rác; trần thị  bích nói không sợ. Trần nhà dột."
PLACE = {"lat": 16.4698, "lon": 107.5779, "address": f"Trước nhà {NAME}"}


async def hidden(office, session, report, words=NAME):
    data = schemas.HiddenWordsCreate(words=words, reason="Tên của người khác")
    return await hiding.hide_words(session, office.vault, report.id, office.moderator, data)


async def undone(office, session, report, row):
    return await hiding.undo_hiding(session, office.vault, report.id, row.id, office.moderator)


async def rows(session, report):
    statement = select(HiddenWords).where(HiddenWords.report_id == report.id).order_by(HiddenWords.id)
    return (await session.scalars(statement)).all()


async def rated(office, session, report, comment):
    report.rating = RatingGiven(report_id=report.id, rating=Rating.SATISFIED, comment=comment)
    await session.flush()


@pytest.fixture
async def report(office):
    return await office.report(State.ACCEPTED, description=TEXT, place=PLACE)


async def test_the_words_are_covered_wherever_they_stand(office, session, report):
    shown = views.public_report(await hidden(office, session, report))
    assert shown.description == f"Bà {MASK} ở số 5 đổ rác; {MASK} nói không sợ. Trần nhà dột."
    assert shown.place.address == f"Trước nhà {MASK}"


async def test_staff_read_no_more_than_the_public(office, session, report):
    assert NAME not in views.staff_report(await hidden(office, session, report)).model_dump_json()


async def test_answers_to_questions_are_covered_too(office, session, report):
    report.attributes = [{"code": "who", "label": "Ai?", "name": NAME, "value": NAME}]
    assert [each.name for each in views.public_report(await hidden(office, session, report)).attributes] == [MASK]


async def test_the_comment_of_a_rating_is_covered_too(office, session):
    report = await office.report(State.RESOLVED, description=TEXT)
    await rated(office, session, report, f"Anh {NAME} làm rất nhanh")
    shown = views.public_report(await hidden(office, session, report))
    assert shown.rating.comment == f"Anh {MASK} làm rất nhanh"


async def test_the_letter_of_the_unit_is_covered_too(office, session):
    report = await office.report(State.RESOLVED)
    report.answer.text = f"Đã nhắc nhở bà {NAME}"
    assert views.public_report(await hidden(office, session, report)).answer.text == f"Đã nhắc nhở bà {MASK}"


async def test_the_body_whose_remit_it_is_is_covered_too(office, session):
    report = await office.report(State.RESOLVED)
    report.answer.responsible = f"Bà {NAME}"
    assert views.public_report(await hidden(office, session, report)).answer.responsible == f"Bà {MASK}"


async def test_a_rating_that_came_after_the_first_covering_is_shown_again_as_well(office, session):
    report = await office.report(State.RESOLVED, description=TEXT)
    await hidden(office, session, report, "số 5")
    await rated(office, session, report, f"Cảm ơn {NAME}")
    await hidden(office, session, report)
    _, second = await rows(session, report)
    again = await undone(office, session, report, second)
    assert (again.rating.comment, again.description) == (f"Cảm ơn {NAME}", TEXT.replace("số 5", MASK))


async def test_a_letter_that_has_replaced_the_covered_one_stays(office, session):
    report = await office.report(State.RESOLVED)
    report.answer.text = f"Đã nhắc nhở bà {NAME}"
    await hidden(office, session, report)
    report.answer.text, report.answer.answered_at = "Đã dọn sạch", now()
    (row,) = await rows(session, report)
    assert (await undone(office, session, report, row)).answer.text == "Đã dọn sạch"


async def test_what_was_hidden_is_shown_again(office, session, report):
    await hidden(office, session, report)
    (row,) = await rows(session, report)
    again = await undone(office, session, report, row)
    assert (again.description, again.address) == (TEXT, PLACE["address"])


async def test_one_hiding_is_undone_and_the_others_stay(office, session, report):
    await hidden(office, session, report)
    await hidden(office, session, report, "số 5")
    first, _ = await rows(session, report)
    again = await undone(office, session, report, first)
    assert again.description == TEXT.replace("số 5", MASK)


async def test_undoing_twice_is_undoing_once(office, session, report):
    await hidden(office, session, report)
    (row,) = await rows(session, report)
    once = (await undone(office, session, report, row)).version
    assert (await undone(office, session, report, row)).version == once


async def test_words_that_are_not_there_are_refused(office, session, report):
    with pytest.raises(WordsNotFound):
        await hidden(office, session, report, "Nguyễn Văn An")


async def test_neither_the_words_nor_the_whole_text_are_kept_in_clear(office, session, report):
    await hidden(office, session, report)
    (row,) = await rows(session, report)
    whole = await session.get(WholeTexts, report.id)
    assert NAME.encode() not in row.sealed_words + whole.sealed_texts
    identity = await session.get(Identity, report.id)
    opened = await office.vault.open(session, identity.person_id, whole.sealed_texts, f"whole_texts.{report.id}")
    assert json.loads(opened)["description"] == TEXT


async def test_who_hid_how_much_is_audited_without_the_words(office, session, report):
    await hidden(office, session, report)
    await session.flush()
    found = (await session.execute(select(audit).where(audit.c.action == "report.words_hidden"))).mappings().one()
    assert found["actor"] == office.moderator.subject
    assert NAME not in str(dict(found))


async def test_the_history_says_that_words_were_hidden_and_why(office, session, report):
    last = (await hidden(office, session, report)).history[-1]
    assert (last.action, last.note) == ("redact", "hide words: Tên của người khác")


async def test_after_an_erasure_words_are_hidden_for_good(office, session, report):
    identity = await session.get(Identity, report.id)
    await office.vault.erase(session, identity.person_id)
    assert NAME not in (await hidden(office, session, report)).description
    (row,) = await rows(session, report)
    assert not views.records.hidden_words(row).can_undo
    with pytest.raises(WordsGone):
        await undone(office, session, report, row)


async def test_an_erasure_takes_the_way_back_from_words_that_were_hidden_before(office, session, report):
    await hidden(office, session, report)
    identity = await session.get(Identity, report.id)
    await office.vault.erase(session, identity.person_id)
    (row,) = await rows(session, report)
    with pytest.raises(WordsGone):
        await undone(office, session, report, row)


async def test_the_whole_way_by_rest(make_client, office, session, report):
    await session.flush()
    desk, path = make_client(Role.MODERATOR), f"/v1/ops/reports/{report.id}/hidden-words"
    made = await desk.post(path, json={"words": NAME, "reason": "Tên người khác"}, headers={"Idempotency-Key": "h-1"})
    assert (made.status_code, NAME in made.text) == (201, False)
    (item,) = (await desk.get(path)).json()["items"]
    assert (item["places"], item["can_undo"], NAME in json.dumps(item, ensure_ascii=False)) == (3, True, False)
    shown = await desk.delete(f"{path}/{item['id']}", headers={"Idempotency-Key": "h-2"})
    assert shown.json()["description"] == TEXT
    assert (await desk.delete(f"{path}/{uuid7()}", headers={"Idempotency-Key": "h-3"})).status_code == 404


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.OFFICER, Role.AUDITOR])
async def test_only_the_centre_hides_words(make_client, session, report, role):
    await session.flush()
    path = f"/v1/ops/reports/{report.id}/hidden-words"
    answer = await make_client(role).post(
        path, json={"words": NAME, "reason": "Tên người khác"}, headers={"Idempotency-Key": "h-1"}
    )
    assert answer.status_code == 403


def test_a_part_of_a_longer_word_is_not_hidden():
    assert hide("Huếch ở Huế", "Huế") == (f"Huếch ở {MASK}", 1)


def test_letters_are_the_same_composed_or_not():
    assert hide("Đường Lê Lợi", "Le\u0302 Lo\u031b\u0323i") == (f"Đường {MASK}", 1)


words = st.text("Huế Đàộỉ.(*", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(words, min_size=1, max_size=12).map(" ".join), words)
def test_hidden_words_stand_nowhere_any_more(text, each):
    left, _ = hide_all({"text": text}, [each])
    assert hide(left["text"], each)[1] == 0


@given(st.text(max_size=60), words)
def test_nothing_changes_where_the_words_are_not(text, each):
    left, places = hide(text, each)
    assert (left == text) == (places == 0)
