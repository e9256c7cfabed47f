"""The fast path on a real socket: what takes it, and what goes the ordinary way with the same result."""

import gzip
import re

import pytest

from hueioc.auth.principal import Role

PUBLIC, STAFF, AGENCY = "/v1/reports/1", "/v1/ops/queue", "/v1/ops/reports/mine"
LONG = b'{"x":"' + b"a" * 4000 + b'"}'


def get(path=PUBLIC, *fields, method="GET", version="1.1"):
    lines = [f"{method} {path} HTTP/{version}", "Host: hue.test", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def statuses(got):
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d\d\d)", got)]


def field(got, name):
    found = re.search(rb"(?im)^%s: (.*?)\r$" % name.encode(), got)
    return found and found[1].decode()


@pytest.fixture(autouse=True)
def _documents(front, document):
    front.table.fold(document(PUBLIC))
    front.table.fold(document("/v1/reports/long", LONG))
    front.table.fold(document(STAFF, b'{"staff":1}', audience="staff"))
    front.table.fold(document(AGENCY, b'{"mine":1}', audience="agency:a1"))


async def test_a_hit_is_answered_with_its_head_and_body(wire):
    got = await wire(get())
    assert statuses(got) == [200]
    assert got.endswith(b'\r\n\r\n{"id":1}')
    for name in ("date", "etag", "cache-control", "vary", "last-modified", "hue-seq", "age", "hue-sources"):
        assert field(got, name), name


async def test_a_hit_on_the_fast_path_reads_as_one_on_the_ordinary_way(wire):
    fast, ordinary = await wire(get()), await wire(get(PUBLIC + "?"), get())
    again = ordinary.split(b'{"id":1}')[0]
    for name in ("etag", "cache-control", "vary", "last-modified", "hue-seq", "content-type", "content-length"):
        assert field(fast, name) == field(again, name)


async def test_pipelined_requests_are_answered_in_their_order(wire):
    got = await wire(get() + get("/v1/reports/long") + get("/livez") + get())
    assert statuses(got) == [200] * 4
    assert [got.index(part) for part in (b'{"id":1}', LONG, b"\r\n\r\nok")] == sorted(
        got.index(part) for part in (b'{"id":1}', LONG, b"\r\n\r\nok")
    )
    assert got.endswith(b'{"id":1}')


async def test_a_hit_behind_an_unfinished_request_waits_for_its_turn(wire):
    got = await wire(get("/livez") + get())
    assert got.index(b"\r\n\r\nok") < got.index(b'{"id":1}')


async def test_a_request_in_many_packets_is_one_request(wire):
    request = get(PUBLIC, "Accept-Encoding: gzip", "X-Long: " + "y" * 50)
    got = await wire(*[request[n : n + 7] for n in range(0, len(request), 7)])
    assert (statuses(got), got.endswith(b'{"id":1}')) == ([200], True)


async def test_two_requests_that_share_a_packet_and_split_another(wire):
    both = get() + get("/v1/reports/long")
    got = await wire(both[:-5], both[-5:])
    assert statuses(got) == [200, 200]


async def test_a_hit_keeps_the_connection_open(wire):
    assert statuses(await wire(get(), get(), get())) == [200, 200, 200]


async def test_an_old_client_is_answered_and_the_connection_closed(wire):
    got = await wire(get(version="1.0"))
    assert (statuses(got), field(got, "connection")) == ([200], "close")


async def test_a_client_that_wants_to_close_is_answered_and_closed(wire):
    got = await wire(get(PUBLIC, "Connection: close"))
    assert (statuses(got), field(got, "connection")) == ([200], "close")


async def test_a_head_has_the_fields_and_no_body(wire):
    got = await wire(get(method="HEAD"), get())
    assert statuses(got) == [200, 200]
    assert got.count(b'{"id":1}') == 1
    assert field(got, "content-length") == "8"


@pytest.mark.parametrize("form", ["{etag}", "W/{etag}", '"other", {etag}', "*", '"a",W/{etag}'])
async def test_a_copy_that_is_still_good_is_not_sent_again(wire, front, form):
    etag = front.table.get(PUBLIC.encode()).etag.decode()
    got = await wire(get(PUBLIC, "If-None-Match: " + form.format(etag=etag)))
    assert (statuses(got), field(got, "etag")) == ([304], etag)
    assert got.endswith(b"\r\n\r\n")
    assert field(got, "content-length") is None


async def test_an_old_copy_is_replaced(wire):
    assert statuses(await wire(get(PUBLIC, 'If-None-Match: "old"'))) == [200]


async def test_what_is_read_again_is_sent_compressed(wire):
    ask = get("/v1/reports/long", "Accept-Encoding: br, gzip;q=0.8")
    got = (await wire(ask, ask)).split(b"HTTP/1.1 200 OK")[-1]
    assert field(got, "content-encoding") == "gzip"
    assert gzip.decompress(got.partition(b"\r\n\r\n")[2]) == LONG


async def test_each_encoding_has_an_entity_tag_of_its_own(wire):
    ask = get("/v1/reports/long", "Accept-Encoding: gzip")
    compressed = (await wire(ask, ask)).split(b"HTTP/1.1 200 OK")[-1]
    assert field(compressed, "etag") != field(await wire(get("/v1/reports/long")), "etag")


async def test_who_refuses_gzip_does_not_get_it(wire):
    ask = get("/v1/reports/long", "Accept-Encoding: gzip;q=0, identity")
    assert field(await wire(ask, ask, ask), "content-encoding") is None


async def test_a_write_to_a_view_goes_to_its_service(wire):
    got = await wire(get(method="POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 2\r\n\r\n{}"))
    assert (statuses(got), b"service-stopped" in got) == ([503], True)


async def test_a_get_with_a_body_is_answered_and_the_body_thrown_away(wire):
    got = await wire(get(PUBLIC, "Content-Length: 5") + b"hello" + get())
    assert statuses(got) == [200, 200]


async def test_a_url_with_a_query_is_not_the_shared_document(wire):
    assert statuses(await wire(get(PUBLIC + "?state=assigned"))) == [503]


@pytest.mark.parametrize("path", [STAFF, AGENCY])
async def test_a_staff_document_without_a_token_is_left_to_the_service(wire, path):
    got = await wire(get(path))
    assert (statuses(got), b'"staff"' in got, b'"mine"' in got) == ([503], False, False)


@pytest.mark.parametrize(("path", "words"), [(STAFF, b'{"staff":1}'), (AGENCY, b'{"mine":1}')])
async def test_the_operations_centre_reads_staff_documents(wire, token, path, words):
    bearer = f"Authorization: Bearer {token(Role.MODERATOR)}"
    got = await wire(get(path, bearer), get(path, bearer))
    assert (statuses(got), got.endswith(words)) == ([200, 200], True)
    assert field(got, "cache-control") == "private, no-cache"
    assert "authorization" in field(got, "vary")


async def test_an_officer_reads_the_own_agencys_documents_and_no_other(wire, token):
    own, other = (f"Authorization: Bearer {token(Role.OFFICER, agency_id=agency)}" for agency in ("a1", "a2"))
    assert statuses(await wire(get(AGENCY, own), get(AGENCY, own))) == [200, 200]
    assert statuses(await wire(get(AGENCY, other), get(AGENCY, other))) == [503, 503]


async def test_an_officer_is_not_given_the_queue_of_the_whole_city(wire, token):
    bearer = f"Authorization: Bearer {token(Role.OFFICER, agency_id='a1')}"
    assert statuses(await wire(get(STAFF, bearer), get(STAFF, bearer))) == [503, 503]


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.PARTNER, Role.DEVICE])
async def test_nobody_else_is_given_a_staff_document(wire, token, role):
    assert statuses(await wire(get(STAFF, f"Authorization: Bearer {token(role)}"))) == [503]


@pytest.mark.parametrize("path", [PUBLIC, STAFF])
async def test_a_token_that_is_not_good_is_refused_also_for_what_is_public(wire, path):
    got = await wire(get(path, "Authorization: Bearer x.y.z"))
    assert statuses(got) == [401]
    assert "invalid_token" in field(got, "www-authenticate")


async def test_who_wants_the_own_write_gets_no_older_document(wire):
    assert statuses(await wire(get(PUBLIC, "Hue-Min-Seq: reflection:6"))) == [503]


@pytest.mark.parametrize(
    "seen", ["reflection:5", "reflection:4", "press:99", "reflection:²", "x", "reflection:" + "9" * 4500]
)
async def test_who_has_seen_no_newer_one_gets_the_document(wire, seen):
    got = await wire(get(PUBLIC, "Hue-Min-Seq: ").replace(b"Hue-Min-Seq: ", b"Hue-Min-Seq: " + seen.encode("latin-1")))
    assert statuses(got) == [200]


async def test_a_range_is_answered_in_whole(wire):
    assert statuses(await wire(get(PUBLIC, "Range: bytes=0-1"))) == [200]


async def test_bytes_that_are_no_request_are_refused(wire):
    assert statuses(await wire(b"\x16\x03\x01 hello\r\n\r\n")) == [400]
