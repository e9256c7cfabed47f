"""What does not fit gets an error document: 404, 403 or 400, in the form asked for, never a 500."""

import pytest
from defusedxml import ElementTree

from hueioc.db import DatabaseBusy

V2 = "/open311/v2"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MOMENT = "phải là thời điểm W3C có múi giờ, ví dụ 2026-11-01T00:00:00Z"
TOGETHER = "lat, long và radius đi cùng nhau"
BOX = "bbox: gồm bốn số độ: kinh độ tây, vĩ độ nam, kinh độ đông, vĩ độ bắc"
ORDER = (
    "order_by: phải là một trong requested_datetime, updated_datetime, expected_datetime, distance"
    " (distance cần lat và long); dấu - để đảo ngược"
)
NO_WARD = "address_string: không nêu phường, xã nào của Huế; hãy gửi lat và long hoặc ghi tên phường, xã"
NO_JURISDICTION = "jurisdiction_id này không có; hãy dùng hue.gov.vn"
NO_KEY = "api_key thiếu, sai hoặc đã thu hồi; xem key_service trong discovery"


@pytest.fixture
def client(partner):
    return partner


@pytest.fixture
def key(partner_key):
    return partner_key


def demand_same(answers, status, descriptions):
    """The JSON and the XML answer hold exactly these errors."""
    in_json, in_xml = answers
    assert (in_json.status_code, in_xml.status_code) == (status, status), in_json.text
    assert in_json.json() == [{"code": status, "description": each} for each in descriptions]
    assert in_json.headers["content-type"] == "application/json; charset=utf-8"
    root = ElementTree.fromstring(in_xml.content)
    assert root.tag == "errors"
    assert [(each.tag, each.findtext("code"), each.findtext("description")) for each in root] == [
        ("error", str(status), each) for each in descriptions
    ]
    assert in_xml.headers["content-type"] == "text/xml; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "descriptions"),
    [
        ("start_date=yesterday", [f"start_date: {MOMENT}"]),
        ("start_date=2026-01-01", [f"start_date: {MOMENT}"]),
        ("start_date=2026-01-01T00:00:00", [f"start_date: {MOMENT}"]),
        ("start_date=2026-02-30T00:00:00Z", [f"start_date: {MOMENT}"]),
        ("end_date=0001-01-01T00:00:00%2B14:00", [f"end_date: {MOMENT}"]),
        ("end_date=9999-12-31T23:59:59-14:00", [f"end_date: {MOMENT}"]),
        ("updated_after=x&updated_before=y", [f"updated_after: {MOMENT}", f"updated_before: {MOMENT}"]),
        (
            "start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:00Z",
            ["end_date: khoảng thời gian tối đa 90 ngày"],
        ),
        ("start_date=2026-01-02T00:00:00Z&end_date=2026-01-01T00:00:00Z", ["end_date: trước start_date"]),
        ("status=fixed", ["status: phải là open hoặc closed"]),
        ("page=0", ["page: phải là số nguyên từ 1 đến 10000"]),
        ("page=-1", ["page: phải là số nguyên từ 1 đến 10000"]),
        ("page=9999999999999999999", ["page: phải là số nguyên từ 1 đến 10000"]),
        ("page_size=1001", ["page_size: phải là số nguyên từ 1 đến 1000"]),
        ("page=%D9%A3", ["page: phải là số nguyên từ 1 đến 10000"]),
        ("lat=16.4", [f"lat: {TOGETHER}"]),
        ("radius=10", [f"lat: {TOGETHER}"]),
        ("lat=nan&long=107", ["lat: phải là số từ -90 đến 90"]),
        ("lat=107.57&long=16.46", ["lat: phải là số từ -90 đến 90"]),
        ("lat=16&long=107&radius=1e9", ["radius: phải là số từ 1 đến 100000"]),
        ("bbox=1,2,3", [BOX]),
        ("bbox=107.6,16.4,107.5,16.5", [BOX]),
        ("long_ne=107.5", [BOX]),
        ("order_by=colour", [ORDER]),
        ("order_by=distance", [ORDER]),
        ("has_photo=perhaps", ["has_photo: phải là true hoặc false"]),
        ("extensions=all", ["extensions: phải là true hoặc false"]),
        ("q=" + "x" * 201, ["q: tối đa 200 ký tự"]),
    ],
)
async def test_a_list_that_cannot_be_asked_for_names_every_parameter(client, query, descriptions):
    answers = [await client.get(f"{V2}/requests.{form}?{query}") for form in ("json", "xml")]
    demand_same(answers, 400, descriptions)


@pytest.mark.parametrize(
    "query", ["q=%00", "service_code=%00", "service_code=%ff%fe", "agency_responsible=%F0%9F%9A%A8"]
)
async def test_strange_characters_find_nothing_and_break_nothing(client, query):
    assert (await client.get(f"{V2}/requests.json?{query}")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["services", "services/garbage", "requests", "requests/x", "tokens/x", "servicerequestupdates", "bulk/requests"],
)
async def test_another_jurisdiction_is_not_found(client, path):
    answers = [await client.get(f"{V2}/{path}.{form}?jurisdiction_id=dc.gov") for form in ("json", "xml")]
    demand_same(answers, 404, [NO_JURISDICTION])


async def test_our_own_jurisdiction_is_known(client):
    assert (await client.get(f"{V2}/services.json?jurisdiction_id=hue.gov.vn")).status_code == 200


@pytest.mark.parametrize(
    ("path", "description"),
    [
        ("services/none", "Lĩnh vực này không có; hãy chọn lại trong danh sách"),
        ("services/a%00b", "Lĩnh vực này không có; hãy chọn lại trong danh sách"),
        ("requests/0198c000-0000-7000-8000-000000000000", "Không tìm thấy phản ánh này"),
        ("requests/7", "Không tìm thấy phản ánh này"),
        ("requests/PA-999999999999999", "Không tìm thấy phản ánh này"),
        ("tokens/7", "Không tìm thấy phản ánh này"),
        ("nothing", "Không có địa chỉ này trong Open311"),
    ],
)
async def test_what_does_not_exist_is_not_found(client, path, description):
    answers = [await client.get(f"{V2}/{path}.{form}") for form in ("json", "xml")]
    demand_same(answers, 404, [description])


@pytest.mark.parametrize(
    "address", ["requests", "requests.html", "services.yaml", "bulk/requests.pdf", "requests/x.csv", "", "x" * 3000]
)
async def test_an_address_without_a_form_is_not_found_in_xml(client, address):
    answer = await client.get(f"{V2}/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/xml; charset=utf-8")
    assert ElementTree.fromstring(answer.content).findtext("error/code") == "404"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_method_that_the_standard_does_not_know_is_not_found(client, method):
    answer = await client.request(method, f"{V2}/requests.json")
    assert (answer.status_code, answer.json()[0]["code"]) == (404, 404)


@pytest.mark.parametrize(
    ("fields", "status", "descriptions"),
    [
        ({"api_key": ""}, 403, [NO_KEY]),
        ({"api_key": "wrong"}, 403, [NO_KEY]),
        ({"jurisdiction_id": "dc.gov"}, 404, [NO_JURISDICTION]),
        ({"service_code": "none"}, 404, ["Lĩnh vực này không có; hãy chọn lại trong danh sách"]),
        ({"service_code": ""}, 400, ["service_code: là bắt buộc"]),
        ({"service_code": "", "lat": ""}, 400, ["service_code: là bắt buộc", "lat: lat và long đi cùng nhau"]),
        ({"lat": "", "long": ""}, 400, ["lat: cần lat và long, hoặc address_string"]),
        ({"lat": "north"}, 400, ["lat: phải là số độ từ -90 đến 90"]),
        ({"lat": "91", "long": "120"}, 400, ["lat: phải là số độ từ -90 đến 90"]),
        ({"lat": "107.5779", "long": "16.4698"}, 400, ["lat: vĩ độ và kinh độ bị đổi chỗ cho nhau"]),
        ({"lat": "nan"}, 400, ["lat: phải là số độ từ -90 đến 90"]),
        ({"long": "1e3"}, 400, ["long: phải là số độ từ -180 đến 180"]),
        ({"lat": "", "long": "", "address_string": "Hà Nội"}, 400, [NO_WARD]),
        ({"lat": "", "long": "", "address_id": "77"}, 400, [NO_WARD]),
        (
            {"lat": "21.03", "long": "105.85"},
            400,
            ["Vị trí nằm ngoài thành phố Huế. Hãy chọn một điểm trong thành phố Huế"],
        ),
        (
            {"lat": "16.4698", "long": "-107.5779"},
            400,
            ["Vị trí nằm ngoài thành phố Huế. Hãy chọn một điểm trong thành phố Huế"],
        ),
        ({"description": "x" * 4001}, 400, ["description: tối đa 4000 ký tự"]),
        ({"phone": "0" * 31}, 400, ["phone: tối đa 30 ký tự"]),
        ({"email": "x" * 255}, 400, ["email: tối đa 254 ký tự"]),
        ({"first_name": "x" * 51}, 400, ["first_name: tối đa 50 ký tự"]),
        ({"media_url": "h" * 2001}, 400, ["media_url: tối đa 2000 ký tự"]),
    ],
)
async def test_a_report_that_does_not_fit_gets_its_exact_error_document(client, key, fields, status, descriptions):
    good = {"api_key": key, "service_code": "garbage", "lat": "16.4698", "long": "107.5779", "description": "Rác"}
    answers = [await client.post(f"{V2}/requests.{form}", data=good | fields) for form in ("json", "xml")]
    demand_same(answers, status, descriptions)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"service_code": "garbage"}'),
        ("text/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("", b"service_code=garbage"),
    ],
)
async def test_only_forms_are_read(client, kind, body):
    answers = [
        await client.post(f"{V2}/requests.{x}", content=body, headers={"Content-Type": kind}) for x in ("json", "xml")
    ]
    known = "application/x-www-form-urlencoded hoặc multipart/form-data"
    demand_same(answers, 400, [f"Content-Type: phải là {known}"])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n"),
        (
            "multipart/form-data; boundary=x; charset=idna",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff..\xfe\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"v" * 20),
        ("application/x-www-form-urlencoded", b"&".join(b"a=%d" % number for number in range(400))),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&%00=%00&api_key=%ed%a0%80"),
        ("application/x-www-form-urlencoded", b"description=" + b"x" * (1 << 20)),
        ("application/x-www-form-urlencoded", b""),
    ],
)
async def test_a_form_that_is_broken_is_refused_and_breaks_nothing(client, kind, body):
    answer = await client.post(f"{V2}/requests.json", content=body, headers={"Content-Type": kind})
    assert answer.status_code in {400, 403}, answer.text
    assert answer.json()[0]["code"] == answer.status_code


async def test_refusals_speak_english_when_asked(client):
    answer = await client.get(f"{V2}/requests/7.json", headers={"Accept-Language": "en"})
    assert answer.json() == [{"code": 404, "description": "There is no such report"}]


async def test_a_database_that_is_busy_is_said_to_be_so(client, runtime, monkeypatch):
    def busy():
        raise DatabaseBusy(headers={"Retry-After": "1"})

    monkeypatch.setattr(runtime.database, "transaction", busy)
    answer = await client.get(f"{V2}/requests.json")
    assert (answer.status_code, answer.json()[0]["code"], answer.headers["retry-after"]) == (503, 503, "1")
