"""Requests passed on to the service that owns the path, over real sockets."""

import asyncio
import json

import httpx
import pytest

from gateway.protocol import ReadModelProtocol
from hueioc.app import LARGEST_BODY
from hueioc.auth.principal import Role
from hueioc.embedded.ports import free_port
from hueioc.service import find_service

FORM = "/open311/v2/requests.json"
HOP = {"Connection": "X-Private", "X-Private": "1", "TE": "trailers", "Keep-Alive": "9", "Proxy-Connection": "x"}


class Service:
    """Answers with what it was asked, and as it is told by `mode`."""

    def __init__(self):
        self.asked, self.mode = [], "echo"

    async def __call__(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = [(name.decode(), value.decode()) for name, value in scope["headers"]]
        path = scope["raw_path"].decode() + ("?" + scope["query_string"].decode()) * bool(scope["query_string"])
        self.asked.append({"method": scope["method"], "path": path, "headers": headers, "body": body.decode("latin-1")})
        status = 429 if self.mode == "busy" else 200
        fields = [
            (b"content-type", b"application/json"),
            (b"retry-after", b"7"),
            (b"set-cookie", b"a=1"),
            (b"set-cookie", b"b=2"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        if self.mode == "large":
            for _ in range(64):
                await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
        await send({"type": "http.response.body", "body": json.dumps(self.asked[-1]).encode()})

    def header(self, name):
        return [value for known, value in self.asked[-1]["headers"] if known == name]


@pytest.fixture
def service():
    return Service()


@pytest.fixture
async def port(service, serve, make_front):
    upstream = f"http://127.0.0.1:{await serve(service)}"
    return await serve(await make_front(upstreams={"reflection": upstream}), http=ReadModelProtocol)


@pytest.fixture
async def client(port):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        yield client


async def test_method_path_query_and_body_arrive_as_they_were_sent(client, service):
    await client.put("/v1/reports/a%2Fb?x=1&y=%20", content=b"\x00\xff")
    asked = service.asked[-1]
    assert (asked["method"], asked["path"], asked["body"]) == ("PUT", "/v1/reports/a%2Fb?x=1&y=%20", "\x00\xff")


async def test_the_answer_comes_back_as_it_was_given(client, service):
    service.mode = "busy"
    answer = await client.get("/v1/reports/x")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


async def test_fields_of_one_connection_are_not_passed_on(client, service):
    await client.get("/v1/reports/x", headers=HOP)
    for name in ("connection", "x-private", "te", "keep-alive", "proxy-connection"):
        assert service.header(name) == [], name


async def test_nobody_outside_can_speak_with_the_gateways_voice(client, service):
    await client.get("/v1/reports/x", headers={"X-Hue-Subject": "admin", "x-hue-roles": "moderator"})
    assert not any(name.startswith("x-hue-") for name, _ in service.asked[-1]["headers"])


async def test_the_service_learns_who_asked_and_how_long_there_is(client, service):
    await client.get("/v1/reports/x", headers={"Hue-Timeout-Ms": "500"})
    assert service.header("x-forwarded-for")[-1] == "127.0.0.1"
    assert 0 < int(service.header("hue-timeout-ms")[0]) <= 500


async def test_a_trace_that_was_begun_goes_on(client, service):
    begun = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    await client.get("/v1/reports/x", headers={"traceparent": begun})
    assert service.header("traceparent") == [begun]


async def test_a_request_without_a_trace_begins_one(client, service):
    await client.get("/v1/reports/x")
    version, trace, span, _ = service.header("traceparent")[0].split("-")
    assert (version, len(trace), len(span)) == ("00", 32, 16)
    assert int(trace, 16)
    assert int(span, 16)


async def test_the_callers_token_is_passed_on(client, service, token):
    bearer = f"Bearer {token(Role.CITIZEN)}"
    await client.get("/v1/reports/x", headers={"Authorization": bearer})
    assert service.header("authorization") == [bearer]


async def test_a_token_that_is_not_good_goes_no_further(client, service):
    answer = await client.get("/v1/reports/x", headers={"Authorization": "Bearer a.b.c"})
    assert (answer.status_code, service.asked) == (401, [])


async def test_a_large_answer_is_streamed_whole(client, service):
    service.mode = "large"
    assert len((await client.get("/v1/reports/x")).content) > 64 * 65536


async def test_an_upload_may_be_larger_than_other_bodies(client, service):
    headers = {"Content-Type": "application/offset+octet-stream"}
    content = b"u" * (LARGEST_BODY + 1)
    await client.patch("/v1/report-uploads/x", content=content, headers=headers)
    assert len(service.asked[-1]["body"]) == len(content)


async def test_a_body_that_is_too_large_is_not_gathered(client, service):
    answer = await client.post("/v1/reports", content=b"b" * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.json()["type"], service.asked) == (413, "urn:hue:problem:body-too-large", [])


async def test_a_service_that_declares_larger_bodies_gets_them(client, service):
    content = b"p" * (3 * LARGEST_BODY)
    answer = await client.post(FORM, content=content, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, len(service.asked[-1]["body"])) == (200, len(content))
    assert service.header("content-length") == [str(len(content))]


async def test_a_larger_body_without_a_length_is_passed_on_piece_by_piece(client, service):
    async def pieces():
        for _ in range(48):
            yield b"p" * 65536

    assert (await client.post(FORM, content=pieces())).status_code == 200
    assert len(service.asked[-1]["body"]) == 48 * 65536


async def test_more_than_a_service_declares_is_refused_before_it_is_sent(port, talk, service):
    length = find_service("reflection").body_limits[0][1] + 1
    head = f"POST {FORM} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
    assert (await talk(port, head.encode())).startswith(b"HTTP/1.1 413")
    assert service.asked == []


async def test_a_body_that_grows_over_what_is_declared_breaks_off(client, service):
    async def pieces():
        for _ in range(find_service("reflection").body_limits[0][1] // LARGEST_BODY + 1):
            yield b"p" * LARGEST_BODY

    answer = await client.post(FORM, content=pieces())
    assert (answer.status_code, answer.json()["type"], service.asked) == (413, "urn:hue:problem:body-too-large", [])


async def test_half_a_request_of_a_client_that_left_is_not_passed_on(port, service, client):
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /v1/reports HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.close()
    await writer.wait_closed()
    await client.get("/v1/reports/after")
    assert [asked["path"] for asked in service.asked] == ["/v1/reports/after"]


async def test_a_service_that_is_down_is_a_problem_that_says_when_to_come_back(make_front):
    front = await make_front(upstreams={"reflection": f"http://127.0.0.1:{free_port()}"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://hue.test") as client:
        answer = await client.get("/v1/reports/x", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.headers["retry-after"]


async def test_a_service_without_an_address_is_named(front):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://hue.test") as client:
        answer = await client.get("/v1/reports/x")
    assert (answer.status_code, answer.json()["service"], answer.headers["retry-after"]) == (503, "reflection", "30")


async def test_an_address_of_the_api_that_does_not_exist_is_a_problem(front):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://hue.test") as client:
        answer = await client.get("/v1/nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:hue:problem:not-found")
