"""The reference data that every installation starts with."""

from uuid import UUID

from hueioc.areas.units import wards
from reflection.seed import category_rows, seed, unit_rows
from reflection.service import lists


def test_category_codes_are_unique_and_can_be_asked_for():
    codes = [row["code"] for row in category_rows()]
    assert len(codes) == len(set(codes))
    assert all(code.replace("-", "").isalnum() and code == code.lower() for code in codes)


def test_every_row_says_where_it_comes_from():
    assert all(row["source"] and row["valid_from"].tzinfo for row in category_rows())


def test_every_name_is_given_in_both_languages():
    names = [row[name] for row in category_rows() for name in ("name_vi", "name_en", "group_vi", "group_en")]
    names += [row[name] for row in unit_rows() for name in ("name_vi", "name_en")]
    assert all(name.strip() for name in names)


def test_units_have_ids_of_their_own():
    ids = [row["id"] for row in unit_rows()]
    assert len(ids) == len(set(ids))
    assert all(isinstance(row["agency_id"], UUID) for row in unit_rows())


def test_every_ward_has_its_committee():
    names = " ".join(row["name_vi"].casefold() for row in unit_rows())
    assert [ward.name_vi for ward in wards().values() if ward.name_vi.split(" ", 1)[1].casefold() not in names] == []


async def test_seeding_twice_changes_nothing(runtime, session):
    before = await lists.categories(session, "all")
    await seed(runtime)
    assert await lists.categories(session, "all") == before
