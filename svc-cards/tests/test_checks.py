"""Checks of cards as everybody makes them: by code, by address, on the page without a script, with nothing kept."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from cards.rules import claim169
from cards.service import keys
from cards.service.tile import city_tile, map_layer
from hueioc.auth.principal import Role

HUE = {"lat": 16.4637, "lon": 107.5909}


async def scans(office):
    async with office.runtime.database.transaction() as session:
        return (await session.execute(text("select * from scans order by at, id"))).mappings().all()


@pytest.mark.parametrize("face", ["front", "back", "url"])
async def test_a_valid_card_shows_whose_it_is_by_any_of_its_codes(office, face):
    card = await office.issued()
    found = await office.check(card[face])
    assert (found["result"], found["can_rate"]) == ("valid", True)
    assert (found["holder"]["full_name"], found["holder"]["hotline"]) == ("Nguyễn Thị Hồng Nhung", "02343822822")
    assert found["as_of"].startswith("2026-11-03T05:00")


@pytest.mark.parametrize(
    ("steps", "result"),
    [
        ([("suspend", "leave")], "suspended"),
        ([("suspend", "leave"), ("reinstate", None)], "valid"),
        ([("revoke", "retired")], "revoked"),
        ([("suspend", "disciplinary"), ("revoke", "dismissed")], "revoked"),
    ],
)
async def test_a_step_is_seen_by_the_next_check(office, steps, result):
    card = await office.issued()
    for action, reason in steps:
        await office.move(card, action, reason=reason)
    assert {(await office.check(card[face]))["result"] for face in ("front", "back", "url")} == {result}


async def test_a_replaced_card_is_revoked_and_its_heir_valid(office):
    official = await office.official()
    first = await office.issued(official)
    second = await office.issued(official, replaces_id=first["id"], replace_reason="damaged")
    assert (await office.check(first["front"]))["result"] == "revoked"
    assert (await office.check(second["front"]))["result"] == "valid"


async def test_a_card_expires_by_itself_before_any_job_has_run(office):
    card = await office.issued(valid_to="2026-11-03")
    office.clock.move(timedelta(hours=11, minutes=59))
    assert (await office.check(card["front"]))["result"] == "valid"
    office.clock.move(timedelta(hours=1))
    assert (await office.check(card["front"]))["result"] == "expired"


async def test_a_card_of_next_month_is_not_yet_valid(office):
    card = await office.issued(valid_from="2026-12-01")
    assert (await office.check(card["front"]))["result"] == "not-yet-valid"


async def test_a_card_of_another_key_is_forged_and_says_nothing(office):
    card = await office.issued()
    read = claim169.read(card["front"])
    forged = claim169.text_of(claim169.write(read.claims, read.kid, ec.generate_private_key(ec.SECP256R1())))
    found = await office.check(forged)
    assert (found["result"], found["why"], found["holder"]) == ("forged", "bad-signature", None)


async def test_a_right_signature_over_a_card_that_we_never_issued_is_forged(office):
    """What somebody makes who has stolen the key and nobody has noticed."""
    card = await office.issued()
    async with office.runtime.database.transaction() as session:
        row = await keys.signing_key(session, office.runtime.settings)
        stolen = keys.private_key(row, office.runtime.settings)
    from dataclasses import replace

    claims = claim169.read(card["front"]).claims
    for change in ({"card": "B" * 22}, {"full_name": "Kẻ Mạo Danh"}, {"issued": claims.issued + 1}):
        text_ = claim169.text_of(claim169.write(replace(claims, **change), bytes.fromhex(row.kid), stolen))
        assert (await office.check(text_))["why"] == "never-issued"


async def test_an_address_that_nobody_was_given_is_forged(office):
    found = await office.check("https://hue-s.vn/v/" + "Z" * 22)
    assert (found["result"], found["why"]) == ("forged", "never-issued")


async def test_the_code_of_a_menu_is_no_card(office):
    found = await office.check("https://menu.example/pho")
    assert (found["result"], found["why"]) == ("unknown", "not-a-card")


async def test_a_revoked_card_shows_no_photo(office):
    card = await office.issued()
    path = (await office.check(card["url"]))["holder"]["photo"]
    assert (await office.anyone.get(path)).headers["content-type"] == "image/webp"
    await office.move(card, "revoke", reason="dismissed")
    assert (await office.check(card["url"]))["holder"]["photo"] is None
    assert (await office.anyone.get(path)).status_code == 404


async def test_the_reason_of_a_revocation_is_told_to_nobody(office):
    card = await office.issued()
    await office.move(card, "revoke", reason="dismissed")
    assert "dismissed" not in str(await office.check(card["url"]))


async def test_a_scan_is_written_down_without_its_scanner(office):
    card = await office.issued()
    citizen = office.make_client(Role.CITIZEN, subject="0190aaaa-0000-7000-8000-00000000c171")
    await citizen.post("/v1/cards/verifications", json={"text": card["front"]} | HUE)
    (row,) = await scans(office)
    assert (row["result"], len(row["ward_code"])) == ("valid", 5)
    assert "c171" not in str(dict(row))
    assert not {"lat", "lon", "person_token"} & set(row)


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "A" * 8193}, {"text": "A", "lat": 91, "lon": 0}, {"x": 1}])
async def test_a_check_of_nothing_is_refused(office, body):
    assert (await office.anyone.post("/v1/cards/verifications", json=body)).status_code == 422


@pytest.mark.parametrize("text_", ["\0", "ư" * 100, " ", "%" * 3000, "NCF", ":::::"])
async def test_strange_texts_are_no_cards(office, text_):
    assert (await office.check(text_))["result"] in {"unknown", "forged"}


async def test_the_page_says_it_in_the_language_asked_for_and_has_no_script(office):
    card = await office.issued()
    page = await office.anyone.get(f"/v/{card['short_id']}", headers={"Accept-Language": "en-GB,en;q=0.9,vi;q=0.5"})
    assert page.headers["content-type"].startswith("text/html")
    assert "The card is valid" in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "Thẻ còn hiệu lực" in (await office.anyone.get(f"/v/{card['short_id']}?lang=vi")).text


async def test_the_page_of_a_revoked_card_says_so_first(office):
    card = await office.issued()
    await office.move(card, "revoke", reason="lost")
    page = (await office.anyone.get(f"/v/{card['short_id']}")).text
    assert "<h1>Thẻ đã bị thu hồi</h1>" in page
    assert "<img" not in page


async def test_the_page_of_no_card_is_not_found_and_says_forged(office):
    page = await office.anyone.get(f"/v/{'Q' * 22}")
    assert (page.status_code, "Thẻ giả" in page.text) == (404, True)


async def test_names_cannot_write_markup_into_the_page(office):
    card = await office.issued(await office.official(full_name="<b>An</b> & 'Bình'"))
    page = (await office.anyone.get(f"/v/{card['short_id']}")).text
    assert "<b>An" not in page
    assert "&lt;b&gt;An&lt;/b&gt; &amp;" in page


async def test_a_code_can_be_pasted_into_the_page(office):
    card = await office.issued()
    assert 'name="text"' in (await office.anyone.get("/v")).text
    page = await office.anyone.post("/v", data={"text": card["front"]})
    assert "Thẻ còn hiệu lực" in page.text


@pytest.mark.parametrize("raw", [b"", b"text=", b"\xff\xfe=1", b"text=%00%ff", b"&".join([b"a=1"] * 30)])
async def test_a_strange_form_is_answered(office, raw):
    page = await office.anyone.post("/v", content=raw, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert page.status_code < 500


async def test_the_tile_counts_forged_cards_and_the_map_shows_their_ward(office):
    await office.anyone.post("/v1/cards/verifications", json={"text": "https://x.vn/v/" + "Z" * 22} | HUE)
    async with office.runtime.database.transaction() as session:
        tile, layer = await city_tile(session, "all"), await map_layer(session, "all")
    assert (tile.level, tile.figures[0].value) == ("alarm", 1)
    assert (layer.total, layer.features[0].properties.kind) == (1, "doubtful-cards")
