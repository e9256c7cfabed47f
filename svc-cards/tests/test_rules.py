"""Rules without a database: results, status lists, photos, sums of ratings, addresses."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cards.rules import claim169, photos, ratings, short_ids, status_list
from cards.rules.ratings import Tally
from cards.rules.status_list import Status
from cards.rules.verifying import CLOCK_SKEW_S, TrustedKey, judge
from cards.states import MOVES, RESULTS, WHYS, Action, Result, State, Why

KID = b"kid-0001"
AT = 1_800_000_000


@pytest.fixture
def check(make_claims, key):
    def judged(*, status=Status.VALID, at=AT, bad_from=None, kid=KID, issuer=None, text=None, **claims):
        card = make_claims(**claims)
        keys = {KID: TrustedKey(key.public_key(), bad_from)}
        written = text if text is not None else claim169.text_of(claim169.write(card, kid, key))
        return judge(written, issuer or card.issuer, keys, lambda *_: status, at)

    return judged


@pytest.mark.parametrize(
    ("given", "result", "why"),
    [
        ({}, Result.VALID, Why.VALID),
        ({"status": Status.SUSPENDED}, Result.SUSPENDED, Why.SUSPENDED),
        ({"status": Status.INVALID}, Result.REVOKED, Why.REVOKED),
        ({"at": 1_890_000_000}, Result.EXPIRED, Why.EXPIRED),
        ({"at": 1_890_000_000, "status": Status.SUSPENDED}, Result.EXPIRED, Why.EXPIRED),
        ({"at": 1_890_000_000, "status": Status.INVALID}, Result.REVOKED, Why.REVOKED),
        ({"at": 1_790_000_000 - CLOCK_SKEW_S - 1}, Result.NOT_YET_VALID, Why.NOT_YET_VALID),
        ({"at": 1_790_000_000 - CLOCK_SKEW_S}, Result.VALID, Why.VALID),
        ({"status": None}, Result.UNKNOWN, Why.STATUS_UNKNOWN),
        ({"status": 3}, Result.UNKNOWN, Why.STATUS_UNKNOWN),
        ({"kid": b"strange0"}, Result.FORGED, Why.UNKNOWN_ISSUER),
        ({"issuer": "https://elsewhere.example"}, Result.FORGED, Why.UNKNOWN_ISSUER),
        ({"bad_from": 1_790_000_000}, Result.FORGED, Why.COMPROMISED_KEY),
        ({"bad_from": 1_790_000_001}, Result.VALID, Why.VALID),
        ({"text": "https://menu.example/pho"}, Result.UNKNOWN, Why.NOT_A_CARD),
    ],
)
def test_a_check_has_one_of_seven_results(check, given, result, why):
    judged = check(**given)
    assert (judged.result, judged.why) == (result, why)


def test_what_a_forged_card_says_is_told_to_nobody(check):
    assert check(kid=b"strange0").claims is None


def test_every_result_and_reason_has_its_words():
    assert set(RESULTS) == set(Result)
    assert set(WHYS) == set(Why)


def test_a_signature_of_other_claims_is_forged(make_claims, key):
    import cbor2

    one = cbor2.loads(claim169.write(make_claims(), KID, key))
    other = cbor2.loads(claim169.write(make_claims(full_name="Khác"), KID, key))
    mixed = cbor2.dumps(cbor2.CBORTag(18, [*one.value[:3], other.value[3]]))
    keys = {KID: TrustedKey(key.public_key())}
    judged = judge(claim169.text_of(mixed), make_claims().issuer, keys, lambda *_: 0, AT)
    assert (judged.result, judged.why) == (Result.FORGED, Why.BAD_SIGNATURE)


def test_from_an_end_no_step_leads_anywhere():
    for state in (State.REVOKED, State.EXPIRED, State.REPLACED):
        assert not [action for action, move in MOVES.items() if state in move.sources]


def test_the_bits_are_those_of_the_draft():
    """draft-ietf-oauth-status-list, section 4.2: twelve tokens of two bits."""
    raw = status_list.empty(12)
    for index, status in enumerate([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]):
        raw = status_list.with_status(raw, index, status)
    assert raw == bytes([0xC9, 0x44, 0xF9])


@given(st.dictionaries(st.integers(0, 999), st.sampled_from(Status), max_size=60))
def test_a_list_holds_what_was_written_last(statuses):
    raw = status_list.empty(1000)
    for index, status in statuses.items():
        raw = status_list.with_status(raw, index, status)
    unpacked = status_list.unpack(status_list.pack(raw))
    assert all(status_list.status_at(unpacked, index) == statuses.get(index, 0) for index in range(1000))


@pytest.mark.parametrize("index", [1000, 1 << 40, -1])
def test_an_index_outside_the_list_is_refused(index):
    with pytest.raises(status_list.BadList):
        status_list.status_at(status_list.empty(1000), index)


@pytest.mark.parametrize("lst", ["", "!!", "eNo", status_list.pack(bytes(2 << 20))])
def test_a_list_that_is_none_is_refused(lst):
    with pytest.raises(status_list.BadList):
        status_list.unpack(lst)


def test_the_photo_is_cut_turned_and_bare(photo):
    shown = Image.open(io.BytesIO(photos.shown(photo)))
    assert (shown.size, shown.format, shown.getexif()) == (photos.SHOWN, "WEBP", {})


def test_the_small_photo_stays_within_its_bytes(photo):
    small = photos.in_code(photo, 500)
    assert len(small) <= 500
    assert Image.open(io.BytesIO(small)).size == photos.IN_CODE


def test_a_photo_of_noise_still_fits():
    rng = random.Random(3)
    out = io.BytesIO()
    Image.frombytes("RGB", (300, 400), rng.randbytes(360_000)).save(out, "PNG")
    assert len(photos.in_code(out.getvalue(), 500)) <= 500


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"\xff\xd8\xff\xe0" + b"\0" * 50, b"RIFF\0\0\0\0WEBP"])
def test_what_is_no_photo_is_refused(raw):
    with pytest.raises(photos.BadPhoto):
        photos.shown(raw)


def test_mutated_photos_are_no_more_than_refused(photo):
    rng = random.Random(5)
    for _ in range(60):
        raw = bytearray(photo)
        for _ in range(rng.randint(1, 20)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        try:
            photos.in_code(bytes(raw[: rng.randint(1, len(raw))]), 500)
        except photos.BadPhoto:
            continue


@given(st.integers(0, 20), st.integers(1, 5))
def test_nothing_is_published_of_fewer_than_five(count, stars):
    found = ratings.summary(Tally(count, count * stars), {}, 5)
    assert (found is None) == (count < 5)
    assert found is None or found.mean == stars


def test_an_aspect_that_few_have_rated_is_left_out():
    found = ratings.summary(Tally(9, 36), {"attitude": Tally(5, 20), "guidance": Tally(4, 20)}, 5)
    assert found
    assert [each.code for each in found.aspects] == ["attitude"]


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("000.00.01.H57-260302-0001", True),
        ("H57.01.02-260302-0001", True),
        ("G09.20-20260609-0092637", True),
        ("H57-260302", False),
        ("0912345678", False),
        ("000.00.01.H57-260302-0001; Nguyễn Văn A", False),
    ],
)
def test_dossier_codes_are_told_from_other_text(text, is_code):
    assert ratings.is_dossier_code(text) is is_code


def test_a_short_id_is_found_in_a_cards_address():
    made = short_ids.new_short_id()
    assert len(made) == 22
    for text in (f"https://hue.vn/v/{made}", f" http://127.0.0.1:8080/v/{made}?lang=en "):
        assert short_ids.short_id_in(text) == made
    for text in (f"ftp://hue.vn/v/{made}", f"https://hue.vn/x/{made}", "https://hue.vn/v/short", made):
        assert not short_ids.short_id_in(text)


def test_who_may_do_a_step_is_data():
    assert not MOVES[Action.EXPIRE].roles
    assert not MOVES[Action.REPLACE].roles
