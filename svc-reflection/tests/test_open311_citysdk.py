"""GeoReport v2: what CitySDK adds to a report, and photos as `data:` URIs."""

import asyncio
import base64
import hashlib
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from reflection.models import Identity, Open311Request, Question
from reflection.open311.keys import new_key
from reflection.queries import reports
from reflection.states import QuestionKind, State

V2 = "/open311/v2"
SINCE = datetime(2024, 1, 1, tzinfo=UTC)
PLACE = {"lat": "16.4698", "long": "107.5779"}
WORDS = "Rác đổ đầy vỉa hè"


@pytest.fixture
def client(partner):
    return partner


@pytest.fixture
async def post(client, session, office):
    """`await post(title="…")`: a POST of a report."""
    key = new_key(session, office.vault, "library")
    await session.flush()

    async def send(*, files=None, headers=None, **over):
        fields = {"api_key": key, "service_code": "garbage", "description": WORDS} | PLACE | over
        return await client.post(f"{V2}/requests.json", data=fields, files=files, headers=headers)

    return send


def id_of(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()[0]["service_request_id"]


async def test_the_senders_own_name_is_masked_in_answers_and_in_the_title(client, post, session, office):
    texts = {"text_vi": "Hỏi", "text_en": "Q", "hint_vi": "", "hint_en": "", "is_asked": True, "is_required": False}
    texts |= {"valid_from": SINCE}
    session.add(Question(category_code="tree", code="note", position=0, kind=QuestionKind.STRING, choices=[], **texts))
    await session.flush()
    who = {"first_name": "Lan", "last_name": "Trần Thị"}
    sent = {"attribute[note]": "hỏi Lan Trần Thị", "title": "Cây của Lan Trần Thị, 0905123456"}
    named = id_of(await post(service_code="tree", **who, **sent))
    await office.bring(await reports.find_report(session, named), State.ACCEPTED)
    await session.flush()
    shown = (await client.get(f"{V2}/requests/{named}.json?extensions=true")).text
    assert ("Trần Thị" in shown, "0905" in shown, "Cây của" in shown, "hỏi" in shown) == (False, False, True, True)


async def public(client, office, session, answer, query="?extensions=true"):
    await office.bring(await reports.find_report(session, id_of(answer)), State.ACCEPTED)
    await session.flush()
    [request] = (await client.get(f"{V2}/requests/{id_of(answer)}.json{query}")).json()
    return request


THING = {"service_object_id": "lamp-17", "service_object_type": "https://hue.example/lamps"}


async def test_a_title_and_an_object_come_back_with_the_extensions(client, post, session, office):
    answer = await post(title="Đèn hỏng", **THING)
    more = (await public(client, office, session, answer))["extended_attributes"]
    assert more["title"] == "Đèn hỏng"
    assert {name: more[name] for name in THING} == THING


async def test_without_extensions_nothing_of_them_is_said(client, post, session, office):
    answer = await post(title="Đèn hỏng", **THING)
    request = await public(client, office, session, answer, query="")
    assert not {"title", "extended_attributes", "attributes", *THING} & request.keys()
    assert "Đèn hỏng" not in str(request)


async def test_a_title_is_read_by_staff_with_the_answers(post, session):
    report = await reports.find_report(session, id_of(await post(title="Đèn hỏng", **THING)))
    assert [(each["code"], each["name"]) for each in report.attributes] == [
        ("title", "Đèn hỏng"),
        ("service_object", "https://hue.example/lamps lamp-17"),
    ]


async def test_a_title_alone_names_the_report(post, session):
    report = await reports.find_report(session, id_of(await post(description="", title="Đèn hỏng")))
    assert report.description == "Đèn hỏng"


@pytest.mark.parametrize(
    ("over", "language", "description"),
    [
        ({"service_object_id": "7"}, "vi", "service_object_type: là bắt buộc khi có service_object_id"),
        ({"service_object_id": "7"}, "en", "service_object_type: is required with service_object_id"),
        ({"service_object_type": "lamp"}, "vi", "service_object_id: là bắt buộc khi có service_object_type"),
        ({"service_object_type": "lamp"}, "en", "service_object_id: is required with service_object_type"),
        (
            THING | {"service_object_id": "0905123456"},
            "vi",
            "service_object_id: là mã của một đối tượng, không phải dữ liệu cá nhân",
        ),
        (
            THING | {"service_object_id": "0905123456"},
            "en",
            "service_object_id: is the code of an object, nothing personal",
        ),
        ({"title": "x" * 201}, "vi", "title: tối đa 200 ký tự"),
        ({"title": "x" * 201}, "en", "title: at most 200 characters"),
    ],
)
async def test_half_an_object_is_refused_and_the_missing_half_named(post, over, language, description):
    answer = await post(headers={"Accept-Language": language}, **over)
    assert (answer.status_code, answer.json()) == (400, [{"code": 400, "description": description}])


async def test_requests_about_an_object_are_found(client, post, session, office):
    about = id_of(answer := await post(**THING))
    await public(client, office, session, answer)
    await public(client, office, session, await post(description="Khác", **THING | {"service_object_id": "lamp-18"}))
    found = await client.get(f"{V2}/requests.json", params=THING)
    assert [each["service_request_id"] for each in found.json()] == [about]
    half = await client.get(f"{V2}/requests.json", params={"service_object_id": "lamp-17"})
    assert half.json() == [{"code": 400, "description": "service_object_type: là bắt buộc khi có service_object_id"}]


def as_uri(content, kind="image/jpeg"):
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize("field", ["media_url", "media", "photo1", "media_url[]"])
async def test_a_photo_comes_as_a_data_uri(post, session, picture, field):
    photo = picture()
    answer = await post(**{field: as_uri(photo)})
    [medium] = (await reports.find_report(session, id_of(answer))).media
    assert (medium.sha256, answer.json()[0]["service_notice"]) == (hashlib.sha256(photo).hexdigest(), None)


async def test_a_photo_as_a_data_uri_is_larger_than_a_megabyte_in_either_kind_of_form(post, session, picture):
    photo = picture("PNG", (1_200, 1_200))
    assert len(photo) > 3 << 20
    plain = await post(media_url=as_uri(photo))
    parts = await post(media_url=as_uri(photo + b"1"), files={"media": ("a.png", photo + b"2", "image/png")})
    assert [len((await reports.find_report(session, id_of(each))).media) for each in (plain, parts)] == [1, 2]


async def test_a_data_uri_is_told_by_its_content_and_not_by_its_name(post, session):
    answer = await post(media_url=as_uri(b"<svg onload=alert(1)>"))
    assert "1 tệp không được nhận" in answer.json()[0]["service_notice"]
    assert (await reports.find_report(session, id_of(answer))).media == []


@pytest.mark.parametrize("damaged", ["data:image/png;base64,@@@", "data:;base64,", "data:image/png;base64,AAA"])
async def test_a_damaged_data_uri_is_left_out_and_the_report_stays(post, damaged):
    answer = await post(media_url=damaged)
    assert "1 tệp không được nhận" in answer.json()[0]["service_notice"]


async def test_addresses_of_media_are_kept_sealed_and_never_fetched(post, session, office, served):
    urls = [served.url, "http://169.254.169.254/latest/meta-data", "file:///etc/passwd"]
    report = await reports.find_report(session, id_of(await post(media_url=urls)))
    more, identity = await session.get(Open311Request, report.id), await session.get(Identity, report.id)
    opened = await office.vault.open(
        session, identity.person_id, more.sealed_more, f"open311_requests.more.{report.id}"
    )
    assert (json.loads(opened)["media_urls"], report.media) == (urls, [])
    assert served.asked == 0


@pytest.fixture
async def served():
    """A listener that counts who comes."""
    seen = SimpleNamespace(asked=0)

    async def answer(reader, writer):
        seen.asked += 1
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    seen.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a.jpg"
    yield seen
    server.close()
