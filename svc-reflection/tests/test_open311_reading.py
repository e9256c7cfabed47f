"""GeoReport v2: discovery, services, requests, tokens, as any client may read them."""

from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from sqlalchemy import event

from hueioc.ids import uuid7
from reflection.models import Question
from reflection.states import QuestionKind, State

V2 = "/open311/v2"
SINCE = datetime(2024, 1, 1, tzinfo=UTC)
PURE = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "description",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
]


@pytest.fixture
def client(make_client):
    return make_client()


@pytest.fixture
def published(office, session):
    """`await published()`: a public report that the app sees."""

    async def make(state=State.ACCEPTED, **over):
        report = await office.report(state, **over)
        await session.flush()
        return report

    return make


@pytest.fixture
def ids(client):
    """`await ids("status=open")`: which requests a list holds."""

    async def read(query=""):
        answer = await client.get(f"{V2}/requests.json?{query}")
        assert answer.status_code == 200, answer.text
        return [each["service_request_id"] for each in answer.json()]

    return read


@pytest.mark.parametrize("root", ["/open311", V2])
async def test_discovery_is_found_in_both_places_and_both_forms(client, root):
    told = (await client.get(f"{root}/discovery.json")).json()
    assert {"changeset", "contact", "key_service", "endpoints"} <= told.keys()
    first = told["endpoints"][0]
    assert first["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert (first["url"].endswith(V2), first["formats"]) == (True, ["text/xml", "application/json"])
    xml = ElementTree.fromstring((await client.get(f"{root}/discovery.xml")).content)
    assert xml.tag == "discovery"
    assert xml.findtext("endpoints/endpoint/url") == first["url"]
    assert [each.text for each in xml.findall("endpoints/endpoint/formats/format")][:2] == first["formats"]


@pytest.mark.parametrize(
    "path", ["/discovery", "/services", "/services/garbage", "/requests", "/servicerequestupdates"]
)
async def test_the_content_types_are_those_of_the_standard(client, path):
    assert (await client.get(f"{V2}{path}.xml")).headers["content-type"] == "text/xml; charset=utf-8"
    assert (await client.get(f"{V2}{path}.json")).headers["content-type"] == "application/json; charset=utf-8"


async def test_an_xml_answer_says_its_encoding(client):
    assert (await client.get(f"{V2}/services.xml")).content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')


async def test_services_have_every_field_of_the_standard(client):
    services = (await client.get(f"{V2}/services.json")).json()
    garbage = next(each for each in services if each["service_code"] == "garbage")
    assert garbage == {
        "service_code": "garbage",
        "service_name": "Rác thải",
        "description": "Môi trường: Rác thải",
        "metadata": False,
        "type": "realtime",
        "keywords": "Rác thải,Garbage",
        "group": "Môi trường",
    }


async def test_services_are_named_in_the_language_asked_for(client):
    answer = await client.get(f"{V2}/services.json", headers={"Accept-Language": "en"})
    assert "Garbage" in {each["service_name"] for each in answer.json()}
    assert answer.headers["content-language"] == "en"


async def test_services_are_offered_only_at_places_in_hue(client):
    assert (await client.get(f"{V2}/services.json?lat=16.4698&long=107.5779")).json()
    assert (await client.get(f"{V2}/services.json?lat=21.03&long=105.85")).json() == []


async def test_a_service_without_questions_has_an_empty_definition(client):
    answer = await client.get(f"{V2}/services/garbage.json")
    assert (answer.status_code, answer.json()) == (200, {"service_code": "garbage", "attributes": []})
    xml = ElementTree.fromstring((await client.get(f"{V2}/services/garbage.xml")).content)
    assert (xml.tag, len(xml.find("attributes"))) == ("service_definition", 0)


async def test_a_service_with_questions_defines_them(client, session):
    choices = [{"key": "tree", "vi": "Cây đổ", "en": "Fallen"}, {"key": "branch", "vi": "Cành gãy", "en": "Branch"}]
    texts = {"text_vi": "Hư hại gì?", "text_en": "What damage?", "hint_vi": "Chọn một", "hint_en": "Choose one"}
    more = {"position": 7, "kind": QuestionKind.SINGLE_CHOICE, "is_asked": True, "is_required": True}
    question = Question(category_code="tree", code="damage", valid_from=SINCE, choices=choices, **texts, **more)
    session.add(question)
    await session.flush()
    services = (await client.get(f"{V2}/services.json")).json()
    asking = {each["service_code"] for each in services if each["metadata"]}
    assert asking >= {"tree", "street-light", "pothole"}
    assert "garbage" not in asking
    assert (await client.get(f"{V2}/services/tree.json")).json()["attributes"] == [
        {
            "variable": True,
            "code": "damage",
            "datatype": "singlevaluelist",
            "required": True,
            "datatype_description": "Chọn một",
            "order": 1,
            "description": "Hư hại gì?",
            "values": [{"key": "tree", "name": "Cây đổ"}, {"key": "branch", "name": "Cành gãy"}],
        }
    ]
    xml = ElementTree.fromstring((await client.get(f"{V2}/services/tree.xml")).content)
    assert xml.findtext("attributes/attribute/values/value/key") == "tree"


async def test_a_request_has_exactly_the_fields_of_the_standard(client, published):
    report = await published()
    [request] = (await client.get(f"{V2}/requests.json")).json()
    assert list(request) == PURE
    assert request["service_request_id"] == str(report.id)
    assert (request["status"], request["service_code"]) == ("open", "garbage")
    assert (request["lat"], request["long"]) == (16.4698, 107.5779)
    assert request["requested_datetime"] == report.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (request["address_id"], request["zipcode"], request["media_url"]) == (None, None, None)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.ACCEPTED, "open"),
        (State.ASSIGNED, "open"),
        (State.ANSWERED, "open"),
        (State.RETURNED, "open"),
        (State.RESOLVED, "closed"),
    ],
)
async def test_every_public_state_is_open_or_closed(client, published, ids, state, status):
    report = await published(state)
    assert await ids(f"status={status}") == [str(report.id)]
    other = "closed" if status == "open" else "open"
    assert await ids(f"status={other}") == []
    assert await ids("status=open,closed") == [str(report.id)]


async def test_the_unit_and_the_due_date_are_told(client, published, office):
    report = await published(State.ASSIGNED)
    [request] = (await client.get(f"{V2}/requests.json")).json()
    assert request["agency_responsible"] == office.unit.name_vi
    assert request["expected_datetime"] == report.deadline.due_at.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_an_answer_under_review_is_not_told(client, published):
    report = await published(State.ANSWERED)
    assert report.answer.text not in (await client.get(f"{V2}/requests.json?extensions=true")).text


async def test_a_result_is_told_in_the_status_notes(client, published):
    report = await published(State.RESOLVED)
    [request] = (await client.get(f"{V2}/requests.json")).json()
    assert (request["status"], request["status_notes"]) == ("closed", report.answer.text)


async def test_lists_hold_published_requests_only(client, published, ids):
    for state in (State.RECEIVED, State.REJECTED):
        await published(state)
    assert await ids() == []


async def test_one_request_is_a_list_of_one_and_its_code_names_it_too(client, published):
    report = await published()
    by_id = (await client.get(f"{V2}/requests/{report.id}.json")).json()
    by_code = (await client.get(f"{V2}/requests/{report.code}.json")).json()
    assert [each["service_request_id"] for each in by_id] == [str(report.id)]
    assert by_id == by_code


async def test_service_request_id_overrides_every_other_parameter(published, ids):
    first, second, _ = [await published() for _ in "123"]
    found = await ids(f"service_request_id={first.id},{second.id}&status=closed&start_date=yesterday&page=x")
    assert set(found) == {str(first.id), str(second.id)}


async def test_service_codes_are_a_comma_list(published, ids):
    garbage, noise = await published(), await published(category="noise")
    assert await ids("service_code=noise") == [str(noise.id)]
    assert set(await ids("service_code=noise,garbage")) == {str(noise.id), str(garbage.id)}
    assert await ids("service_code=unknown") == []


async def test_the_last_90_days_are_the_default(published, ids, clock):
    old = await published()
    clock.move(timedelta(days=91))
    new = await published()
    assert await ids() == [str(new.id)]
    moment = old.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert await ids(f"start_date={moment}") == [str(old.id)]
    assert await ids(f"end_date={moment}") == [str(old.id)]
    assert await ids(f"start_date={moment}&end_date={moment}") == [str(old.id)]


async def test_an_empty_parameter_is_an_absent_one(published, ids):
    report = await published()
    assert await ids("status=&service_code=&start_date=&page=&lat=&jurisdiction_id=&q=&bbox=") == [str(report.id)]


async def test_a_zone_may_be_given_in_hours_also_when_its_plus_was_not_encoded(published, ids, clock):
    report = await published()
    noon_in_hue, later = "2026-03-02T12:00:00+07:00", "2026-03-02T12:00:01%2B07:00"
    assert await ids(f"start_date={noon_in_hue}&end_date={later}") == [str(report.id)]
    assert await ids(f"start_date={later}") == []


async def test_changes_are_asked_for_by_when_they_were_made(published, ids, clock):
    report = await published()
    before, after = ((clock.moment + timedelta(hours=step)).strftime("%Y-%m-%dT%H:%M:%SZ") for step in (-1, 1))
    assert await ids(f"updated_after={before}&updated_before={after}") == [str(report.id)]
    assert await ids(f"updated_after={after}") == await ids(f"updated_before={before}") == []


async def test_requests_around_a_point_come_with_their_distance(client, published):
    near = await published(place={"lat": 16.4707, "lon": 107.5779, "address": ""})
    await published(place={"lat": 16.49, "lon": 107.58, "address": ""})
    answer = (await client.get(f"{V2}/requests.json?lat=16.4698&long=107.5779&radius=500")).json()
    assert [(each["service_request_id"], each["distance"]) for each in answer] == [
        (str(near.id), pytest.approx(100, abs=1))
    ]


async def test_a_box_is_given_in_either_way(published, ids):
    report = await published()
    assert await ids("bbox=107.57,16.46,107.58,16.48") == [str(report.id)]
    assert await ids("long_sw=107.57&lat_sw=16.46&long_ne=107.58&lat_ne=16.48") == [str(report.id)]
    assert await ids("bbox=107.0,16.0,107.1,16.1") == []


async def test_words_are_looked_for_as_they_are_written(published, ids):
    report = await published(description="Đèn 100% hỏng_rồi")
    assert await ids("q=100%25") == await ids("search=HỎNG_RỒI") == [str(report.id)]
    assert await ids("q=hỏngxrồi") == []


async def test_requests_of_an_agency_and_with_photos(published, ids, office, uploaded, runtime, session):
    report = await published(State.ASSIGNED, media=[await uploaded(office.citizen)])
    other = await published()
    for name in (office.unit.name_en, office.unit.name_vi.upper()):
        assert await ids(f"agency_responsible={name}") == [str(report.id)]
    assert set(await ids("has_photo=false")) == {str(report.id), str(other.id)}
    report.media[0].public_sha256 = "a" * 64
    await session.flush()
    assert await ids("has_photo=true") == [str(report.id)]


async def test_the_order_can_be_chosen(published, ids, clock):
    made = []
    for _ in "123":
        made.append(str((await published()).id))
        clock.move(timedelta(minutes=1))
    assert await ids() == await ids("order_by=-requested_datetime") == made[::-1]
    assert await ids("order_by=requested_datetime") == await ids("order_by=updated_datetime") == made
    assert len(await ids("order_by=distance&lat=16.4698&long=107.5779")) == 3


@pytest.mark.parametrize("name", ["page_size", "per_page", "count"])
async def test_pages_tell_of_each_other(client, published, name):
    made = [str((await published()).id) for _ in range(5)]
    first = await client.get(f"{V2}/requests.json?{name}=2&status=open")
    assert [each["service_request_id"] for each in first.json()] == made[:2:-1]
    headers = {key: value for key, value in first.headers.items() if key.startswith("x-")}
    assert (headers["x-result-count"], headers["x-page-count"], headers["x-page-size"]) == ("5", "3", "2")
    assert "x-previous-page-url" not in headers
    assert headers["x-next-page-url"].endswith(f"/open311/v2/requests.json?{name}=2&status=open&page=2")
    last = await client.get(f"{V2}/requests.json?{name}=2&page=3")
    assert [each["service_request_id"] for each in last.json()] == made[:1]
    assert "x-next-page-url" not in last.headers
    beyond = await client.get(f"{V2}/requests.json?{name}=2&page=9")
    assert (beyond.json(), beyond.headers["x-result-count"]) == ([], "5")


async def test_extensions_open_what_the_standard_does_not_know(client, published, office, uploaded, session):
    report = await published(State.RESOLVED, media=[await uploaded(office.citizen)])
    next(each for each in report.media if not each.is_answer).public_sha256 = "a" * 64
    await session.flush()
    [request] = (await client.get(f"{V2}/requests/{report.id}.json?extensions=true")).json()
    more = request["extended_attributes"]
    assert (more["code"], more["detailed_status"], more["location"]) == (report.code, "resolved", "point")
    assert more["media_urls"] == [request["media_url"]]
    assert request["media_url"].endswith(f"/v1/reports/{report.id}/media/{'a' * 64}")
    assert [note["type"] for note in request["notes"]] == ["accepted", "assigned", "resolved"]
    assert request["notes"][-1]["description"] == report.answer.text
    assert request["attributes"] == []


async def test_updates_tell_the_public_steps_in_order(client, published):
    report = await published(State.RESOLVED)
    updates = (await client.get(f"{V2}/servicerequestupdates.json")).json()
    assert [each["status"] for each in updates] == ["open", "in_progress", "closed"]
    assert {each["service_request_id"] for each in updates} == {str(report.id)}
    assert updates[-1]["description"] == report.answer.text
    xml = ElementTree.fromstring((await client.get(f"{V2}/servicerequestupdates.xml")).content)
    assert [each.findtext("update_id") for each in xml.findall("request_update")] == [u["update_id"] for u in updates]


@pytest.mark.parametrize("state", [State.RECEIVED, State.REJECTED])
async def test_of_reports_of_the_app_that_are_not_public_nothing_is_known(client, published, state):
    report = await published(state)
    for named in (report.id, report.code, uuid7()):
        assert (await client.get(f"{V2}/requests/{named}.json")).status_code == 404
        assert (await client.get(f"{V2}/tokens/{named}.json")).status_code == 404
    assert (await client.get(f"{V2}/servicerequestupdates.json")).json() == []


async def test_who_asks_with_an_id_for_a_token_is_told_the_id(client, published):
    report = await published()
    answer = await client.get(f"{V2}/tokens/{report.id}.json")
    assert answer.json() == [{"service_request_id": str(report.id), "token": str(report.id)}]


async def test_the_bulk_table_has_the_same_rows_in_three_forms(client, published):
    report = await published(State.RESOLVED, description='=1+1, hay "không"')
    [line] = (await client.get(f"{V2}/bulk/requests.json")).json()
    assert (line["service_request_id"], line["status_description"]) == (str(report.id), "resolved")
    assert line["closed_date"] == line["updated_datetime"]
    xml = ElementTree.fromstring((await client.get(f"{V2}/bulk/requests.xml")).content)
    assert {each.tag: each.text for each in xml[0]} == {name: str(value) for name, value in line.items()}
    answer = await client.get(f"{V2}/bulk/requests.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, row = answer.text.splitlines()
    assert head.split(",") == list(line)
    assert '"\'=1+1, hay ""không"""' in row


async def test_a_list_is_one_statement(client, published, database):
    for _ in range(3):
        await published(State.RESOLVED)
    said = []
    engine = database._connection.sync_connection
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    await client.get(f"{V2}/requests.json?extensions=true&page=1&lat=16.47&long=107.57&radius=9000")
    assert len([each for each in said if "SAVEPOINT" not in each]) == 1
