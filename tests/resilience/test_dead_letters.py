"""A message that cannot be handled does not stop its neighbours, is kept, and is handled once after the mending."""

from uuid import UUID

import pytest

from tests.city import City
from tests.people import Person, new_report, until

BURIED_WITHIN_S = 15.0


@pytest.fixture
def talking(tough_city: City) -> City:
    return tough_city


REPORTS = tuple(new_report() for _ in range(9))


@pytest.fixture(scope="module")
async def poison(_tough: City) -> str:
    """The report that the check cannot read, sent between others and buried by now."""
    talking, poison = _tough, REPORTS[4]["id"]
    async with talking.database("wards") as database:
        await database.execute("insert into unreadable values ($1)", UUID(poison))
    async with talking.client() as client:
        citizen = Person(client, talking.token("citizen"))
        for report in REPORTS:
            assert (await citizen.submit(report)).is_success
    await until(lambda: number_of_letters(talking), BURIED_WITHIN_S, is_it=lambda number: number == 1)
    return poison


async def number_of_letters(city: City) -> int:
    async with city.bus() as bus:
        return (await bus.api("STREAM.INFO.DLQ"))["state"]["messages"]


async def times_checked(city: City) -> dict[str, int]:
    async with city.database("wards") as database:
        rows = await database.fetch(
            "select report_id::text, times from checked where report_id = any($1)",
            [UUID(each["id"]) for each in REPORTS],
        )
    return dict(rows)


def letter_of(city: City) -> str:
    """The number of the only letter, as the list shows it."""
    return city.hue("dlq", "list").splitlines()[-1].split()[0]


async def test_its_neighbours_are_handled(talking: City, poison: str):
    found = await until(lambda: times_checked(talking), is_it=lambda found: len(found) == 8)

    assert poison not in found
    assert set(found.values()) == {1}


async def test_the_list_names_it_with_its_reason(talking: City, poison: str):
    said = talking.hue("dlq", "list")

    assert "wards-check" in said
    assert "CannotReadError: the check cannot read this report" in said
    assert "evt.reflection.report.received" in said


async def test_it_is_shown_whole(talking: City, poison: str):
    said = talking.hue("dlq", "show", letter_of(talking))

    assert f"ce-subject: {poison}" in said
    assert "Hue-Dlq-Stream: EVT_REFLECTION" in said
    assert f'"report_id":"{poison}"' in said


async def test_a_replay_that_fails_again_keeps_it(talking: City, poison: str):
    with pytest.raises(AssertionError, match="1 of them failed again"):
        talking.hue("dlq", "replay", letter_of(talking))

    assert await number_of_letters(talking) == 1


async def test_a_replay_after_the_mending_handles_it_once(talking: City, poison: str):
    number = letter_of(talking)
    async with talking.database("wards") as database:
        await database.execute("delete from unreadable")

    assert talking.hue("dlq", "replay", number) == f"{number}: done\n"

    assert await number_of_letters(talking) == 0
    assert (await times_checked(talking))[poison] == 1
    assert talking.hue("dlq", "list") == "There are no dead letters.\n"
