"""GeoReport v2: reports and updates sent by partners."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from sqlalchemy import func, select

from hueioc.auth.principal import Role
from hueioc.personal import keys as person_keys
from reflection import schemas, views
from reflection.models import Change, Identity, Open311Key, Open311Request, Open311Update, Question, Report
from reflection.queries import reports
from reflection.rules.media import MediumState
from reflection.service import answering, attaching
from reflection.states import QuestionKind, Source, State

V2 = "/open311/v2"
SINCE = datetime(2024, 1, 1, tzinfo=UTC)
PLACE = {"lat": "16.4698", "long": "107.5779"}
WORDS = "Rác đổ đầy vỉa hè"


@pytest.fixture
def client(partner):
    return partner


@pytest.fixture
def key(partner_key):
    return partner_key


@pytest.fixture
def post(client, key):
    """`await post(phone="…")`: a POST of a report."""

    async def send(form="json", *, files=None, headers=None, **over):
        fields = {"api_key": key, "service_code": "garbage", "description": WORDS} | PLACE | over
        fields = {name: value for name, value in fields.items() if value is not None}
        return await client.post(f"{V2}/requests.{form}", data=fields, files=files, headers=headers)

    return send


@pytest.fixture
def tell(client, key, clock):
    """`await tell(report_id)`: a POST of an update."""

    async def send(report_id, files=None, **over):
        fields = {"api_key": key, "service_request_id": str(report_id), "update_id": "17", "status": "FIXED"}
        fields |= {"updated_datetime": "2026-03-02T04:00:00Z", "description": "Đã dọn, gọi 0905 123 456"} | over
        return await client.post(f"{V2}/servicerequestupdates.json", data=fields, files=files)

    return send


def id_of(answer):
    assert answer.status_code == 200, answer.text
    [told] = answer.json()
    return told["service_request_id"]


async def test_a_report_is_answered_with_its_id_in_a_list_of_one(post, session):
    answer = await post()
    [told] = answer.json()
    assert told.keys() == {"service_request_id", "service_notice", "account_id"}
    report = await reports.find_report(session, told["service_request_id"])
    assert (report.source, report.state, report.description) == (Source.OPEN311, State.RECEIVED, WORDS)


async def test_the_answer_in_xml_says_the_same(post):
    answer = await post("xml")
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert [each.tag for each in root] == ["request"]
    assert [each.tag for each in root[0]] == ["service_request_id", "service_notice", "account_id"]


async def test_it_can_be_followed_from_the_first_moment_but_says_nothing_before_it_is_public(
    client, post, office, session
):
    named = id_of(await post())
    [waiting] = (await client.get(f"{V2}/requests/{named}.json?extensions=true")).json()
    assert (waiting["status"], waiting["description"], waiting["lat"], waiting["address"]) == ("open", None, None, None)
    answer = await client.get(f"{V2}/requests.json?service_request_id={named}")
    assert ([each["service_request_id"] for each in answer.json()], answer.headers["cache-control"]) == (
        [named],
        "private, no-store",
    )
    assert waiting["status_notes"] == "Đã tiếp nhận, đang chờ kiểm duyệt"
    assert (await client.get(f"{V2}/requests.json")).json() == []
    assert (await client.get(f"{V2}/tokens/{named}.json")).json()[0]["service_request_id"] == named
    await office.bring(await reports.find_report(session, named), State.ACCEPTED)
    await session.flush()
    [public] = (await client.get(f"{V2}/requests.json")).json()
    assert (public["service_request_id"], public["description"]) == (named, WORDS)


async def test_a_refused_report_is_closed_and_says_why_to_who_knows_its_id(client, post, office, session):
    named = id_of(await post())
    await office.bring(await reports.find_report(session, named), State.REJECTED)
    await session.flush()
    [refused] = (await client.get(f"{V2}/requests/{named}.json")).json()
    assert (refused["status"], refused["status_notes"]) == ("closed", "Không tiếp nhận: nội dung chưa rõ")
    assert (await client.get(f"{V2}/requests.json")).json() == []


async def test_who_sent_it_is_sealed_and_nowhere_else(post, session, office):
    person = {"first_name": "Lan", "last_name": "Trần", "phone": "0905123456", "email": "lan@hue.vn"}
    named = id_of(await post(**person, description="Gọi 0905 123 456", media_url="https://lan.example/a.jpg"))
    report = await reports.find_report(session, named)
    identity, more = await session.get(Identity, report.id), await session.get(Open311Request, report.id)
    assert "0905" not in report.description
    contact = await office.vault.open(
        session, identity.person_id, identity.sealed_contact, f"identities.contact.{report.id}"
    )
    assert json.loads(contact) == {"name": "Lan Trần", "phone": "0905123456", "email": "lan@hue.vn"}
    opened = await office.vault.open(
        session, identity.person_id, more.sealed_more, f"open311_requests.more.{report.id}"
    )
    assert json.loads(opened)["media_urls"] == ["https://lan.example/a.jpg"]
    assert b"lan" not in more.sealed_more


async def test_two_persons_of_one_partner_are_erased_apart(post, session, office):
    first, second = id_of(await post(email="a@hue.vn")), id_of(await post(email="b@hue.vn"))
    people = [(await session.get(Identity, each)).person_id for each in (first, second)]
    assert people[0] != people[1]
    await office.vault.erase(session, people[0])
    found = await person_keys.existing_keys(session, people, office.vault.ring)
    assert (found[people[0]], found[people[1]] is not None) == (None, True)


async def test_the_same_content_sent_again_is_one_report(post, session):
    first, second = await post(), await post("xml")
    assert id_of(first) in second.text
    assert second.headers["idempotent-replayed"] == "true"
    assert await session.scalar(select(func.count()).select_from(Report)) == 1
    assert id_of(await post(description="Khác")) != id_of(first)


async def test_programs_that_send_the_same_at_one_moment_make_one_report(runtime, client, committed_database):
    runtime.database = committed_database
    made = (await client.post("/v1/dev/open311-key", json={})).json()["api_key"]
    form = {"api_key": made, "service_code": "garbage", "description": WORDS} | PLACE
    answers = await asyncio.gather(*(client.post(f"{V2}/requests.json", data=form) for _ in range(8)))
    assert {each.status_code for each in answers} <= {200, 503}
    assert len({each.text for each in answers if each.status_code == 200}) == 1
    async with committed_database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 1


async def test_an_idempotency_key_names_one_report(post, session):
    key = {"Idempotency-Key": "abc"}
    assert id_of(await post(headers=key)) == id_of(await post(headers=key))
    other = await post(headers=key, description="Khác")
    assert (other.status_code, other.json()[0]["code"]) == (400, 400)


async def test_line_ends_of_forms_become_one_kind(post, session):
    report = await reports.find_report(session, id_of(await post(description="một\r\nhai\rba\x00\x07")))
    assert report.description == "một\nhai\nba"


async def test_a_report_without_words_is_named_by_its_service(post, session):
    assert (await reports.find_report(session, id_of(await post(description="")))).description == "Rác thải"


async def test_an_address_without_coordinates_lies_in_the_ward_it_names(post, session, client):
    named = id_of(await post(lat=None, long=None, address_string="12 Lê Lợi, phường Thuận Hoá, Huế"))
    report = await reports.find_report(session, named)
    assert report.address == "12 Lê Lợi, phường Thuận Hoá, Huế"
    assert (await session.get(Open311Request, report.id)).is_ward_only


@pytest.mark.parametrize("field", ["media", "photo1", "photo"])
async def test_photos_come_in_the_form_itself(post, session, picture, field):
    answer = await post(files={field: ("a.jpg", picture(), "image/jpeg")})
    report = await reports.find_report(session, id_of(answer))
    assert len(report.media) == 1
    assert answer.json()[0]["service_notice"] is None


async def test_several_photos_are_kept_in_their_order(post, session, picture):
    files = [(f"photo{number}", (f"{number}.png", picture("PNG"), "text/plain")) for number in (1, 2, 3)]
    assert len((await reports.find_report(session, id_of(await post(files=files)))).media) == 3


async def test_photos_larger_than_a_megabyte_come_in_the_form_too(post, session, picture):
    photo = picture("PNG", (1_200, 1_200))
    assert len(photo) > 3 << 20
    files = [(f"photo{number}", (f"{number}.png", photo + bytes([number]), "image/png")) for number in (1, 2)]
    assert len((await reports.find_report(session, id_of(await post(files=files)))).media) == 2


async def test_a_form_beyond_every_photo_is_refused(post):
    answer = await post(files={"media": ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * (52 << 20), "image/png")})
    assert answer.status_code == 400  # what GeoReport knows


async def test_a_file_that_is_no_photo_is_left_out_and_the_report_stays(post, session):
    answer = await post(files={"media": ("a.jpg", b"MZ program", "image/jpeg")})
    assert "1 tệp không được nhận" in answer.json()[0]["service_notice"]
    assert (await reports.find_report(session, id_of(answer))).media == []


async def test_answers_to_the_questions_of_a_service_are_kept_redacted(client, post, session, office):
    texts = {"text_vi": "Hỏi", "text_en": "Q", "hint_vi": "", "hint_en": "", "is_asked": True}
    choices = [{"key": "a", "vi": "Một", "en": "One"}, {"key": "b", "vi": "Hai", "en": "Two"}]
    kinds = {"what": QuestionKind.MANY_CHOICES, "note": QuestionKind.STRING}
    for position, (code, kind) in enumerate(kinds.items()):
        given = choices if kind is QuestionKind.MANY_CHOICES else []
        question = Question(category_code="tree", code=code, position=position, kind=kind, choices=given, **texts)
        question.is_required, question.valid_from = code == "what", SINCE
        session.add(question)
    await session.flush()
    sent = {"attribute[what][]": ["a", "b"], "attribute[note]": "gọi 0905123456", "attribute[easting]": "1"}
    named = id_of(await post(service_code="tree", **sent))
    await office.bring(await reports.find_report(session, named), State.ACCEPTED)
    await session.flush()
    [request] = (await client.get(f"{V2}/requests/{named}.json?extensions=true")).json()
    assert [(each["code"], each["name"], each["value"]) for each in request["attributes"]] == [
        ("what", "Một", "a"),
        ("what", "Hai", "b"),
        ("note", "gọi [điện thoại]", "gọi [điện thoại]"),
    ]
    missing = await post(service_code="tree")
    assert missing.json() == [{"code": 400, "description": "attribute[what]: là bắt buộc"}]
    wrong = await post(service_code="tree", **{"attribute[what]": "c"})
    assert wrong.json() == [{"code": 400, "description": "attribute[what]: không có trong danh sách"}]


async def test_the_key_may_stand_in_the_address(client, key):
    answer = await client.post(f"{V2}/requests.json?api_key={key}", data={"service_code": "garbage"} | PLACE)
    assert id_of(answer)


async def test_a_revoked_key_opens_nothing(post, session, clock):
    id_of(await post())
    (await session.scalar(select(Open311Key))).revoked_at = clock.moment
    await session.flush()
    assert (await post(description="Khác")).status_code == 403


async def test_a_key_may_have_a_number_of_reports_for_a_day(post, session, clock):
    (await session.scalar(select(Open311Key))).limits = {"per_day": 1}
    await session.flush()
    id_of(await post())
    refused = await post(description="Khác")
    assert (refused.status_code, refused.json()[0]["code"]) == (403, 403)
    clock.move(timedelta(days=1, seconds=1))
    id_of(await post(description="Hôm sau"))


async def test_the_key_itself_is_kept_nowhere(session, key):
    row = await session.scalar(select(Open311Key))
    assert key.encode() not in row.key_hash
    assert key not in row.name


async def test_a_development_key_is_made_and_works(client, runtime):
    made = (await client.post("/v1/dev/open311-key", json={})).json()["api_key"]
    form = {"api_key": made, "service_code": "garbage"} | PLACE
    assert id_of(await client.post(f"{V2}/requests.json", data=form))


async def test_outside_development_there_is_no_such_key(client, runtime, monkeypatch):
    monkeypatch.setattr(runtime, "settings", runtime.settings.model_copy(update={"env": "prod"}))
    assert (await client.post("/v1/dev/open311-key", json={})).status_code == 404


async def test_an_update_is_kept_once_and_read_by_staff(tell, office, session, make_client):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    first, second = await tell(report.id), await tell(report.code, description="Khác")
    assert first.status_code == 200
    assert first.json() == second.json()
    assert await session.scalar(select(func.count()).select_from(Open311Update)) == 1
    staff = make_client(Role.MODERATOR)
    history = (await staff.get(f"/v1/ops/reports/{report.id}/history")).json()["items"]
    assert (history[-1]["actor"], history[-1]["note"]) == ("open311:library", "FIXED: Đã dọn, gọi [điện thoại]")


async def test_a_photo_of_an_update_is_kept_for_staff_and_hidden_until_they_show_it(tell, office, session, picture):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    assert (await tell(report.id, files={"media": ("a.png", picture("PNG"), "image/png")})).status_code == 200
    await session.refresh(report, ["media"])
    (kept,) = report.media
    assert (kept.is_hidden, kept.is_answer, kept.state) == (True, False, MediumState.WAITING)
    assert views.own_report(report).files == []  # the reporter has not sent it


async def test_a_partners_photo_takes_no_place_of_the_reporters(tell, office, session, picture, uploaded):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    await tell(report.id, files={"media": ("a.png", picture("PNG"), "image/png")})
    await session.refresh(report, ["media"])
    contents = [picture("PNG") + bytes([number]) for number in range(schemas.MOST_MEDIA)]
    own = schemas.MediaAdded(media=[await uploaded(office.citizen, each) for each in contents])
    sent = await attaching.attach(session, office.vault, report.id, office.citizen, own)
    assert (len(views.own_report(sent).files), len(sent.media)) == (schemas.MOST_MEDIA, schemas.MOST_MEDIA + 1)


async def test_the_answer_says_whose_remit_it_is(client, office, session, uploaded):
    report = await office.report(State.ASSIGNED)
    letter = {"text": "Không thuộc phường", "media": [await uploaded(office.officer)], "outcome": "not_our_remit"}
    data = schemas.AnswerCreate.model_validate(letter | {"responsible": "Điện lực Huế"})
    await answering.answer(session, report.id, office.officer, data, None)
    await office.bring(report, State.RESOLVED)
    await session.flush()
    [request] = (await client.get(f"{V2}/requests/{report.id}.json")).json()
    assert request["status_notes"] == "Không thuộc phường\nCơ quan có thẩm quyền: Điện lực Huế"


async def test_an_update_never_changes_the_state(tell, office, session, client):
    report = await office.report(State.ASSIGNED)
    await session.flush()
    assert (await tell(report.id, status="CLOSED")).status_code == 200
    [request] = (await client.get(f"{V2}/requests/{report.id}.json")).json()
    assert request["status"] == "open"
    assert [each["status"] for each in (await client.get(f"{V2}/servicerequestupdates.json")).json()] == [
        "open",
        "in_progress",
    ]


async def test_an_update_of_what_is_not_public_needs_the_key_it_came_with(tell, post, office, session):
    own = id_of(await post())
    foreign = await office.report()
    await session.flush()
    assert (await tell(own)).status_code == 200
    assert (await tell(foreign.id, update_id="18")).status_code == 404
    assert await session.scalar(select(func.count()).select_from(Change).where(Change.report_id == foreign.id)) == 1


@pytest.mark.parametrize(
    ("over", "description"),
    [
        ({"update_id": ""}, "update_id: là bắt buộc"),
        ({"description": ""}, "description: là bắt buộc"),
        ({"updated_datetime": "hôm qua"}, "updated_datetime: phải là thời điểm có múi giờ"),
        ({"updated_datetime": "2030-01-01T00:00:00Z"}, "updated_datetime: nằm ở tương lai"),
        ({"update_id": "x" * 201}, "update_id: tối đa 200 ký tự"),
    ],
)
async def test_an_update_that_does_not_fit_is_refused_by_name(tell, office, session, over, description):
    report = await office.report(State.ACCEPTED)
    await session.flush()
    answer = await tell(report.id, **over)
    assert (answer.status_code, answer.json()) == (400, [{"code": 400, "description": description}])
    unknown = await tell(report.id, status="BROKEN")
    assert unknown.json()[0]["description"].startswith("status: phải là một trong ACTION_SCHEDULED")
