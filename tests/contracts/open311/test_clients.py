"""Standard GeoReport clients, unchanged and configured from discovery, against the running suite."""

import itertools
import json
import subprocess
import sys
import warnings
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from defusedxml import ElementTree

from hueioc.ids import uuid7

CLIENT = Path(__file__).with_name("client.cjs")
WEB = Path(__file__).parents[3] / "web"
PLACE = {"lat": "16.4698", "long": "107.5779"}


@pytest.fixture(scope="module")
def key(city):
    return city.hue("token", "open311").strip()


@pytest.fixture(scope="module")
def discovered(city):
    """The endpoint that discovery names, brought to the port of this run."""
    told = httpx.get(f"{city.gateway}/open311/discovery.json", trust_env=False).json()
    [found] = [each for each in told["endpoints"] if each["specification"].endswith("GeoReport_v2")]
    assert found["type"] == "production"
    return found["url"]


@pytest.fixture(autouse=True)
def _directly(monkeypatch):
    """`requests` would ask a proxy of the environment."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def publish(city):
    """What an operator does: accept a report."""

    def accept(report_id):
        headers = {"Authorization": f"Bearer {city.token('moderator')}", "Idempotency-Key": str(uuid7())}
        with httpx.Client(base_url=city.gateway, trust_env=False, headers=headers) as operator:
            desk = operator.get(f"/v1/ops/reports/{report_id}")
            version = {"If-Match": f'"{desk.json()["version"]}"'}
            done = operator.post(
                f"/v1/ops/reports/{report_id}/moderation", json={"decision": "accept"}, headers=version
            )
            assert done.status_code == 200, done.text

    return accept


@pytest.fixture
def three(discovered, key, monkeypatch):
    """PyPI `three`; its one word of Python 2 is lent to it."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from three.core import Three
    return Three(discovered, api_key=key, jurisdiction="hue.gov.vn")


@pytest.fixture(params=["json", "xml"])
def georeport(request, discovered, key):
    from georeport import GeoReport

    return GeoReport(discovered, jurisdiction="hue.gov.vn", api_key=key, output_format=request.param)


def test_three_lists_reads_submits_and_follows(three, publish, key):
    assert three.discovery()["endpoints"][0]["url"] + "/" == three.endpoint
    assert {"garbage", "pothole"} <= {each["service_code"] for each in three.services()}
    assert three.services("garbage")["attributes"] == []
    words = f"Rác đổ đầy\r\nvỉa hè <b>& 😀</b> {uuid7()}"
    [sent] = three.post("garbage", name="Lan Trần", phone="0905123456", description=words, **PLACE)
    named = sent["service_request_id"]
    assert three.token(named)[0]["service_request_id"] == named
    assert three.request(named)[0]["status"] == "open"
    assert named not in {each["service_request_id"] for each in three.requests()}
    publish(named)
    [request] = three.request(named)
    assert request["description"] == words.replace("\r\n", "\n")
    between = [date.today() - timedelta(days=2), date.today() + timedelta(days=2)]  # noqa: DTZ011 - as the client does
    found = three.requests("garbage", between=between, count=1_000)
    assert named in {each["service_request_id"] for each in found}


def test_three_sends_a_photo(three, publish, picture):
    [sent] = three.post("pothole", description=f"Ổ gà {uuid7()}", media=picture(), **PLACE)
    assert sent["service_notice"] is None


def test_three_is_told_what_is_wrong(three):
    [error] = three.post("garbage", description="Ở đâu?")
    assert (error["code"], "lat" in error["description"]) == (400, True)
    [error] = three.post("garbage", api_key="wrong", **PLACE)
    assert error["code"] == 403


def test_georeport_lists_reads_and_follows_in_both_forms(georeport, discovered, key, publish):
    services = georeport.get_service_list()
    assert "garbage" in {each["service_code"] for each in services}
    assert georeport.get_service_definition("garbage")["service_code"] == "garbage"
    form = {"api_key": key, "service_code": "garbage", "description": f"Một\r\nhai <&> {uuid7()}", **PLACE}
    sent = httpx.post(f"{discovered}/requests.{georeport.output_format}", data=form, trust_env=False)
    named = _id_of(sent)
    assert georeport.get_service_request(named)["status"] == "open"
    for other in (
        named,
        _id_of(httpx.post(f"{discovered}/requests.json", data=form | {"phone": "1"}, trust_env=False)),
    ):
        publish(other)
    request = georeport.get_service_request(named)
    assert request["description"] == form["description"].replace("\r\n", "\n")
    found = georeport.get_service_requests(service_code="garbage", status="open")
    assert named in {each["service_request_id"] for each in found}


def _id_of(answer):
    assert answer.status_code == 200, answer.text
    if "xml" in answer.headers["content-type"]:
        return ElementTree.fromstring(answer.content).findtext("request/service_request_id")
    return json.loads(answer.content)[0]["service_request_id"]


@pytest.fixture
def open311(city, discovered, key):
    """npm `open311`, unchanged; its two XML parsers cannot be installed any more, and JSON needs neither."""

    def run(words):
        node = Path(sys.executable).with_name("node")
        arguments = [f"{city.gateway}/open311/discovery.json", discovered, key, words]
        modules = {"NODE_PATH": str(WEB / "node_modules"), "PATH": "", "NO_PROXY": "*"}
        done = subprocess.run(
            [node, CLIENT, *arguments], env=modules, capture_output=True, text=True, timeout=40, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_open311_of_npm_lists_reads_submits_and_follows(open311, discovered, publish):
    words = f"Rác đổ đầy vỉa hè <b>& 😀</b> {uuid7()}"
    got = open311(words)
    assert (got["named"], got["format"]) == (discovered + "/", "json")
    assert "garbage" in {each["service_code"] for each in got["services"]}
    assert got["definition"]["service_code"] == "garbage"
    named = got["sent"]["service_request_id"]
    assert got["token"]["service_request_id"] == named
    assert (got["request"]["status"], got["request"]["service_code"]) == ("open", "garbage")
    assert named not in {each["service_request_id"] for each in got["listed"]}
    publish(named)
    followed = open311(named)
    assert followed["request"]["description"] == words
    assert named in {each["service_request_id"] for each in followed["listed"]}


def test_a_key_of_no_partner_is_refused_through_the_gateway(discovered):
    form = {"api_key": "wrong", "service_code": "garbage", **PLACE}
    answer = httpx.post(f"{discovered}/requests.xml", data=form, trust_env=False)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/xml; charset=utf-8")
