"""Each bad input that the reference lists gets its clear problem, in both languages."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.ids import uuid7
from reflection.models import Report
from reflection.rules.pictures import MOST_PIXELS
from reflection.service.originals import store_of
from reflection.service.pictures import prepare_waiting

LANGUAGES = ("vi", "en")


@pytest.fixture
def citizen(make_client, office):
    return make_client(Role.CITIZEN, subject=office.citizen.subject)


def body(**over):
    place = {"lat": 16.4698, "lon": 107.5779, "address": ""}
    return {"id": str(uuid7()), "category": "garbage", "description": "Rác đổ đầy vỉa hè", "place": place} | over


LISTED = {
    "unknown category": (
        {"category": "khong-co"},
        "unknown-category",
        "/category",
        ("Lĩnh vực này không có; hãy chọn lại trong danh sách", "There is no such category; choose one from the list"),
        ("Không có lĩnh vực này", "No such category"),
    ),
    "outside Hue": (
        {"place": {"lat": 21.03, "lon": 105.85}},
        "outside-hue",
        "/place",
        ("Vị trí nằm ngoài thành phố Huế", "The place is outside the city of Hue"),
        ("Hãy chọn một điểm trong thành phố Huế", "Choose a point in the city of Hue"),
    ),
    "wrong order": (
        {"place": {"lat": 107.5779, "lon": 16.4698}},
        "coordinates-swapped",
        "/place",
        ("Vĩ độ và kinh độ bị đổi chỗ cho nhau", "Latitude and longitude are in the wrong order"),
        ("Hãy chọn một điểm trong thành phố Huế", "Choose a point in the city of Hue"),
    ),
    "text over the limit": (
        {"description": "x" * 4_001},
        "invalid",
        "/description",
        None,
        ("Tối đa 4000 ký tự", "At most 4000 characters"),
    ),
    "future": (
        {"taken_at": (now() + timedelta(days=2)).isoformat()},
        "in-the-future",
        "/taken_at",
        ("Thời điểm chụp nằm trong tương lai", "The moment of the photo lies in the future"),
        ("Thời điểm ở tương lai", "Lies in the future"),
    ),
    "nothing but control characters": (
        {"description": "\x00\x07\x1b"},
        "invalid",
        "/description",
        None,
        None,
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", LISTED)
async def test_a_bad_report_is_told_what_is_wrong_and_where(citizen, case, language):
    over, code, pointer, title, detail = LISTED[case]
    answer = await citizen.post("/v1/reports", json=body(**over), headers={"Accept-Language": language})
    told, number = answer.json(), LANGUAGES.index(language)
    [error] = told["errors"]
    assert (answer.status_code, answer.headers["content-language"]) == (422, language)
    assert (told["type"], error["pointer"]) == (f"urn:hue:problem:{code}", pointer)
    assert title is None or told["title"] == title[number]
    assert detail is None or error["detail"] == detail[number]


async def test_control_characters_within_words_are_taken_out(citizen, session):
    answer = await citizen.post("/v1/reports", json=body(description="Rác\x07 đổ\x1b[31m\r\nđầy"))
    assert answer.status_code == 201
    assert await session.scalar(select(Report.description)) == "Rác đổ[31m\nđầy"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng mã mới"),
        ("en", "This Idempotency-Key was used for another request; use a new one"),
    ],
)
async def test_a_key_that_comes_again_with_other_content_is_refused(citizen, language, words):
    headers = {"Idempotency-Key": "report-7", "Accept-Language": language}
    assert (await citizen.post("/v1/reports", json=body(), headers=headers)).status_code == 201
    answer = await citizen.post("/v1/reports", json=body(description="Khác"), headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (422, words)


def png(width, height):
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


SHOWS_NOTHING = {
    "1x1": (
        png(1, 1),
        {
            "vi": "Ảnh quá nhỏ nên không thấy gì; hãy gửi ảnh khác",
            "en": "The picture is too small to show anything; send another",
        },
    ),
    "bomb": (
        png(20_000, MOST_PIXELS // 20_000 + 1),
        {
            "vi": "Ảnh có quá nhiều điểm ảnh (tối đa 60 triệu); hãy gửi ảnh nhỏ hơn",
            "en": "The picture has too many pixels (60 million at most); send a smaller one",
        },
    ),
}


@pytest.mark.parametrize("picture", SHOWS_NOTHING)
async def test_a_picture_that_shows_nothing_or_is_a_bomb_is_told_to_its_sender(
    citizen, office, runtime, uploaded, picture
):
    content, told = SHOWS_NOTHING[picture]
    report = await office.report(media=[await uploaded(office.citizen, content)])
    await office.session.flush()
    await prepare_waiting(store_of(runtime))
    own = (await citizen.get(f"/v1/reports/mine/{report.id}")).json()
    assert (own["state"], own["files"][0]["problem"]) == ("received", told)
