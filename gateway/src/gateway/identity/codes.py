"""One-time codes to a phone: six digits, five minutes, five tries, kept as a keyed hash."""

import hmac
import re
import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import OneTimeCode
from hueioc.clock import now
from hueioc.errors import Invalid, invalid_field
from hueioc.ids import uuid7
from hueioc.personal.sealed import normal_phone
from hueioc.personal.vault import Vault

LIFE = timedelta(minutes=5)
MOST_TRIES = 5
DIGITS = 6
_MOBILE = re.compile(r"\+84[35789]\d{8}")
"""Vietnamese mobile numbers since the change of prefixes of 2018 (Circular 22/2014/TT-BTTTT)."""


def mobile_number(written: str) -> str:
    """E.164 of a Vietnamese mobile number, written 0912…, 84912… or +84912…. Raises `Invalid`."""
    wrong = invalid_field(
        "/phone",
        "Hãy nhập số di động Việt Nam, ví dụ 0912 345 678",
        "Enter a Vietnamese mobile number, such as 0912 345 678",
    )
    try:
        number = normal_phone(written)
    except Invalid as error:
        raise wrong from error
    if not _MOBILE.fullmatch(number):
        raise wrong
    return number


async def issue(session: AsyncSession, vault: Vault, phone_token: bytes) -> str:
    """A new code for this phone; codes sent before are no longer good."""
    older = update(OneTimeCode).where(OneTimeCode.phone_token == phone_token, OneTimeCode.used_at.is_(None))
    await session.execute(older.values(used_at=now()))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row_id = uuid7()
    session.add(
        OneTimeCode(
            id=row_id,
            phone_token=phone_token,
            code_hash=vault.token("one-time-code", f"{row_id}:{code}"),
            expires_at=now() + LIFE,
        )
    )
    return code


async def redeem(session: AsyncSession, vault: Vault, phone_token: bytes, code: str) -> bool:
    """True once for the right code; every wrong one counts, so commit either way."""
    row = await session.scalar(
        select(OneTimeCode)
        .where(OneTimeCode.phone_token == phone_token, OneTimeCode.used_at.is_(None))
        .order_by(OneTimeCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    if row is None or row.expires_at <= now() or row.tries >= MOST_TRIES:
        return False
    row.tries += 1
    if not hmac.compare_digest(row.code_hash, vault.token("one-time-code", f"{row.id}:{code}")):
        return False
    row.used_at = now()
    return True
