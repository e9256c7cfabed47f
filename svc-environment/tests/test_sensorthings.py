"""SensorThings: read as the standard says, also by a client of somebody else's."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import frost_sta_client
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ColumnElement

from environment.errors import FilterRefused, NoSuchEntity
from environment.sensorthings.entities import Kind, Resource, observation_id, reading_key, resource_of
from environment.sensorthings.filters import condition
from environment.sensorthings.options import Options, options_of
from hueioc.testing.apps import app_of

HOURS = 12
EARLIEST, LATEST = datetime(1970, 1, 1), datetime(2100, 1, 1)


@pytest.fixture
async def twelve(bureau):
    """Kim Long stands at 1, 2, … 12 cm, an hour apart, the last one at noon."""
    for hour in range(1, HOURS + 1):
        await bureau.level(hour / 100, minutes=60 * (hour - HOURS))
    return await bureau.station()


@pytest.fixture
def api(make_client, runtime):
    client = make_client()

    async def get(path, **options):
        answer = await client.get(f"/v1.1/{path}", params={f"${name}": value for name, value in options.items()})
        assert answer.status_code == 200, answer.text
        return answer.json()

    get.client = client
    get.runtime = runtime
    return get


async def stream_of(api, station):
    streams = (await api(f"Things({station.number})/Datastreams"))["value"]
    return next(each["@iot.id"] for each in streams if each["name"].startswith("Level"))


async def test_the_root_names_the_sets_under_their_own_addresses(api):
    root = (await api.client.get("/v1.1")).json()
    assert {each["name"]: each["url"] for each in root["value"]}["Things"].endswith("/v1.1/Things")


async def test_a_thing_has_every_property_of_the_standard(api, twelve):
    thing = await api(f"Things({twelve.number})")
    assert {"@iot.id", "@iot.selfLink", "name", "description", "Datastreams@iot.navigationLink"} <= thing.keys()


async def test_relations_lead_from_an_observation_to_its_thing(api, twelve):
    stream = await stream_of(api, twelve)
    first = (await api(f"Datastreams({stream})/Observations", top=1))["value"][0]
    owner = await api(f"Observations({first['@iot.id']})/Datastream")
    assert owner["@iot.id"] == stream
    assert (await api(f"Datastreams({stream})/Thing"))["@iot.id"] == twelve.number
    assert (await api(f"Datastreams({stream})/ObservedProperty"))["name"] == "Level"
    assert (await api(f"Datastreams({stream})/Sensor"))["encodingType"] == "text/plain"


async def test_a_number_compares_as_a_number_and_a_text_as_text(api, bureau, builders):
    rows = [("Rain", number, "mm", "00", builders["noon"] - timedelta(hours=number)) for number in range(1, 13)]
    await bureau.deliver(builders["file"](*rows))
    assert (await api("Observations", filter="result gt 3", count="true"))["@iot.count"] == 9
    assert (await api("Observations", filter="result gt '3'", count="true"))["@iot.count"] == 6


async def test_pages_hang_together_and_the_count_stays(api, twelve):
    stream = await stream_of(api, twelve)
    page = await api(f"Datastreams({stream})/Observations", top=5, count="true")
    seen = [each["result"] for each in page["value"]]
    while link := page.get("@iot.nextLink"):
        page = (await api.client.get(link.partition("/v1.1")[1] + link.partition("/v1.1")[2])).json()
        assert page["@iot.count"] == HOURS
        seen += [each["result"] for each in page["value"]]
    assert seen == [hour / 100 for hour in range(1, HOURS + 1)]


async def test_skip_and_top_cut_out_a_part(api, twelve):
    stream = await stream_of(api, twelve)
    found = (await api(f"Datastreams({stream})/Observations", top=2, skip=3))["value"]
    assert [each["result"] for each in found] == [0.04, 0.05]


async def test_time_is_filtered_from_one_moment_to_another(api, twelve):
    found = await api(
        "Observations", filter="phenomenonTime ge 2026-11-03T03:00:00Z and phenomenonTime lt 2026-11-03T05:00:00Z"
    )
    assert [each["result"] for each in found["value"]] == [0.1, 0.11]


async def test_newest_first_when_asked(api, twelve):
    stream = await stream_of(api, twelve)
    found = await api(f"Datastreams({stream})/Observations", orderby="phenomenonTime desc", top=1)
    assert found["value"][0]["result"] == 0.12


async def test_one_level_is_expanded_with_its_own_page(api, twelve):
    stream = await stream_of(api, twelve)
    found = await api(f"Datastreams({stream})", expand="Thing,Observations($top=2;$count=true)")
    assert found["Thing"]["@iot.id"] == twelve.number
    assert (len(found["Observations"]), found["Observations@iot.count"]) == (2, HOURS)
    assert "$skiptoken" in found["Observations@iot.nextLink"]


async def test_a_property_and_its_bare_value(api, twelve):
    stream = await stream_of(api, twelve)
    assert await api(f"Datastreams({stream})/ObservedProperty/name") == {"name": "Level"}
    assert (await api.client.get(f"/v1.1/Datastreams({stream})/ObservedProperty/name/$value")).text == "Level"
    assert list((await api(f"Things({twelve.number})/$ref")).keys()) == ["@iot.selfLink"]


@pytest.mark.parametrize(
    "path",
    [
        "Nothing",
        "Things(99999)",
        "Things(1)/Observations",
        "Things(99999999999999999999)",
        "Observations(1)",
        "Datastreams/Thing",
        "%00",
    ],
)
async def test_what_is_not_there_is_not_found(make_client, path):
    assert (await make_client().get(f"/v1.1/{path}")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "$filter=result gt",
        "$filter=name eq 'x'",
        "$filter=" + "(" * 50 + "result gt 1" + ")" * 50,
        "$top=-1",
        "$top=x",
        "$count=maybe",
        "$expand=Datastream($expand=Thing)",
        "$orderby=result",
        "$nothing=1",
        "$filter=phenomenonTime gt 2026-99-99T00:00:00Z",
    ],
)
async def test_a_wrong_option_says_what_is_wrong_in_both_languages(make_client, query):
    for language in ("vi", "en"):
        answer = await make_client().get(f"/v1.1/Observations?{query}", headers={"Accept-Language": language})
        assert answer.status_code == 400, answer.text
        assert answer.json()["detail"]


@pytest.mark.filterwarnings("ignore:furl:DeprecationWarning")  # the client's own library
async def test_a_client_of_somebody_else_reads_it(twelve, runtime, serve):
    port = await serve(app_of(runtime))
    runtime.settings = runtime.settings.model_copy(update={"public_url": f"http://127.0.0.1:{port}"})

    def read():
        service = frost_sta_client.SensorThingsService(f"http://127.0.0.1:{port}/v1.1")
        thing = service.things().find(twelve.number)
        streams = {each.name.partition(",")[0]: each for each in thing.get_datastreams().query().list()}
        level = streams["Level"].get_observations().query()
        everything = level.top(5).list()
        high = streams["Level"].get_observations().query().filter("result gt 0.1").count().list()
        return thing.name, [each.result for each in everything], [each.result for each in high]

    name, everything, high = await asyncio.to_thread(read)
    assert name == twelve.name_vi
    assert everything == [hour / 100 for hour in range(1, HOURS + 1)]
    assert high == [0.11, 0.12]


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["result", "phenomenonTime", "gt", "and", "not", "(", ")", "1", "'a'", "2026-01-01T00:00:00Z"]),
        max_size=12,
    ).map(" ".join)
)
def test_any_filter_is_understood_or_refused(text):
    with contextlib.suppress(FilterRefused, NoSuchEntity):
        assert isinstance(condition(text), ColumnElement)


@given(
    st.sampled_from(Kind),
    st.lists(
        st.tuples(
            st.sampled_from(["$top", "$skip", "$expand", "$orderby", "$select", "$filter"]), st.text(max_size=30)
        ),
        max_size=4,
    ),
)
def test_any_option_is_understood_or_refused(kind, given):
    with contextlib.suppress(FilterRefused):
        assert isinstance(options_of(kind, given), Options)


@given(st.text(max_size=40))
def test_any_path_is_understood_or_not_found(path):
    with contextlib.suppress(NoSuchEntity):
        assert all(isinstance(step, Resource) for step in resource_of(path))


@given(st.integers(1, 2**21 - 1), st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)))
def test_an_observations_number_leads_back_to_it(datastream, at):
    at = at.replace(microsecond=0)
    number = observation_id(datastream, at)
    assert reading_key(number) == (datastream, at)
    assert number < 2**53
