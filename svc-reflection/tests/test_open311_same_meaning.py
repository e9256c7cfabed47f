"""XML and JSON say the same of reports as people, phones and careless programs write them."""

import json
import random

import httpx
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from hueioc.clock import now
from hueioc.personal.redact import redact
from hueioc.testing.apps import app_of
from reflection.models import Report
from reflection.open311.keys import new_key
from reflection.open311.wire import ITEMS, Form, encode
from reflection.queries import reports
from reflection.rules.texts import clean
from reflection.service.submit import drafted
from reflection.states import State

V2 = "/open311/v2"
STORY = (
    "rác thải đổ đầy vỉa hè trước cổng trường học Nguyễn Huệ ổ gà to quá nguy hiểm đèn đường không sáng ngập lụt"
    " cây xanh gãy đổ sau bão số 5 nắp cống vỡ ồn ào lúc 23h30 xe đỗ sai quy định ở chợ Đông Ba cầu Trường Tiền"
)
WORDS = STORY.split()
ODD = (
    *("\r\n", "\r", "\n\n", "\t", "\x00", "\x07", "\x0b", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe"),
    *("😀", "👨‍👩‍👧", "🇻🇳", "\U0001f9d1\u200d\U0001f33e", "e\u0323\u0302", "\U000e0041", "\U0001fffe", "\u200b"),
    *(
        "<b>",
        "</description>",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#0;",
        "&",
        "<!-- ",
        "<?xml?>",
        '"',
        "'",
        "\\u0000",
        "%00",
    ),
    *("{{7*7}}", "' or 1=1 --", "=1+1", "null", "  ", "\u00a0", "NaN"),
)
"""What a form may carry beside words."""


def description(chance):
    parts = [chance.choice(ODD if chance.random() < 0.4 else WORDS) for _ in range(chance.randint(1, 40))]
    return chance.choice(("", " ")).join(parts)


def plain(value):
    """A JSON value with the types that XML does not have taken away."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value if isinstance(value, str | None) else json.dumps(value)


def tree_of(element):
    """The Spark convention, read backwards."""
    if element.tag in ITEMS:
        assert {each.tag for each in element} <= {ITEMS[element.tag]}
        return [tree_of(each) for each in element]
    assert not element.attrib
    return {each.tag: tree_of(each) for each in element} if len(element) else element.text


@pytest.fixture
async def client(runtime):
    transport = httpx.ASGITransport(app_of(runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hue.test") as client:
        yield client


@pytest.mark.parametrize("number", [100, pytest.param(2_000, marks=pytest.mark.long)])
async def test_xml_and_json_are_equal_in_meaning_over_generated_reports(client, session, office, number):
    key, chance, sent = new_key(session, office.vault, "library"), random.Random(311), {}
    await session.flush()
    for _ in range(number):
        words = description(chance) + f" {chance.random()}"
        lat, lon = 16.46 + chance.random() / 100, 107.57 + chance.random() / 100
        form = {"api_key": key, "service_code": "garbage", "lat": lat, "long": lon, "description": words}
        form["address_string"] = description(random.Random(words))[:200]
        answer = await client.post(f"{V2}/requests.json", data=form)
        assert answer.status_code == 200, answer.text
        sent[answer.json()[0]["service_request_id"]] = words
    await session.execute(update(Report).values(state=State.ACCEPTED))
    await session.flush()
    seen = {}
    for page in range(1, 2 + number // 1_000):
        query = f"extensions=true&page_size=1000&page={page}&order_by=requested_datetime"
        in_json = (await client.get(f"{V2}/requests.json?{query}")).json()
        in_xml = ElementTree.fromstring((await client.get(f"{V2}/requests.xml?{query}")).content)
        assert tree_of(in_xml) == plain(in_json)
        seen |= {each["service_request_id"]: each["description"] for each in in_json}
    assert seen == {named: redact(clean(words)) for named, words in sent.items()}


async def test_two_thousand_generated_reports_say_the_same_in_both_forms(client, session, office):
    chance, sent = random.Random(2_000), {}
    category = await reports.find_category(session, "garbage", now())
    for _ in range(2_000):
        words = f"{description(chance)} {chance.random()}"
        address = description(chance)[:200]
        data = office.draft(description=words, place={"lat": 16.4698, "lon": 107.5779, "address": address})
        report = drafted(office.intake, category, data, at=now())
        report.state = State.ACCEPTED
        session.add(report)
        sent[str(report.id)] = (redact(clean(words)), redact(clean(address)))
    await session.flush()
    seen = {}
    for page in (1, 2):
        query = f"extensions=true&page_size=1000&page={page}"
        in_json = (await client.get(f"{V2}/requests.json?{query}")).json()
        in_xml = ElementTree.fromstring((await client.get(f"{V2}/requests.xml?{query}")).content)
        assert tree_of(in_xml) == plain(in_json)
        seen |= {each["service_request_id"]: (each["description"], each["address"]) for each in in_json}
    ward = report.ward_name
    assert seen == {named: (words, address or ward) for named, (words, address) in sent.items()}


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False)


@given(st.text(), st.lists(st.text()), st.booleans() | st.none() | NUMBERS)
def test_whatever_is_given_both_forms_can_be_read_and_agree(text, texts, value):
    tree = {"description": text, "media_urls": texts, "lat": None if value in (float("inf"), float("-inf")) else value}
    in_json = json.loads(encode(Form.JSON, "request", tree))
    assert tree_of(ElementTree.fromstring(encode(Form.XML, "request", tree))) == plain(in_json)


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\ufffe", "\r", "]]>", "<", "\ud800"])
def test_what_xml_cannot_carry_is_left_out_of_both(text):
    in_json = json.loads(encode(Form.JSON, "request", {"description": f"a{text}b"}))
    assert tree_of(ElementTree.fromstring(encode(Form.XML, "request", {"description": f"a{text}b"}))) == in_json


def test_an_empty_list_is_still_the_container():
    assert encode(Form.XML, "service_requests", []).endswith(b"<service_requests></service_requests>\n")
    assert encode(Form.JSON, "service_requests", []) == b"[]"
