"""A card's life: asked for, approved by another, issued with its codes, suspended, revoked, replaced, run out."""

import io
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy import text

from cards.jobs import expire_cards
from cards.rules import claim169
from hueioc.auth.principal import Role

OPS = "/v1/ops/cards"


async def subjects(office):
    async with office.runtime.database.transaction() as session:
        rows = await session.execute(text("select subject from outbox where kind = 0 order by id"))
    return [row.subject.removeprefix("evt.cards.") for row in rows]


async def test_a_card_is_asked_for_approved_by_another_and_issued(office):
    card = await office.issued()
    assert (card["state"], card["number"][:4]) == ("active", "HUE-")
    assert [line["target"] for line in card["history"]] == ["draft", "requested", "approved", "active"]


async def test_who_asked_for_a_card_may_not_approve_it(office):
    card = await office.draft(await office.official())
    asked = await office.move(card, "request")
    assert "approve" not in asked["actions"]
    assert (await office.move(card, "approve", 409))["type"].endswith("second-person-needed")
    assert (await office.move(card, "approve", client=office.supervisor))["state"] == "approved"


async def test_an_officer_asks_but_does_not_issue(office):
    card = await office.draft(await office.official())
    await office.move(card, "request", client=office.officer)
    await office.move(card, "approve", 403, client=office.officer)


async def test_an_officer_of_another_agency_sees_nothing_of_it(office):
    official = await office.official()
    card = await office.issued(official)
    stranger = office.make_client(Role.OFFICER, agency_id="11111111-0000-7000-8000-000000000002")
    for path in (f"/{card['id']}", f"/officials/{official['id']}", f"/{card['id']}/card.pdf"):
        assert (await stranger.get(OPS + path)).status_code == 403
    assert (await stranger.get(OPS)).json()["items"] == []


async def test_no_card_without_a_photo(office):
    card = await office.draft(await office.official(photo=False))
    await office.move(card, "request", client=office.officer)
    await office.move(card, "approve")
    assert (await office.move(card, "issue", 409))["type"].endswith("official-without-photo")


async def test_a_card_whose_code_could_not_be_scanned_is_not_issued(office):
    card = await office.draft(await office.official(position_vi="Phó Trưởng phòng phụ trách " * 4))
    await office.move(card, "request", client=office.officer)
    await office.move(card, "approve")
    refused = await office.move(card, "issue", 422)
    assert refused["type"].endswith("card-too-large")
    assert refused["bytes"] > refused["limit"] == 380


async def test_the_codes_stay_within_their_bytes(office):
    card = await office.issued()
    for face, most in (("front", 380), ("back", 900)):
        read = claim169.read(card[face])
        assert len(claim169._unpacked(card[face])) <= most
        assert bool(read.claims.photo) == (face == "back")


async def test_an_official_has_one_card_and_one_request_at_a_time(office):
    official = await office.official()
    await office.draft(official)
    assert (await office.draft(official, 409))["type"].endswith("card-exists")


async def test_a_second_card_needs_the_first_to_give_way(office):
    official = await office.official()
    await office.issued(official)
    assert (await office.draft(official, 409))["type"].endswith("card-exists")


async def test_a_new_position_makes_the_card_out_of_date_and_a_new_one_replaces_it(office):
    official = await office.official()
    first = await office.issued(official)
    body = {"full_name": official["full_name"], "position_vi": "Phó Chủ tịch", "position_en": "Vice chair"}
    body["agency_id"] = official["agency"]["id"]
    await office.moderator.put(f"{OPS}/officials/{official['id']}", json=body)
    listed = (await office.moderator.get(OPS, params={"q": "hong nhung"})).json()["items"]
    assert [each["is_outdated"] for each in listed] == [True]
    second = await office.issued(official, replaces_id=first["id"], replace_reason="position_changed")
    old = (await office.moderator.get(f"{OPS}/{first['id']}")).json()
    assert (old["state"], old["reason"]) == ("replaced", "position_changed")
    assert (second["position"]["vi"], second["status_index"] != first["status_index"]) == ("Phó Chủ tịch", True)


async def test_suspending_and_revoking_need_a_reason_of_the_list(office):
    card = await office.issued()
    for action in ("suspend", "revoke"):
        refused = await office.move(card, action, 422, reason="because")
        assert refused["errors"][0]["pointer"] == "/reason"


async def test_a_suspended_card_is_good_again_after_reinstating(office):
    card = await office.issued()
    held = await office.move(card, "suspend", reason="leave", client=office.officer)
    assert (held["state"], held["reason"]) == ("suspended", "leave")
    assert (await office.move(card, "reinstate"))["state"] == "active"


async def test_what_is_revoked_stays_revoked(office):
    card = await office.issued()
    await office.move(card, "revoke", reason="retired", document_no="7/QĐ")
    for action in ("reinstate", "issue", "revoke"):
        assert (await office.move(card, action, 409, reason="retired"))["type"].endswith("state-forbids")


async def test_after_a_revocation_the_official_may_get_another_card(office):
    official = await office.official()
    await office.move(await office.issued(official), "revoke", reason="lost")
    assert (await office.issued(official))["state"] == "active"


async def test_a_card_runs_out_after_its_last_day_and_says_so_once(office):
    card = await office.issued(valid_to="2026-11-03")
    await expire_cards(office.runtime)
    assert (await office.moderator.get(f"{OPS}/{card['id']}")).json()["state"] == "active"
    office.clock.move(timedelta(days=1))
    await expire_cards(office.runtime)
    await expire_cards(office.runtime)
    assert (await office.make_client(Role.MODERATOR).get(f"{OPS}/{card['id']}")).json()["state"] == "expired"
    assert (await subjects(office)).count("card.expired") == 1


async def test_every_change_is_told_once(office):
    card = await office.issued()
    await office.move(card, "suspend", reason="leave")
    await office.move(card, "reinstate")
    await office.move(card, "revoke", reason="dismissed")
    told = [each for each in await subjects(office) if each.startswith("card.")]
    assert told == ["card.issued", "card.suspended", "card.reinstated", "card.revoked"]


@pytest.mark.parametrize(
    ("period", "pointer"),
    [(("2026-11-01", "2026-10-01"), "/valid_to"), (("2026-11-01", "2031-11-02"), "/valid_to")],
)
async def test_a_period_that_cannot_be_is_refused(office, period, pointer):
    refused = await office.draft(await office.official(), 422, valid_from=period[0], valid_to=period[1])
    assert refused["errors"][0]["pointer"] == pointer


async def test_the_same_person_is_not_entered_twice(office):
    await office.official(citizen_id="046190999999")
    body = {"staff_no": "X-1", "full_name": "Khác", "position_vi": "x", "position_en": "x", "birth_date": "1990-01-01"}
    body |= {"agency_id": "11111111-0000-7000-8000-000000000001", "citizen_id": "0461 9099 9999"}
    assert (await office.post("/officials", body, 409))["type"].endswith("official-exists")


async def test_what_is_personal_is_sealed_and_a_look_at_it_is_written_down(office):
    official = await office.official()
    assert "phone" not in official
    await office.post(f"/officials/{official['id']}/look", {}, 403, office.moderator)
    seen = await office.post(f"/officials/{official['id']}/look", {}, 200, office.supervisor)
    assert (seen["phone"], seen["email"]) == ("+84912345678", "nhung@hue.gov.vn")
    async with office.runtime.database.transaction() as session:
        rows = await session.execute(text("select action from audit where subject = :s"), {"s": official["id"]})
        actions = [row.action for row in rows]
        sealed = (await session.execute(text("select sealed from official_identities"))).scalar()
    assert "official.looked" in actions
    assert b"912345678" not in bytes(sealed)


@pytest.mark.parametrize("field", ["citizen_id", "phone"])
async def test_a_wrong_number_is_refused_by_its_field(office, field):
    body = {"staff_no": "X-2", "full_name": "A", "position_vi": "x", "position_en": "x", "birth_date": "1990-01-01"}
    body |= {"agency_id": "11111111-0000-7000-8000-000000000001", "citizen_id": "046190111111", field: "12"}
    refused = await office.post("/officials", body, 422)
    assert refused["errors"][0]["pointer"] == f"/{field}"


async def test_a_damaged_photo_is_refused(office):
    official = await office.official(photo=False)
    assert (await office.set_photo(official["id"], b"\xff\xd8\xffnothing", 422))["type"].endswith("photo-refused")


@pytest.mark.parametrize("face", ["front", "back", "url"])
async def test_the_printed_code_says_what_the_card_says(office, face):
    card = await office.issued()
    png = await office.officer.get(f"{OPS}/{card['id']}/codes/{face}.png")
    assert zxingcpp.read_barcode(Image.open(io.BytesIO(png.content))).text == card[face]
    svg = await office.officer.get(f"{OPS}/{card['id']}/codes/{face}.svg")
    assert (svg.headers["content-type"], b"mm" in svg.content) == ("image/svg+xml", True)


async def test_a_draft_has_no_codes(office):
    card = await office.draft(await office.official())
    assert (await office.officer.get(f"{OPS}/{card['id']}/codes/url.png")).status_code == 409


async def test_the_pdf_has_two_sides_of_id_1_with_codes_that_are_read(office):
    card = await office.issued()
    answer = await office.officer.get(f"{OPS}/{card['id']}/card.pdf")
    document = PdfDocument(answer.content)
    assert [tuple(round(side / 72 * 25.4, 1) for side in page.get_size()) for page in document] == [(85.6, 54.0)] * 2
    found = {code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())}
    assert {face for face in ("front", "back", "url") if card[face] in found} == {"front", "back", "url"}


async def test_a_page_of_cards_goes_on_where_it_ended(office):
    made = [(await office.draft(await office.official()))["id"] for _ in range(3)]
    first = (await office.moderator.get(OPS, params={"limit": 2, "state": "draft"})).json()
    rest = (await office.moderator.get(OPS, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert sorted(each["id"] for each in first["items"] + rest["items"]) == sorted(made)
    assert rest["next_cursor"] is None
