"""Investment projects: what may follow, where they lie, tables row by row, the public list and its exports."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.errors import Problem
from procedures.errors import ProjectMoveNotAllowed
from procedures.models import Project, ProjectChange
from procedures.rules.places import frame, outline_of, outline_text
from procedures.rules.projects import moved, whole_number
from procedures.states import PROJECT_MOVES, ProjectStatus

OPS = "/v1/ops/investment"
PUBLIC = "/v1/investment"
HEAD = "code,name_vi,sector,zone,status,lat,lon,capital_min_vnd,capital_max_vnd"
SQUARE = "POLYGON ((108.04 16.24, 108.05 16.24, 108.05 16.25, 108.04 16.25, 108.04 16.24))"


def written(**over):
    return {
        "code": "DA-01",
        "name_vi": "Khu nghỉ dưỡng Lăng Cô",
        "name_en": "Lăng Cô resort",
        "sector": "I",
        "industry": "5510",
        "zone": "chan-may-lang-co",
        "lat": 16.25,
        "lon": 108.05,
        "capital_min_vnd": 1_525_000_000_000,
        "capital_max_vnd": 2_000_000_000_000,
    } | over


@pytest.fixture
def officer(make_client):
    return make_client(Role.OFFICER)


@pytest.fixture
async def project(officer):
    answer = await officer.post(f"{OPS}/projects", json=written())
    assert answer.status_code == 201, answer.text
    return answer.json()["project"]


@pytest.fixture
async def published(officer, project):
    answer = await officer.post(f"{OPS}/projects/{project['id']}/publication")
    assert answer.status_code == 200, answer.text
    return answer.json()["project"]


async def imported(client, *lines, name="bang.csv", **query):
    body = "\n".join((HEAD, *lines)).encode()
    answer = await client.post(f"{OPS}/imports", params={"name": name} | query, content=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def codes(client, **query):
    answer = await client.get(f"{PUBLIC}/projects", params={"limit": 100} | query)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"] if not each["is_demonstration"]]


@given(st.sampled_from(ProjectStatus), st.sampled_from(ProjectStatus))
def test_a_project_goes_only_where_the_table_of_moves_says(status, wanted):
    if wanted in PROJECT_MOVES[status]:
        assert moved(status, wanted) is wanted
    else:
        with pytest.raises(ProjectMoveNotAllowed):
            moved(status, wanted)


def test_from_calling_a_project_can_reach_every_status():
    reached, ahead = set(), {ProjectStatus.CALLING}
    while ahead:
        reached |= ahead
        ahead = {each for one in ahead for each in PROJECT_MOVES[one]} - reached
    assert reached == set(ProjectStatus)


@pytest.mark.parametrize(
    ("text", "number"), [("1.525.000", "1525000"), ("1,525,000", "1525000"), ("12", "12"), ("1.5", "1.5")]
)
def test_money_may_be_grouped_by_thousands(text, number):
    assert whole_number(text) == number


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_an_outline(text):
    try:
        outline = outline_of(text)
    except Problem:
        return
    assert frame().holds(outline.lat, outline.lon)


@pytest.mark.parametrize("text", ['{"type":"Polygon"}', '{"type":"Polygon","coordinates":[1]}', "[" * 5000, "{}", "{["])
def test_a_broken_outline_is_refused(text):
    with pytest.raises(Problem):
        outline_of(text)


def test_an_outline_is_written_as_it_was_read():
    assert outline_of(outline_text(outline_of(SQUARE).rings)).rings == outline_of(SQUARE).rings


def test_an_outline_may_be_geojson():
    rings = outline_of(SQUARE).rings
    assert outline_of(json.dumps({"type": "Polygon", "coordinates": rings})).rings == rings


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"lat": 21.03, "lon": 105.85}, "/lat"),
        ({"lon": None}, "/lon"),
        ({"boundary": "POLYGON ((105 21, 106 21, 106 22, 105 21))"}, "/boundary"),
        ({"boundary": "POLYGON ((108.04 16.24, 108.05 16.25, 108.05 16.24, 108.04 16.25, 108.04 16.24))"}, "/boundary"),
        ({"boundary": "POINT (108.04 16.24)"}, "/boundary"),
        ({"sector": "Z"}, "/sector"),
        ({"industry": "1010"}, "/industry"),
        ({"zone": "nowhere"}, "/zone"),
        ({"capital_min_vnd": 3_000_000_000_000}, "/capital_max_vnd"),
        ({"documents": [{"title": "x", "url": "javascript:alert(1)"}]}, "/documents/0/url"),
    ],
)
async def test_what_a_project_cannot_be_names_its_field(officer, over, pointer):
    answer = await officer.post(f"{OPS}/projects", json=written(**over))
    assert answer.status_code == 422, answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_a_project_is_not_public_before_it_is_published(make_client, project):
    assert await codes(make_client()) == []
    assert (await make_client().get(f"{PUBLIC}/projects/{project['id']}")).status_code == 404


async def test_a_published_project_is_on_the_list_and_has_its_page(make_client, published):
    assert await codes(make_client()) == ["DA-01"]
    shown = (await make_client().get(f"{PUBLIC}/projects/{published['id']}")).json()
    assert (shown["name"]["en"], shown["sector"]["name"]["en"], shown["geometry"]["type"]) == (
        "Lăng Cô resort",
        "Accommodation and food service",
        "Point",
    )


async def test_publishing_says_so_once(make_client, officer, published, told_events):
    await officer.post(f"{OPS}/projects/{published['id']}/publication")
    assert await told_events("project") == ["project.published"]


async def test_a_move_is_told_and_has_its_line(officer, published, told_events):
    url = f"{OPS}/projects/{published['id']}"
    answer = await officer.post(f"{url}/status", json={"status": "studying", "note": "Có nhà đầu tư"})
    assert answer.json()["project"]["moves"] == ["approved", "withdrawn"]
    assert [each["action"] for each in answer.json()["history"]] == ["add", "publish", "move"]
    assert await told_events("project") == ["project.published", "project.changed"]


async def test_a_step_cannot_be_left_out(officer, published):
    answer = await officer.post(f"{OPS}/projects/{published['id']}/status", json={"status": "licensed"})
    assert answer.status_code == 409
    assert answer.json()["allowed"] == ["studying", "withdrawn"]


async def test_a_withdrawn_project_leaves_the_list_and_can_be_asked_for(make_client, officer, published, told_events):
    await officer.post(f"{OPS}/projects/{published['id']}/status", json={"status": "withdrawn"})
    assert await codes(make_client()) == []
    assert await codes(make_client(), status="withdrawn") == ["DA-01"]
    assert (await told_events("project"))[-1] == "project.withdrawn"


async def test_editing_writes_everything_and_keeps_the_code(officer, published):
    url = f"{OPS}/projects/{published['id']}"
    answer = await officer.put(url, json=written(name_vi="Tên mới của dự án", boundary=SQUARE))
    assert answer.json()["project"]["geometry"]["type"] == "Polygon"
    assert (await officer.put(url, json=written(code="DA-02"))).status_code == 422


async def test_a_code_is_given_once(officer, project):
    assert (await officer.post(f"{OPS}/projects", json=written())).status_code == 409


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"sector": "I"}, ["DA-01"]),
        ({"sector": "C"}, []),
        ({"zone": "chan-may-lang-co"}, ["DA-01"]),
        ({"status": "building"}, []),
        ({"q": "lang co"}, ["DA-01"]),
        ({"q": "%"}, []),
        ({"capital_from": 1_900_000_000_000}, ["DA-01"]),
        ({"capital_from": 2_100_000_000_000}, []),
        ({"capital_to": 1_600_000_000_000}, ["DA-01"]),
        ({"capital_to": 1_000_000_000_000}, []),
    ],
)
async def test_the_list_is_narrowed(make_client, published, query, found):
    assert await codes(make_client(), **query) == found


async def test_the_list_comes_page_by_page(make_client, officer):
    await imported(officer, *(f"P-{n},Dự án số {n},I,outside,,,,," for n in range(5)), publish=True)
    seen, cursor = [], ""
    while cursor is not None:
        page = (await make_client().get(f"{PUBLIC}/projects", params={"limit": 2, "cursor": cursor})).json()
        seen += [each["code"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert {f"P-{n}" for n in range(5)} <= set(seen)
    assert len(seen) == len(set(seen))


async def test_a_bad_row_is_left_out_alone_and_kept_with_the_reason(officer, session):
    made = await imported(
        officer,
        "T-1,Dự án tốt,I,outside,calling,16.4,107.6,1000,2000",
        "T-2,Dự án ngoài Huế,I,outside,calling,21.0,105.8,,",
        "T-3,Dự án sai khu,I,nowhere,calling,,,,",
        "T-4,X,I,outside,calling,,,nhiều,",
    )
    assert (made["taken"], made["refused"]) == (1, 3)
    reasons = {each["row"]: {one["column"] for one in each["problems"]} for each in made["rows"]}
    assert reasons == {3: {"lat"}, 4: {"zone"}, 5: {"name_vi", "capital_min_vnd"}}
    assert made["rows"][0]["cells"]["name_vi"] == "Dự án ngoài Huế"
    again = (await officer.get(f"{OPS}/imports/{made['id']}")).json()
    assert again == made


async def test_a_known_code_is_written_again(officer, project, session):
    await imported(officer, "DA-01,Tên khác của dự án,I,outside,studying,,,,")
    rows = (await session.scalars(select(Project).where(Project.code == "DA-01"))).all()
    assert [(row.name_vi, row.status) for row in rows] == [("Tên khác của dự án", ProjectStatus.STUDYING)]


async def test_a_row_cannot_leave_out_a_step(officer, project, session):
    made = await imported(officer, "DA-01,Tên khác của dự án,I,outside,operating,,,,")
    assert (made["taken"], made["refused"]) == (0, 1)
    row = (await session.scalars(select(Project).where(Project.code == "DA-01"))).one()
    assert (row.name_vi, row.status) == ("Khu nghỉ dưỡng Lăng Cô", ProjectStatus.CALLING)


async def test_who_brought_it_in_is_in_the_history(officer, session):
    await imported(officer, "T-1,Dự án tốt,I,outside,,,,,", publish=True)
    lines = (await session.scalars(select(ProjectChange).order_by(ProjectChange.id))).all()
    assert [each.action.value for each in lines] == ["add", "publish"]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"PK\x03\x04broken"])
async def test_what_is_no_table_is_refused_as_a_whole(officer, body):
    answer = await officer.post(f"{OPS}/imports", params={"name": "x"}, content=body)
    assert answer.status_code == 422


async def test_what_goes_out_as_csv_comes_in_again(make_client, officer, published):
    body = (await make_client().get(f"{PUBLIC}/projects.csv", params={"q": "DA-01"})).content
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["code"], row["capital_min_vnd"]) for row in rows] == [("DA-01", "1525000000000")]
    answer = await officer.post(f"{OPS}/imports", params={"name": "lai.csv"}, content=body)
    assert (answer.json()["taken"], answer.json()["refused"]) == (1, 0)


async def test_the_geojson_has_longitude_first(make_client, published):
    answer = await make_client().get(f"{PUBLIC}/projects.geojson", params={"q": "DA-01"})
    assert answer.headers["content-type"] == "application/geo+json"
    (feature,) = answer.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [108.05, 16.25]}


async def test_demonstration_projects_say_what_they_are(make_client):
    items = (await make_client().get(f"{PUBLIC}/projects", params={"limit": 100})).json()["items"]
    shown = [each for each in items if each["is_demonstration"]]
    assert len(shown) == 5
    assert all("minh họa" in each["name"]["vi"] for each in shown)


async def test_the_choices_name_where_they_come_from(make_client):
    choices = (await make_client().get(f"{PUBLIC}/choices")).json()
    assert choices["answer_days"] == 5
    assert all(each["source"] for each in (*choices["sectors"], *choices["zones"]))


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.AUDITOR])
async def test_only_officers_write_projects(make_client, role):
    assert (await make_client(role).post(f"{OPS}/projects", json=written())).status_code == 403
