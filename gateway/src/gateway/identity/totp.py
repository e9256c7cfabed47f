"""Authenticator apps: TOTP (RFC 6238), SHA-1, six digits, 30 s; and recovery codes for a lost phone."""

import hashlib
import hmac
import secrets

from pyotp import random_base32
from pyotp.totp import TOTP

from hueioc.clock import now

STEP_S = 30
DRIFT = (0, -1, 1)
"""The phone's clock may be one step off."""
ISSUER = "HueIOC"
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """160 bits in base32."""
    return random_base32()


def enrolment_uri(secret: str, login: str) -> str:
    """What the app reads as a QR code."""
    return TOTP(secret, name=login, issuer=ISSUER).provisioning_uri()


def matching_step(secret: str, code: str, *, after: int) -> int | None:
    """The step whose code this is; None for a wrong one, and for one not above `after`: no step serves twice."""
    present = int(now().timestamp()) // STEP_S
    totp = TOTP(secret)
    found = None
    for drift in DRIFT:
        step = present + drift
        if hmac.compare_digest(totp.generate_otp(step), code) and step > after:
            found = step
    return found


def new_recovery_codes() -> list[str]:
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """About 49 random bits each, and guessing is limited by the lock-out: a fast hash is enough."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()
