"""A card from the text of its QR code to verified claims, cold, beside one bare ES256 verification and another reader.

All in one run on one core. The bound is what OpenSSL needs for the signature alone; the peer is the Rust reader
`claim169` of PyPI, which reads the same texts with the same key.
"""

import time
from collections.abc import Callable, Iterator

import claim169 as peer
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cards.rules import claim169
from cards.rules.claim169 import CardClaims
from cards.rules.status_list import Status
from cards.rules.verifying import TrustedKey, judge
from cards.states import Result
from tests.bench.figure import Figure

CARDS = 500
ROUNDS = 6
KID = bytes(8)
ISSUER = "https://hue-s.example.vn"
AT = 1_800_000_000.0


def claims(number: int) -> CardClaims:
    return CardClaims(
        issuer=ISSUER,
        issued=1_790_000_000,
        not_before=1_790_000_000,
        expires=1_890_000_000,
        status_uri=f"{ISSUER}/v1/cards/lists/1",
        status_index=number,
        card=f"{number:022d}",
        full_name="Nguyễn Thị Hồng Nhung",
        position="Chuyên viên Bộ phận Một cửa",
        agency="Ủy ban nhân dân phường Thuận Hóa",
        agency_code="H57.33",
        kind="cc",
    )


def rate(work: Callable[[str], None], texts: list[str]) -> float:
    """The best round: the others were disturbed."""
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            work(text)
        best = max(best, len(texts) / (time.process_time() - began))
    return best


def run() -> Iterator[Figure]:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key()
    texts = [claim169.text_of(claim169.write(claims(number), KID, key)) for number in range(CARDS)]
    keys, algorithm = {KID: TrustedKey(public)}, ec.ECDSA(SHA256())
    signed = claim169.read(texts[0]).signed
    signature = key.sign(signed, algorithm)
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def ours(text: str) -> None:
        assert judge(text, ISSUER, keys, lambda *_: Status.VALID, AT).result is Result.VALID

    def bare(_: str) -> None:
        public.verify(signature, signed, algorithm)

    def theirs(text: str) -> None:
        assert peer.decode_with_ecdsa_p256(text, point, validate_timestamps=False).is_verified()

    checked = rate(ours, texts)
    yield Figure(
        name="cards",
        ours=checked,
        peer=rate(bare, texts),
        peer_name="one ES256 verification by OpenSSL, nothing read",
        goal="≥ 0.5",
        unit="cards/s",
    )
    yield Figure(
        name="cards-reader",
        ours=checked,
        peer=rate(theirs, texts),
        peer_name="PyPI claim169 0.3 (Rust), same texts and key",
        goal="≥ 1",
        unit="cards/s",
    )
