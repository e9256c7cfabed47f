"""How a card is written and read: the pipeline of Claim 169, its limits, and readers that are not ours."""

import random
import zlib
from dataclasses import replace

import base45 as reference
import cbor2
import claim169 as peer
import pytest
import zxingcpp
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cards.rules import base45, claim169, codes

KID = b"kid-0001"


def point(key):
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@pytest.fixture
def text(make_claims, key):
    return claim169.text_of(claim169.write(make_claims(), KID, key))


@given(st.binary(max_size=300))
def test_our_base45_is_that_of_the_library(raw):
    assert base45.encode(raw) == reference.b45encode(raw).decode()
    assert base45.decode(base45.encode(raw)) == raw


@pytest.mark.parametrize("text", ["A", "AAAA", "::", ":::", "AB C\n", "ab", "QED8ư", "ZZ"])
def test_what_is_no_base45_is_refused(text):
    with pytest.raises(base45.NotBase45):
        base45.decode(text)


def test_a_blank_at_the_start_is_a_symbol_and_never_trimmed():
    begins = base45.encode((36).to_bytes(2) * 2)
    assert begins.startswith(" ")
    assert base45.decode(begins) == (36).to_bytes(2) * 2
    with pytest.raises(base45.NotBase45):
        base45.decode(begins.strip() + "00")


def test_a_card_is_read_as_it_was_written(make_claims, key, text):
    card = claim169.read(text)
    assert (card.claims, card.kid) == (make_claims(), KID)
    assert card.is_signed_by(key.public_key())


def test_a_reader_that_is_not_ours_verifies_our_card(make_claims, key, text):
    found = peer.decode_with_ecdsa_p256(text, point(key), validate_timestamps=False)
    assert found.is_verified()
    assert found.claim169.full_name == make_claims().full_name
    assert found.cwt_meta.issuer == make_claims().issuer


def test_a_reader_that_is_not_ours_finds_the_photo(make_claims, key):
    text = claim169.text_of(claim169.write(make_claims(photo=b"RIFF....WEBP"), KID, key))
    found = peer.decode_with_ecdsa_p256(text, point(key), validate_timestamps=False)
    assert (bytes(found.claim169.photo), found.claim169.photo_format) == (b"RIFF....WEBP", claim169.WEBP)


def test_we_read_a_signature_that_is_not_ours_to_make_as_wrong(make_claims, key, text):
    from cryptography.hazmat.primitives.asymmetric import ec

    other = ec.generate_private_key(ec.SECP256R1())
    assert not claim169.read(text).is_signed_by(other.public_key())


def test_every_claim_changed_breaks_the_signature(make_claims, key):
    cose = cbor2.loads(claim169.write(make_claims(), KID, key))
    for change in (
        {"full_name": "Kẻ Giả Mạo"},
        {"expires": 1_990_000_000},
        {"status_index": 5},
        {"position": "Chủ tịch"},
    ):
        forged = cbor2.loads(claim169.write(replace(make_claims(), **change), KID, key))
        mixed = cbor2.CBORTag(18, [*forged.value[:3], cose.value[3]])
        assert not claim169.read(claim169.text_of(cbor2.dumps(mixed))).is_signed_by(key.public_key())


def sealed(document):
    return claim169.text_of(document if isinstance(document, bytes) else cbor2.dumps(document))


def parts(text):
    return list(cbor2.loads(zlib.decompress(base45.decode(text))).value)


def test_the_algorithm_counts_only_in_the_protected_header(text):
    _, _, payload, signature = parts(text)
    naked = cbor2.CBORTag(18, [b"", {1: -7, 4: KID}, payload, signature])
    with pytest.raises(claim169.NotACard):
        claim169.read(sealed(naked))


@pytest.mark.parametrize("algorithm", [None, -8, -35, 5, "ES256"])
def test_another_algorithm_is_refused(text, algorithm):
    _, _, payload, signature = parts(text)
    with pytest.raises(claim169.NotACard):
        claim169.read(sealed(cbor2.CBORTag(18, [cbor2.dumps({1: algorithm, 4: KID}), {}, payload, signature])))


def test_a_bomb_is_not_unpacked():
    with pytest.raises(claim169.NotACard):
        claim169.read(sealed(bytes(1 << 20)))


def test_a_deep_document_is_refused():
    with pytest.raises(claim169.NotACard):
        claim169.read(sealed(b"\x81" * 60_000 + b"\x00"))


def test_doubled_claims_are_refused(text):
    protected, _, payload, signature = parts(text)
    doubled = bytes((payload[0] + 1,)) + payload[1:] + cbor2.dumps(1) + cbor2.dumps("https://evil.example")
    with pytest.raises(claim169.NotACard):
        claim169.read(sealed(cbor2.CBORTag(18, [protected, {}, doubled, signature])))


def test_what_follows_a_card_is_refused(text):
    with pytest.raises(claim169.NotACard):
        claim169.read(base45.encode(base45.decode(text) + b"more"))


@pytest.mark.parametrize("face", ["front", "back"])
@pytest.mark.parametrize("scale", [2, 4])
def test_the_printed_code_is_read_back_also_when_blurred(make_claims, key, face, scale):
    import io

    from PIL import ImageFilter

    photo = random.Random(1).randbytes(480) if face == "back" else b""
    text = claim169.text_of(claim169.write(make_claims(photo=photo), KID, key))
    picture = Image.open(io.BytesIO(codes.png(text, scale=scale))).convert("L").filter(ImageFilter.GaussianBlur(0.5))
    assert zxingcpp.read_barcode(picture).text == text


def test_the_front_fits_a_card_and_stays_in_its_version(text):
    assert codes.code(text).version <= 14
    assert codes.side_mm(text) <= 27.5


def mutated(text, rng):
    raw = bytearray(base45.decode(text))
    kind = rng.randrange(5)
    if kind == 0:  # the text itself
        symbols = list(text)
        for _ in range(rng.randint(1, 6)):
            symbols[rng.randrange(len(symbols))] = rng.choice(base45.SYMBOLS + "ab\n\0ư")
        return "".join(symbols)
    if kind == 1:
        return text[: rng.randrange(len(text))] + text[rng.randrange(len(text)) :]
    inner = bytearray(zlib.decompress(bytes(raw)))
    if kind == 4:  # the claims, inside an envelope that is whole
        outer = cbor2.loads(bytes(inner))
        payload = bytearray(outer.value[2])
        for _ in range(rng.randint(1, 8)):
            payload[rng.randrange(len(payload))] = rng.randrange(256)
        return sealed(cbor2.CBORTag(18, [outer.value[0], {}, bytes(payload), outer.value[3]]))
    for _ in range(rng.randint(1, 8)):
        place = rng.randrange(len(inner))
        if kind == 2:
            inner[place] = rng.randrange(256)
        else:
            inner[place:place] = rng.randbytes(rng.randint(1, 4))
    return sealed(bytes(inner))


def fuzz(text, key, count):
    """How many of so many mutated codes were read at all; none may be read and right unless it says the same."""
    rng, whole, readable = random.Random(169), claim169.read(text), 0
    for _ in range(count):
        try:
            card = claim169.read(mutated(text, rng))
        except claim169.NotACard:
            continue
        readable += 1
        assert card.claims == whole.claims or not card.is_signed_by(key.public_key())
    return readable


def test_some_thousand_mutated_codes_are_no_more_than_refused(text, key):
    assert fuzz(text, key, 3_000) > 0


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_hundred_thousand_mutated_codes_are_no_more_than_refused(text, key):
    assert fuzz(text, key, 100_000) > 0
