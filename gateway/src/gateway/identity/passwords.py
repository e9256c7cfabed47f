"""Passwords: Argon2id (RFC 9106), computed in a thread, two at a time because each takes 64 MB."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from hueioc.errors import invalid_field

SHORTEST = 12
LONGEST = 200
AT_ONCE = 2
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_hasher = PasswordHasher()


class Passwords:
    """One per process."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        async with self._turn:
            return await asyncio.to_thread(_hasher.hash, password)

    async def is_right(self, stored: str | None, password: str) -> bool:
        """As slow without an account as with one, so that the time tells nothing."""
        async with self._turn:
            return await asyncio.to_thread(_verify, stored, password)


def _verify(stored: str | None, password: str) -> bool:
    try:
        _hasher.verify(stored or _nobodys_hash(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def new_password() -> str:
    """Four groups that can be read over the telephone: about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def demand_good(password: str, login: str) -> None:
    """Length is what counts (NIST SP 800-63B section 5.1.1); the login is no password."""
    if len(password) < SHORTEST or password.casefold() in {login.casefold(), login.casefold() * 2}:
        raise invalid_field(
            "/new_password",
            f"Mật khẩu cần ít nhất {SHORTEST} ký tự và khác tên đăng nhập",
            f"A password has at least {SHORTEST} characters and is not the login",
        )
    if len(set(password)) < SHORTEST // 3:
        raise invalid_field(
            "/new_password", "Mật khẩu lặp quá ít ký tự; hãy chọn câu khác", "Too few different characters"
        )
