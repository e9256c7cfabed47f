"""The public list narrowed, the map, RSS and Atom, open data."""

import csv
import io
import json
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.vi import fold
from reflection.models.words import FOLDED
from reflection.routes import cached
from reflection.rules.media import MediumState
from reflection.states import State

GEO, ATOM = "{http://www.georss.org/georss}", "{http://www.w3.org/2005/Atom}"
PLACES = [
    {"lat": 16.4698, "lon": 107.5779, "address": "5 Lê Lợi"},
    {"lat": 16.45, "lon": 107.6, "address": "Chợ An Cựu"},
]


@pytest.fixture
def client(make_client):
    return make_client()


async def listed(client, **query):
    answer = await client.get("/v1/reports", params=query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


@pytest.fixture
async def three(office, session):
    """Open, resolved and open, at two places, in two categories."""
    first = await office.report(State.ACCEPTED, place=PLACES[0], description="Đèn đường hỏng")
    second = await office.report(State.RESOLVED, place=PLACES[1], category="pothole", description="Ổ gà lớn")
    third = await office.report(State.ASSIGNED, place=PLACES[1], description="Rác chất đống")
    await session.flush()
    return [str(each.id) for each in (first, second, third)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"status": "open"}, [2, 0]),
        ({"status": "closed"}, [1]),
        ({"status": "planned"}, []),
        ({"category": "pothole"}, [1]),
        ({"q": "den duong"}, [0]),
        ({"q": "ĐÈN ĐƯỜNG"}, [0]),
        ({"q": "le loi"}, [0]),
        ({"q": "an cuu"}, [2, 1]),
        ({"q": unicodedata.normalize("NFD", "ổ gà")}, [1]),
        ({"q": "khong co gi"}, []),
        ({"bbox": "107.59,16.44,107.61,16.46"}, [2, 1]),
        ({"has_photo": "true"}, []),
        ({"has_photo": "false"}, [2, 1, 0]),
        ({"since": "2020-01-01"}, [2, 1, 0]),
        ({"until": "2020-01-01"}, []),
        ({"sort": "oldest"}, [0, 1, 2]),
        ({"status": "open", "category": "garbage", "q": "rac"}, [2]),
    ],
)
async def test_the_list_is_narrowed(client, three, query, wanted):
    assert await listed(client, **query) == [three[number] for number in wanted]


async def test_a_group_and_a_ward_and_a_unit_narrow(client, office, three):
    card = (await client.get("/v1/reports", params={"category": "pothole"})).json()["items"][0]
    group = next(
        each for each in (await client.get("/v1/report-categories")).json()["items"] if each["code"] == "pothole"
    )["group"]
    assert group["vi"]
    assert three[1] in await listed(client, ward=card["place"]["ward"])
    assert set(await listed(client, unit_id=str(office.unit.id))) == {three[1], three[2]}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"bbox": "1,2,3"}, "/bbox"),
        ({"bbox": "107.6,16.4,107.5,16.5"}, "/bbox"),
        ({"bbox": "16.4,107.5,16.5,107.6"}, "/bbox"),
        ({"bbox": "nan,nan,nan,nan"}, "/bbox"),
        ({"status": "done"}, "/status"),
        ({"since": "yesterday"}, "/since"),
        ({"since": "9999-12-31"}, "/since"),
        ({"month": "2026-13"}, "/month"),
        ({"month": "0000-01"}, "/month"),
        ({"ward": "\0"}, "/ward"),
        ({"month": "9999-12"}, "/month"),
        ({"counted_in": "everything"}, "/counted_in"),
        ({"q": "x" * 201}, "/q"),
        ({"sort": "best"}, "/sort"),
        ({"has_photo": "maybe"}, "/has_photo"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(client, query, pointer):
    answer = await client.get("/v1/reports", params=query)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("q", ["'", "\\", "a & b | !c", "<->", "\u0000", "%", ":*", "😀", "  "])
async def test_any_words_can_be_looked_for(client, three, q):
    assert (await client.get("/v1/reports", params={"q": q})).status_code in {200, 422}


@pytest.mark.parametrize("sort", ["newest", "oldest", "updated"])
async def test_every_order_is_walked_without_a_gap(client, office, session, sort):
    made = {str((await office.report(State.ACCEPTED)).id) for _ in range(5)}
    await session.flush()
    seen, cursor = [], ""
    while cursor is not None:
        page = (await client.get("/v1/reports", params={"limit": 2, "sort": sort, "cursor": cursor})).json()
        seen, cursor = seen + [item["id"] for item in page["items"]], page["next_cursor"]
    assert (set(seen), len(seen)) == (made, 5)


async def test_a_photo_in_the_list_is_a_public_one(client, office, session, uploaded):
    report = await office.report(State.ACCEPTED, media=[await uploaded(office.citizen) for _ in range(2)])
    held, shown = report.media
    held.state, held.copy_sha256 = MediumState.HELD, "a" * 64
    shown.state, shown.copy_sha256, shown.public_sha256 = MediumState.READY, "b" * 64, "b" * 64
    await session.flush()
    (item,) = (await client.get("/v1/reports", params={"has_photo": "true"})).json()["items"]
    assert item["photo"]["sha256"] == "b" * 64


async def test_the_map_counts_by_state_from_far_and_shows_reports_from_near(client, three):
    far = (await client.get("/v1/reports/map", params={"zoom": 8})).json()
    assert sum(each["total"] for each in far["clusters"]) == 3
    assert (sum(each["open"] for each in far["clusters"]), sum(each["closed"] for each in far["clusters"])) == (2, 1)
    near = (await client.get("/v1/reports/map", params={"zoom": 17, "bbox": "107.59,16.44,107.61,16.46"})).json()
    assert ({each["id"] for each in near["points"]}, near["is_cut"]) == ({three[1], three[2]}, False)


async def test_a_cluster_is_the_parent_cell_that_h3_names(client, three):
    import h3

    (one, other) = sorted(
        (await client.get("/v1/reports/map", params={"zoom": 13})).json()["clusters"], key=lambda c: c["total"]
    )
    assert (
        one["cell"] == h3.latlng_to_cell(PLACES[0]["lat"], PLACES[0]["lon"], 8) or h3.get_resolution(one["cell"]) == 8
    )
    assert other["total"] == 2


@given(st.tuples(st.floats(16.2, 16.7), st.floats(107.2, 107.9)), st.integers(6, 9))
def test_parents_are_reckoned_by_bits(place, resolution):
    import h3

    cell = h3.latlng_to_cell(*place, 9)
    bits = (h3.str_to_int(cell) & ~(15 << 52)) | (resolution << 52) | ((1 << 3 * (15 - resolution)) - 1)
    assert h3.int_to_str(bits) == h3.cell_to_parent(cell, resolution)


async def test_rss_tells_each_report_and_where_it_is(client, three):
    answer = await client.get("/v1/reports/feed.rss", params={"category": "garbage"})
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    items = ElementTree.fromstring(answer.content).findall("channel/item")
    assert [item.findtext("guid") for item in items] == [f"urn:uuid:{three[2]}", f"urn:uuid:{three[0]}"]
    assert items[1].findtext(f"{GEO}point") == "16.4698 107.5779"


async def test_atom_tells_the_same(client, three):
    answer = await client.get("/v1/reports/feed.atom")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"urn:uuid:{each}" for each in three[::-1]]


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=200))
def test_any_text_makes_good_xml(words):
    from reflection import schemas
    from reflection.rules.texts import clean
    from reflection.service.syndication import Channel, atom, rss

    item = schemas.ReportSummary.model_construct(
        id="1",
        code="PA-1",
        state=State.ACCEPTED,
        category=schemas.Names(vi="Rác", en="Garbage"),
        description=clean(words.encode("utf-8", "replace").decode()),
        reported_at=now(),
        place=schemas.PublicPlace.model_construct(lat=1.0, lon=2.0, ward_name=None),
    )
    for made in (rss, atom):
        ElementTree.fromstring(made(Channel("http://a/?b=1&c=2", "http://a"), [item], now()))


async def test_open_data_has_every_published_report_and_nothing_else(client, office, three):
    await office.report()
    rows = list(
        csv.DictReader(io.StringIO((await client.get("/v1/open-data/reports.csv")).content.decode("utf-8-sig")))
    )
    assert [row["service_request_id"] for row in rows] == three
    assert (rows[1]["status_description"], rows[0]["closed_date"]) == ("resolved", "")
    answer = await client.get("/v1/open-data/reports.geojson", params={"status": "closed"})
    features = json.loads(answer.content)["features"]
    assert [each["id"] for each in features] == [three[1]]
    assert features[0]["geometry"]["coordinates"] == [107.6, 16.45]


async def test_open_data_is_streamed_in_chunks(client, office, session, monkeypatch):
    monkeypatch.setattr("reflection.service.open_data.CHUNK", 2)
    made = [str((await office.report(State.ACCEPTED)).id) for _ in range(5)]
    await session.flush()
    found = json.loads((await client.get("/v1/open-data/reports.geojson")).content)["features"]
    assert [each["id"] for each in found] == made


async def test_open_data_says_its_licence_and_its_columns(client, three):
    told = (await client.get("/v1/open-data")).json()
    header = (await client.get(told["files"]["csv"])).content.decode("utf-8-sig").splitlines()[0].split(",")
    assert [column["name"] for column in told["columns"]] == header
    assert told["licence"].startswith("https://")
    assert all(column["meaning"]["vi"] and column["meaning"]["en"] for column in told["columns"])


async def test_a_text_is_no_formula(client, office, session):
    await office.report(State.ACCEPTED, description="=HYPERLINK(1)")
    await session.flush()
    assert b"'=HYPERLINK(1)" in (await client.get("/v1/open-data/reports.csv")).content


async def test_an_answer_is_kept_for_a_moment_and_then_made_anew(client, office, session, monkeypatch):
    monkeypatch.setattr(cached, "KEPT_S", 60.0)
    first = await client.get("/v1/reports")
    await office.report(State.ACCEPTED)
    await session.flush()
    assert (await client.get("/v1/reports")).content == first.content
    assert len((await client.get("/v1/reports?limit=21")).json()["items"]) == 1
    same = await client.get("/v1/reports", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_a_list_for_staff_is_for_staff(make_client, three):
    assert (await make_client().get("/v1/ops/reports")).status_code == 401
    assert len((await make_client(Role.AUDITOR).get("/v1/ops/reports")).json()["items"]) == 3


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="aăâbcdđeêghiklmnoôơuưvxyAĂÂĐÊÔƠƯÁÀẢÃẠẤẦế ềểễệíìỉĩịóòỏõọúùủũụứừửữựýỳỷỹỵ\u200b\u0301\u00ad", max_size=40
    )
)
def test_python_folds_as_far_as_marks_go(words):
    """What PostgreSQL does, step by step: the same letters as `hueioc.vi` finds."""
    bare = "".join(c for c in unicodedata.normalize("NFD", words.lower()) if not 0x300 <= ord(c) <= 0x36F)
    assert fold(words).split() == bare.replace("\u200b", "").replace("\u00ad", "").replace("đ", "d").split()


async def test_the_database_folds_as_python_does(session):
    for words in ("Đường Lê Lợi", unicodedata.normalize("NFD", "Ổ GÀ LỚN"), "hoà\u200bbình", "Ðiện", "Quý khách"):
        found = await session.scalar(text(f"select {FOLDED.format(text=':words')}"), {"words": words})
        assert found == fold(words)


async def test_a_month_narrows_what_other_moments_leave(client, office, session):
    early, late = await office.report(State.ACCEPTED), await office.report(State.ACCEPTED)
    early.created_at = datetime(2026, 1, 10, tzinfo=UTC)
    late.created_at = datetime(2026, 1, 20, tzinfo=UTC)
    await session.flush()
    assert await listed(client, month="2026-01", since="2026-01-15") == [str(late.id)]
    assert await listed(client, month="2026-01", until="2026-01-15") == [str(early.id)]


async def test_reports_of_last_month_are_found_by_month(client, office, session):
    report = await office.report(State.ACCEPTED)
    report.created_at = now() - timedelta(days=40)
    await office.report(State.ACCEPTED)
    await session.flush()
    month = report.created_at.astimezone().strftime("%Y-%m")
    assert await listed(client, month=month) == [str(report.id)]
