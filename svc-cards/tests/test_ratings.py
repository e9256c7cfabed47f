"""Ratings: once a day, by people who are signed in, told onwards without them, published from five on."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from cards.consumers import ERASURE
from cards.service.ratings import by_agency, forget
from hueioc.auth.principal import Role

OPS = "/v1/ops/cards"


async def rated_events(office):
    async with office.runtime.database.transaction() as session:
        rows = await session.execute(text("select * from outbox where subject = 'evt.cards.card.rated' order by id"))
        return rows.mappings().all()


async def test_a_citizen_rates_the_holder_of_a_valid_card(office):
    card = await office.issued()
    taken = await office.rate(card, 4, aspects={"attitude": 5}, comment="Rất tận tình")
    assert taken["service_day"] == "2026-11-03"


async def test_nobody_rates_without_signing_in(office):
    card = await office.issued()
    await office.rate(card, code=401, client=office.anyone)
    await office.rate(card, code=403, client=office.officer)


async def test_one_person_rates_one_official_once_a_day_also_by_another_card(office):
    official = await office.official()
    card = await office.issued(official)
    citizen = office.make_client(Role.CITIZEN)
    await office.rate(card, client=citizen)
    assert (await office.rate(card, code=409, client=citizen))["type"].endswith("rated-today")
    second = await office.issued(official, replaces_id=card["id"], replace_reason="damaged")
    assert (await office.rate(second, code=409, client=citizen))["type"].endswith("rated-today")


async def test_the_next_day_may_be_rated_again(office):
    card, subject = await office.issued(), str(uuid4())
    await office.rate(card, client=office.make_client(Role.CITIZEN, subject=subject))
    office.clock.move(timedelta(days=1))
    await office.rate(card, client=office.make_client(Role.CITIZEN, subject=subject))


async def test_a_person_rates_at_most_ten_officials_a_day(office):
    citizen = office.make_client(Role.CITIZEN)
    for _ in range(10):
        await office.rate(await office.issued(), client=citizen)
    assert (await office.rate(await office.issued(), code=409, client=citizen))["type"].endswith("too-many-ratings")


async def test_the_holder_of_a_card_that_is_not_valid_is_not_rated(office):
    card = await office.issued()
    await office.move(card, "suspend", reason="leave")
    assert (await office.rate(card, code=409))["type"].endswith("card-not-valid")


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"stars": 6}, "/stars"),
        ({"stars": 0}, "/stars"),
        ({"aspects": {"beauty": 5}}, "/aspects/beauty"),
        ({"aspects": {"attitude": 9}}, "/aspects/attitude"),
        ({"dossier_code": "my dossier"}, "/dossier_code"),
    ],
)
async def test_a_wrong_rating_is_refused_by_its_field(office, more, pointer):
    refused = await office.rate(await office.issued(), code=422, **more)
    assert refused["errors"][0]["pointer"] == pointer


async def test_the_event_says_whose_service_and_nothing_of_the_citizen(office):
    card = await office.issued()
    citizen = office.make_client(Role.CITIZEN, subject="0190aaaa-0000-7000-8000-00000000c171")
    given = {
        "aspects": {"attitude": 2, "guidance": 5},
        "comment": "Gọi 0912345678",
        "dossier_code": "H57.01-260302-0001",
    }
    await office.rate(card, 3, client=citizen, **given)
    (event,) = await rated_events(office)
    said = json.loads(event["payload"])
    assert set(said) == {
        "rating_id",
        "card_id",
        "official_id",
        "agency_id",
        "service_day",
        "stars",
        "aspects",
        "dossier_code",
    }
    assert (said["agency_id"], said["stars"]) == (card["agency"]["id"], 3)
    assert said["aspects"] == [{"code": "attitude", "stars": 2}, {"code": "guidance", "stars": 5}]
    assert "c171" not in str(dict(event))
    assert "'Hue-Audience': 'service'" in str(dict(event)).replace('"', "'")


async def test_nothing_is_published_before_five_have_rated(office):
    card = await office.issued()
    for count in range(1, 6):
        await office.rate(card, 4 if count < 5 else 5)
        async with office.runtime.database.transaction() as session:
            items = (await by_agency(session)).items
        assert len(items) == (count >= 5)
    assert (items[0].agency.code, items[0].count, items[0].mean) == ("H57.33", 5, 4.2)


async def test_staff_see_no_more_of_an_official_before_five_have_rated(office):
    official = await office.official()
    card = await office.issued(official)
    path = f"{OPS}/officials/{official['id']}/ratings"
    for _ in range(4):
        await office.rate(card, 5, comment="Gọi tôi 0912345678", aspects={"timeliness": 5})
    few = (await office.officer.get(path)).json()
    assert few == {"least": 5, "count": None, "mean": None, "aspects": [], "comments": []}
    await office.rate(card, 5)
    many = (await office.officer.get(path)).json()
    assert (many["count"], many["aspects"]) == (5, [])
    assert many["comments"] == ["Gọi tôi [điện thoại]"] * 4


async def test_a_person_who_is_erased_is_forgotten_and_the_sum_stays(office):
    subject = uuid4()
    await office.rate(await office.issued(), client=office.make_client(Role.CITIZEN, subject=str(subject)))
    async with office.runtime.database.transaction() as session:
        before = (await session.execute(text("select person_token from ratings"))).scalar()
        await forget(office.runtime, session, subject)
    async with office.runtime.database.transaction() as session:
        after = (await session.execute(text("select person_token from ratings"))).scalars().all()
    assert len(after) == 1
    assert after[0] != before
    assert ERASURE.consumer.name == "cards-erasure"
