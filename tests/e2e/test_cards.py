"""Cards in the whole city (flow 10): scanned, rated, complained of without showing by whom, revoked at once."""

import base64
import io
import json
from typing import Any

import claim169
import httpx
from joserfc import jwt
from joserfc.jwk import KeySet
from PIL import Image

from tests.city import City
from tests.people import Person, new_report, until

SEEN_WITHIN_S = 30.0
OPS = "/v1/ops/cards"
OFFICIAL = {
    "staff_no": "CB-0001",
    "full_name": "Nguyễn Thị Hồng Nhung",
    "position_vi": "Chuyên viên Bộ phận Một cửa",
    "position_en": "One-stop officer",
    "citizen_id": "046190001234",
    "birth_date": "1990-05-04",
}


def portrait() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((600, 800)).save(out, "JPEG")
    return out.getvalue()


async def issue_card(client: httpx.AsyncClient, city: City, **more: str) -> Any:
    """A card, from the registry's agency to the printed codes, by two people."""
    moderator, supervisor = Person(client, city.token("moderator")), Person(client, city.token("supervisor"))
    agency = (await moderator.read("/v1/organisations/agencies"))["items"][0]

    async def official() -> Any:
        """Refused until the agency has come over the bus."""
        answer = await moderator.post(f"{OPS}/officials", OFFICIAL | {"agency_id": agency["id"]} | more)
        return answer.json() if answer.is_success else None

    made = await until(official, SEEN_WITHIN_S)
    photo = await client.put(
        f"{OPS}/officials/{made['id']}/photo",
        content=portrait(),
        headers=moderator.headers | {"Idempotency-Key": f"photo-{made['id']}"},
    )
    assert photo.is_success, photo.text
    asked = {"official_id": made["id"], "valid_from": "2026-01-01", "valid_to": "2030-12-31"}
    card = (await moderator.post(OPS, asked)).json()
    for person, action in ((moderator, "request"), (supervisor, "approve"), (moderator, "issue")):
        answer = await person.post(f"{OPS}/{card['id']}/moves", {"action": action})
        assert answer.is_success, answer.text
    return answer.json()


async def test_a_scanned_card_is_rated_and_the_rating_reaches_the_agencys_sums_without_the_citizen(city: City):
    async with city.client() as client:
        card = await issue_card(client, city)
        page = await client.get(f"/v/{card['short_id']}")
        assert (page.status_code, "Thẻ còn hiệu lực" in page.text, "<script" in page.text) == (200, True, False)
        scanned = (await client.post("/v1/cards/verifications", json={"text": card["front"]})).json()
        assert (scanned["result"], scanned["card_id"]) == ("valid", card["id"])
        for number in range(5):
            citizen = Person(client, city.token("citizen", name=f"rater-{number}"))
            rating = {"stars": 4, "aspects": {"attitude": 5}, "dossier_code": "000.00.01.H57-260302-0001"}
            answer = await citizen.post(f"/v1/cards/{card['short_id']}/ratings", rating)
            assert answer.status_code == 201, answer.text

        async def published() -> Any:
            return (await client.get("/v1/cards/ratings")).json().get("items")

        (sums,) = await until(published, SEEN_WITHIN_S)
        assert (sums["agency"]["id"], sums["count"], sums["mean"]) == (card["agency"]["id"], 5, 4.0)

        async def satisfaction() -> list[float]:
            rows = (await client.get("/v1/procedures/figures")).json()["rows"]
            return [each["satisfaction"]["stars"] for each in rows if each["satisfaction"]]

        assert await until(satisfaction, SEEN_WITHIN_S) == [4.0]
    async with city.database("cards") as database:
        rows = await database.fetch("select payload from outbox where subject = 'evt.cards.card.rated'")
    said = [json.loads(bytes(row["payload"])) for row in rows]
    assert {each["agency_id"] for each in said} == {card["agency"]["id"]}
    assert not any("person" in key or "citizen" in key or "comment" in key for each in said for key in each)


async def test_a_reader_that_is_not_ours_verifies_a_card_with_the_published_key(city: City):
    async with city.client() as client:
        card = await issue_card(client, city, staff_no="CB-0002", citizen_id="046190001235")
        (key,) = (await client.get("/v1/cards/jwks.json")).json()["keys"]
        point = b"\x04" + b"".join(base64.urlsafe_b64decode(key[part] + "=") for part in ("x", "y"))
        found = claim169.decode_with_ecdsa_p256(card["front"], point)
        assert (found.is_verified(), found.claim169.id) == (True, card["short_id"])


async def test_a_complaint_becomes_a_report_with_the_card_and_nobody_learns_whose(city: City):
    async with city.client() as client:
        card = await issue_card(client, city, staff_no="CB-0003", citizen_id="046190001236")
        author = Person(client, city.token("citizen", name="author"))
        scanned = (await client.post("/v1/cards/verifications", json={"text": card["url"]})).json()
        report = new_report(
            category="public-service",
            description="Thái độ không đúng mực khi tiếp dân",
            answers={"card": scanned["card_id"]},
        )
        assert (await author.submit(report)).is_success
        moderator = Person(client, city.token("moderator"))
        path = f"/v1/ops/reports/{report['id']}"

        async def taken() -> bool:
            return (await moderator.get(path)).is_success

        await until(taken, SEEN_WITHIN_S)
        accepted = await moderator.act(report["id"], "moderation", {"decision": "accept"})
        unit = (await moderator.read("/v1/units"))["items"][0]
        await moderator.act(report["id"], "assignment", {"unit_id": unit["id"]})
        officer = Person(client, city.token("officer", unit_id=unit["id"], agency_id=unit["agency_id"]))
        for person in (moderator, officer):
            shown = await person.read(path)
            attached = {each["code"]: each["value"] for each in shown["attributes"]}
            assert attached == {"card": card["id"]}
            assert subject_of(author) not in json.dumps(shown)
        assert accepted["attributes"]
        public = await client.get(f"/v1/reports/{report['id']}")
        assert subject_of(author) not in public.text
        assert card["short_id"] not in public.text  # who has not scanned the card does not learn whose it is


async def test_a_revocation_is_in_the_list_on_the_page_and_on_the_tile_and_survives_a_kill(city: City):
    async with city.client() as client:
        card = await issue_card(client, city, staff_no="CB-0004", citizen_id="046190001237")
        moderator = Person(client, city.token("moderator"))
        await moderator.post(f"{OPS}/{card['id']}/moves", {"action": "revoke", "reason": "lost"})
        keys = KeySet.import_key_set((await client.get("/v1/cards/jwks.json")).json())
        answer = await client.get(f"/v1/cards/lists/{card['status_list']}")
        token = jwt.decode(answer.text, keys, algorithms=["ES256"])
        assert token.claims["sub"].endswith(f"/v1/cards/lists/{card['status_list']}")
        assert "Thẻ đã bị thu hồi" in (await client.get(f"/v/{card['short_id']}")).text

        async def is_on_the_tile() -> bool:
            tile = (await moderator.get("/v1/city/cards")).json()
            return any(each["code"] == "ended" and each["value"] for each in tile.get("figures", ()))

        await until(is_on_the_tile, SEEN_WITHIN_S)
        city.kill_and_wait("cards")
        found = await client.post("/v1/cards/verifications", json={"text": card["front"]})
        assert found.json()["result"] == "revoked"


def subject_of(person: Person) -> str:
    payload = person.token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]
