"""The evidence package: a manifest in canonical JSON, signed (Ed25519, RFC 8032), with a chain of custody.

Anybody checks it without us:
`openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hueioc.audit import canonical

START = "0" * 64
"""The hash before the first entry of custody, and before the first package."""


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """Of one entry of custody: SHA-256 over the hash before it and its canonical content, in hex."""
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()


def chained(entries: Sequence[Mapping[str, Any]], previous: str = START) -> list[dict[str, Any]]:
    """The entries with `seq`, `prev_hash` and `hash`, which bind each to all before it."""
    done: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, 1):
        content = {**entry, "seq": number}
        digest = entry_hash(previous, content)
        done.append(content | {"prev_hash": previous, "hash": digest})
        previous = digest
    return done


def first_broken(entries: Sequence[Mapping[str, Any]], previous: str = START) -> int | None:
    """The `seq` of the first entry that is not as it was chained; None when all are."""
    for number, entry in enumerate(entries, 1):
        content = {name: value for name, value in entry.items() if name not in ("prev_hash", "hash")}
        is_right = entry["seq"] == number and entry["prev_hash"] == previous
        if not is_right or entry["hash"] != entry_hash(previous, content):
            return number
        previous = entry["hash"]
    return None


def sealed(manifest: Mapping[str, Any], key: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """The manifest's bytes (RFC 8785; numbers with a fraction are text) and the 64 bytes of its signature."""
    content = canonical(plain(manifest))
    return content, key.sign(content)


def plain(value: Any) -> Any:
    """As a proof can hold it: fractions as text, because JSON writers differ about them."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
