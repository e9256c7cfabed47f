"""The organisation registry: who may change it, how, what the others hear, tables in and out."""

import io
import zipfile
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook
from sqlalchemy import select, text

from gateway.organisations import queries
from gateway.seed.accounts import ACCOUNTS
from gateway.seed.places import WARD_UNIT
from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.clock import VIETNAM, now
from hueioc.outbox import outbox

OFFICER = next(account for account in ACCOUNTS if account.role is Role.OFFICER)
AGENCY = {"code": "so-moi", "name_vi": "Sở Mới", "name_en": "New Department", "valid_from": "2026-01-01"}
ROOT = "/v1/organisations"


@pytest.fixture
def boss(house):
    return house.ask(house.token(Role.SUPERVISOR))


async def made(boss, kind, data):
    answer = await boss.post(f"{ROOT}/{kind}", json=data)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def unit(boss):
    agency = await made(boss, "agencies", AGENCY)
    data = {
        "agency_id": agency["id"],
        "code": "doi-1",
        "name_vi": "Đội 1",
        "name_en": "Team 1",
        "valid_from": "2026-01-01",
    }
    return await made(boss, "units", data)


def person_of(unit, code, **over):
    return {
        "unit_id": unit["id"],
        "code": code,
        "name": f"Người {code}",
        "roles": ["officer"],
        "valid_from": "2026-01-01",
    } | over


async def test_the_seed_has_the_forty_wards_each_with_its_unit(house):
    found = (await house.ask().get(f"{ROOT}/responsibilities", params={"limit": 100})).json()["items"]
    assert len({each["ward_code"] for each in found}) == 40


async def test_everybody_reads_units_and_nobody_but_staff_officers(house, boss):
    assert (await house.ask().get(f"{ROOT}/units", params={"q": "Thuận Hoá"})).json()["items"][0]["id"] == str(
        WARD_UNIT
    )
    assert (await house.ask().get(f"{ROOT}/officers")).status_code == 401
    assert (await house.ask(house.token(Role.CITIZEN)).get(f"{ROOT}/officers")).status_code == 403
    assert "Phạm Văn Xử Lý" in (await boss.get(f"{ROOT}/officers")).text


async def test_that_names_were_looked_at_is_recorded(boss, session):
    await boss.get(f"{ROOT}/officers")
    actions = (await session.scalars(select(audit.c.action))).all()
    assert "officers.looked-at" in actions


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.OFFICER, Role.MODERATOR, Role.AUDITOR])
async def test_only_a_supervisor_changes_the_registry(house, role):
    answer = await house.ask(house.token(role)).post(f"{ROOT}/agencies", json=AGENCY)
    assert answer.status_code == 403


async def test_an_entry_is_added_changed_and_ended(boss):
    entry = await made(boss, "agencies", AGENCY)
    path = f"{ROOT}/agencies/{entry['id']}"
    changed = await boss.put(path, json=AGENCY | {"name_en": "Other"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name_en"], changed.headers["etag"]) == ("Other", '"2"')
    ended = await boss.delete(path, headers={"If-Match": '"2"'})
    assert ended.json()["valid_to"] is not None
    assert (await boss.get(path)).status_code == 200


@pytest.mark.parametrize(("etag", "status"), [("", 428), ('"7"', 412), ("1", 400), ('W/"1"', 400)])
async def test_who_has_not_seen_the_newest_version_changes_nothing(boss, etag, status):
    entry = await made(boss, "agencies", AGENCY)
    headers = {"If-Match": etag} if etag else {}
    answer = await boss.put(f"{ROOT}/agencies/{entry['id']}", json=AGENCY | {"name_vi": "X"}, headers=headers)
    assert answer.status_code == status


async def test_a_change_is_an_event_with_the_whole_document_and_a_line_of_audit(boss, unit, session):
    rows = (await session.execute(select(outbox.c.subject, outbox.c.payload, outbox.c.headers))).all()
    row = next(
        each for each in rows if each.subject == "evt.gateway.unit.changed" and unit["id"].encode() in each.payload
    )
    assert all(word.encode() in row.payload for word in ("Đội 1", "Team 1", unit["agency_id"]))
    assert row.headers["Hue-Audience"] == "public"
    assert "units.added" in (await session.scalars(select(audit.c.action))).all()


async def test_no_event_and_no_audit_names_an_officer(boss, unit, session):
    await made(boss, "officers", person_of(unit, "cb-9", name="Tên Không Được Lộ"))
    stored = await session.scalars(
        text("select payload::text || headers::text from outbox union select detail::text from audit")
    )
    assert not any("Không Được Lộ" in each or "4b68c3b46e67" in each for each in stored)


@pytest.mark.parametrize(
    ("kind", "over", "pointer"),
    [
        ("agencies", {"valid_to": "2025-01-01"}, "/valid_to"),
        ("agencies", {"successor_id": str(uuid4())}, "/valid_to"),
        ("agencies", {"parent_id": str(uuid4())}, "/parent_id"),
        ("agencies", {"code": "có dấu"}, "/code"),
        ("agencies", {"more": 1}, "/more"),
        ("units", {"agency_id": str(uuid4())}, "/agency_id"),
        ("officers", {"roles": ["citizen"]}, "/roles/0"),
        ("officers", {"wards": ["00000"]}, "/wards/0"),
    ],
)
async def test_what_is_wrong_is_told_with_its_field(boss, unit, kind, over, pointer):
    whole = {
        "agencies": AGENCY | {"code": "other"},
        "units": {
            "agency_id": unit["agency_id"],
            "code": "u9",
            "name_vi": "a",
            "name_en": "b",
            "valid_from": "2026-01-01",
        },
        "officers": person_of(unit, "cb-8"),
    }
    answer = await boss.post(f"{ROOT}/{kind}", json=whole[kind] | over)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_code_belongs_to_one_entry(boss, unit):
    assert (await boss.post(f"{ROOT}/agencies", json=AGENCY)).status_code == 409


async def test_two_units_do_not_answer_for_one_ward_at_once(boss, unit):
    data = {"ward_code": "19789", "unit_id": unit["id"], "valid_from": "2026-01-01"}
    assert (await boss.post(f"{ROOT}/responsibilities", json=data)).status_code == 409
    assert (await boss.post(f"{ROOT}/responsibilities", json=data | {"category": "trees"})).status_code == 201


async def test_successors_are_followed_and_make_no_ring(boss, unit, session):
    data = {key: unit[key] for key in ("agency_id", "name_vi", "name_en", "valid_from")}
    heir = await made(boss, "units", data | {"code": "doi-2"})
    old = data | {"code": "doi-1", "valid_to": "2026-02-01", "successor_id": heir["id"]}
    assert (await boss.put(f"{ROOT}/units/{unit['id']}", json=old, headers={"If-Match": '"1"'})).status_code == 200
    assert await queries.successor_of(session, UUID(unit["id"])) == UUID(heir["id"])
    ring = data | {"code": "doi-2", "valid_to": "2026-03-01", "successor_id": unit["id"]}
    answer = await boss.put(f"{ROOT}/units/{heir['id']}", json=ring, headers={"If-Match": '"1"'})
    assert answer.json()["errors"][0]["pointer"] == "/successor_id"


async def test_who_is_on_duty(boss, unit, session, clock):
    first, second, third = [await made(boss, "officers", person_of(unit, f"cb-{n}")) for n in range(3)]
    moment, day, unit_id = now(), now().astimezone(VIETNAM).date(), UUID(unit["id"])
    assert len(await queries.on_duty(session, unit_id, moment, day)) == 3
    times = {
        "starts_at": (moment - timedelta(hours=1)).isoformat(),
        "ends_at": (moment + timedelta(hours=8)).isoformat(),
    }
    await made(boss, "rosters", {"unit_id": unit["id"], "officer_id": first["id"]} | times)
    alone = await queries.on_duty(session, unit_id, moment, day)
    assert len(alone) == 1
    await made(boss, "substitutes", {"officer_id": first["id"], "substitute_id": second["id"]} | times)
    replaced = await queries.on_duty(session, unit_id, moment, day)
    assert len(replaced) == 1
    assert replaced != alone
    assert len(await queries.on_duty(session, unit_id, moment + timedelta(days=1), day)) == 3
    assert third["id"]


async def test_a_roster_is_for_officers_of_the_unit(boss, unit):
    times = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z"}
    answer = await boss.post(
        f"{ROOT}/rosters", json={"unit_id": unit["id"], "officer_id": str(OFFICER.person_id)} | times
    )
    assert answer.json()["errors"][0]["pointer"] == "/officer_id"


async def test_a_list_comes_in_pages_and_an_unknown_filter_is_told(house):
    first = (await house.ask().get(f"{ROOT}/units", params={"limit": 30})).json()
    second = (await house.ask().get(f"{ROOT}/units", params={"limit": 30, "cursor": first["next_cursor"]})).json()
    ids = [each["id"] for page in (first, second) for each in page["items"]]
    assert (len(ids), len(set(ids))) == (53, 53)
    assert (await house.ask().get(f"{ROOT}/units", params={"colour": "red"})).status_code == 422


async def test_what_is_in_force_on_a_day(boss, unit):
    await boss.delete(f"{ROOT}/units/{unit['id']}", headers={"If-Match": '"1"'})

    async def found(day):
        return len((await boss.get(f"{ROOT}/units", params={"q": "Đội 1", "on": day.isoformat()})).json()["items"])

    assert [await found(day) for day in (date(2025, 12, 31), date(2026, 1, 2), date(2099, 1, 1))] == [0, 1, 0]


# Tables

CSV = "code;agency;name_vi;name_en;valid_from\n"


async def sent(boss, content, kind="units", *, dry_run=True):
    content = content.encode() if isinstance(content, str) else content
    return await boss.post(
        f"/v1/organisation-tables/{kind}",
        content=content,
        params={"dry_run": dry_run},
        headers={"Content-Type": "text/csv"},
    )


async def test_a_dry_run_says_what_would_happen_and_does_nothing(boss, unit):
    table = CSV + "doi-7;so-moi;Đội 7;Team 7;2026-01-01\ndoi-8;nobody;Đội 8;Team 8;2026-01-01\nx y;so-moi;;T;soon\n"
    report = (await sent(boss, table)).json()
    assert (report["is_dry_run"], report["rows"], report["created"]) == (True, 3, 1)
    assert {(each["row"], each["column"]) for each in report["problems"]} == {
        (3, "agency"),
        (4, "code"),
        (4, "name_vi"),
        (4, "valid_from"),
    }
    assert (await boss.get(f"{ROOT}/units", params={"q": "Đội 7"})).json()["items"] == []


async def test_good_rows_go_in_and_bad_ones_come_back_alone(boss, unit):
    table = CSV + "doi-7;so-moi;Đội 7;Team 7;2026-01-01\ndoi-8;nobody;Đội 8;Team 8;2026-01-01\n"
    first = (await sent(boss, table, dry_run=False)).json()
    again = (await sent(boss, table.replace("Team 7", "Team Seven"), dry_run=False)).json()
    same = (await sent(boss, table.replace("Team 7", "Team Seven"), dry_run=False)).json()
    assert [(each["created"], each["updated"], each["unchanged"]) for each in (first, again, same)] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]
    assert len(first["problems"]) == 1


async def test_a_spreadsheet_is_read_as_well(boss, unit):
    book = Workbook()
    book.active.append(["code", "unit", "name", "roles", "wards", "valid_from"])
    book.active.append(["cb-77", "doi-1", "Võ Văn Bảng", "officer moderator", "19753, 19774", date(2026, 1, 1)])
    out = io.BytesIO()
    book.save(out)
    report = (await sent(boss, out.getvalue(), "officers", dry_run=False)).json()
    assert (report["created"], report["problems"]) == (1, [])
    officer = (await boss.get(f"{ROOT}/officers", params={"q": "cb-77"})).json()["items"][0]
    assert (officer["name"], officer["wards"], len(officer["roles"])) == ("Võ Văn Bảng", ["19753", "19774"], 2)


@pytest.mark.parametrize("kind", ["agencies", "units", "officers", "responsibilities"])
async def test_what_was_exported_is_imported_without_a_change(boss, unit, kind):
    table = (await boss.get(f"/v1/organisation-tables/{kind}")).content
    report = (await sent(boss, table, kind)).json()
    assert (report["created"], report["updated"], report["problems"]) == (0, 0, [])
    assert report["unchanged"] == report["rows"] > 0


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04nonsense", b"a,a\n1,2", b'a,b\n"1,2', "a\n" + "x" * 3000, b"\x00\x01", bomb],
)
async def test_what_is_no_table_is_refused(boss, content):
    content = content() if callable(content) else content
    assert (await sent(boss, content)).status_code in {413, 422}
