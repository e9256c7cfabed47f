"""Officers sign in with login, password and authenticator; supervisors open and reset their accounts."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import limits, people, sessions, totp
from gateway.identity.errors import AccountExists, AlreadyEnrolled, EnrolmentNeeded, UnknownPerson, WrongCredentials
from gateway.identity.passwords import Passwords, demand_good, new_password
from gateway.models import Account, Officer, Person
from hueioc import audit
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.db import Database
from hueioc.errors import Problem
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault

SIX_DIGITS = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class Credentials:
    """`code` is that of the authenticator, or a recovery code."""

    login: str
    password: str
    code: str = ""


@dataclass(frozen=True)
class SignedIn:
    opened: sessions.Opened
    recovery_codes: list[str] | None
    """Given once, when the authenticator is confirmed."""


@dataclass(frozen=True)
class OfficerDesk:
    """The ports of signing in; the password is checked outside of any transaction, because it takes time."""

    database: Database
    vault: Vault
    passwords: Passwords

    async def sign_in(self, given: Credentials, address: bytes, device: str) -> SignedIn:
        """Raises `WrongCredentials`, `EnrolmentNeeded`, `LockedOut`, `SignInTooOften`."""
        login_token = self.token_of(given.login)
        is_right = await self._password(login_token, given.password, address)
        async with self.database.transaction() as session:
            outcome = await self._second_step(session, login_token, given.code, device, is_right=is_right)
        if isinstance(outcome, Problem):
            raise outcome
        return outcome

    async def enrol(self, given: Credentials, address: bytes) -> str:
        """A new authenticator secret for an account that has confirmed none. Raises as `sign_in`."""
        login_token = self.token_of(given.login)
        is_right = await self._password(login_token, given.password, address)
        async with self.database.transaction() as session:
            outcome = await self._new_secret(session, login_token, is_right=is_right)
        if isinstance(outcome, Problem):
            raise outcome
        return outcome

    def token_of(self, login: str) -> bytes:
        return self.vault.token("login", login.strip().casefold())

    async def _password(self, login_token: bytes, password: str, address: bytes) -> bool:
        async with self.database.transaction() as session:
            await limits.take(session, limits.TRY_PER_ADDRESS, address)
            await limits.demand_unlocked(session, login_token)
            account = await people.account_with(session, login_token)
            stored = account.password_hash if account else None
        return await self.passwords.is_right(stored, password)

    async def _second_step(
        self, session: AsyncSession, login_token: bytes, code: str, device: str, *, is_right: bool
    ) -> SignedIn | Problem:
        await limits.demand_unlocked(session, login_token)
        account = await people.account_with(session, login_token, lock=True) if is_right else None
        if account is None:
            await limits.count_failure(session, login_token)
            return WrongCredentials()
        if account.sealed_totp is None:
            return EnrolmentNeeded()
        method = await self._method(session, account, code)
        if method is None or await people.grant_of(session, account.person_id, sessions.FIRST_PARTY) is None:
            await limits.count_failure(session, login_token)
            return WrongCredentials()
        await limits.forget_failures(session, login_token)
        codes = self._confirm(account) if account.totp_confirmed_at is None else None
        new = sessions.NewSession(
            account.person_id, sessions.FIRST_PARTY, ("pwd", method), sessions.STAFF_LIFE, device=device
        )
        return SignedIn(await sessions.open_session(session, new), codes)

    async def _method(self, session: AsyncSession, account: Account, code: str) -> str | None:
        """RFC 8176 `otp`, `recovery` for a recovery code, None for a wrong one."""
        if SIX_DIGITS.fullmatch(code):
            secret = await self.vault.open(session, account.person_id, account.sealed_totp or b"", _place(account.id))
            step = totp.matching_step(secret.decode(), code, after=account.totp_last_step)
            if step is None:
                return None
            account.totp_last_step = step
            return "otp"
        given = totp.recovery_hash(code)
        if account.totp_confirmed_at is None or given not in account.recovery_hashes:
            return None
        account.recovery_hashes = [each for each in account.recovery_hashes if each != given]
        await audit.record(session, str(account.person_id), "account.recovery-code-used", str(account.id))
        return "recovery"

    def _confirm(self, account: Account) -> list[str]:
        codes = totp.new_recovery_codes()
        account.totp_confirmed_at = now()
        account.recovery_hashes = [totp.recovery_hash(code) for code in codes]
        return codes

    async def _new_secret(self, session: AsyncSession, login_token: bytes, *, is_right: bool) -> str | Problem:
        account = await people.account_with(session, login_token, lock=True) if is_right else None
        if account is None:
            await limits.count_failure(session, login_token)
            return WrongCredentials()
        if account.totp_confirmed_at is not None:
            return AlreadyEnrolled()
        secret = totp.new_secret()
        account.sealed_totp = await self.seal_totp(session, account, secret)
        return secret

    async def seal_totp(self, session: AsyncSession, account: Account, secret: str) -> bytes:
        return await self.vault.seal(session, account.person_id, secret.encode(), _place(account.id))

    async def change_password(self, caller: Principal, current: str, new: str) -> None:
        """The account's other sessions end. Raises `WrongCredentials`, `Invalid`."""
        async with self.database.transaction() as session:
            account = await _account_of(session, UUID(caller.subject))
            await limits.demand_unlocked(session, account.login_token)
            login = await self.vault.open(session, account.person_id, account.sealed_login, _login_place(account.id))
        demand_good(new, login.decode())
        is_right = await self.passwords.is_right(account.password_hash, current)
        hashed = await self.passwords.hash(new) if is_right else ""
        async with self.database.transaction() as session:
            if not is_right:
                await limits.count_failure(session, account.login_token)
            else:
                await self._replace(session, caller, hashed)
        if not is_right:
            raise WrongCredentials

    async def _replace(self, session: AsyncSession, caller: Principal, hashed: str) -> None:
        account = await _account_of(session, UUID(caller.subject))
        account.password_hash = hashed
        await audit.record(session, caller.subject, "account.password-changed", str(account.id))
        for row in await sessions.open_sessions(session, account.person_id):
            if str(row.id) != caller.session_id:
                await sessions.revoke(session, row, "password-changed", actor=caller.subject)

    async def open_account(self, session: AsyncSession, caller: Principal, officer: Officer, login: str) -> str:
        """A first password for an officer who has no account yet. Raises `AccountExists`."""
        token = self.token_of(login)
        taken = select(Account.id).where((Account.login_token == token) | (Account.person_id == officer.person_id))
        if await session.scalar(taken):
            raise AccountExists
        password = new_password()
        await self.add(session, officer.person_id, login, await self.passwords.hash(password))
        await audit.record(session, caller.subject, "account.opened", str(officer.id))
        return password

    async def add(self, session: AsyncSession, person_id: UUID, login: str, password_hash: str) -> Account:
        account_id = uuid7()
        sealed = await self.vault.seal(session, person_id, login.encode(), _login_place(account_id))
        account = Account(
            id=account_id,
            person_id=person_id,
            login_token=self.token_of(login),
            sealed_login=sealed,
            password_hash=password_hash,
        )
        session.add(account)
        await session.flush()
        return account

    async def reset(self, session: AsyncSession, caller: Principal, person_id: UUID) -> str:
        """A new first password; the authenticator is enrolled anew, every session ends."""
        account = await _account_of(session, person_id)
        password = new_password()
        account.password_hash = await self.passwords.hash(password)
        account.sealed_totp, account.totp_confirmed_at, account.recovery_hashes = None, None, []
        await limits.forget_failures(session, account.login_token)
        await sessions.revoke_all(session, person_id, "account-reset", actor=caller.subject)
        await audit.record(session, caller.subject, "account.reset", str(account.id))
        return password


async def _account_of(session: AsyncSession, person_id: UUID) -> Account:
    account = await session.scalar(select(Account).where(Account.person_id == person_id, Account.is_open))
    if account is None or await session.get(Person, person_id) is None:
        raise UnknownPerson
    return account


def _place(account_id: UUID) -> str:
    return f"accounts.totp.{account_id}"


def _login_place(account_id: UUID) -> str:
    return f"accounts.login.{account_id}"
