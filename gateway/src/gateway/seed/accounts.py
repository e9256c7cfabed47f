"""Development accounts of the console; their secrets come from this checkout's own key, so they stay the same."""

import base64
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.officers import OfficerDesk
from gateway.identity.passwords import Passwords
from gateway.models import Account, Officer, Person
from gateway.seed.places import OPERATIONS_CENTRE, WARD_UNIT
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.personal.vault import Vault
from hueioc.runtime import Runtime

FOUNDED = date(2025, 7, 1)
LETTERS = str.maketrans("0123456789", "ghjkmnpqrs")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class DevelopmentAccount:
    login: str
    name: str
    role: Role
    unit_id: UUID

    @property
    def person_id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"hue-development-{self.login}")

    def password(self, vault: Vault) -> str:
        """Letters alone: digits in a row would be blotted out of the log as somebody's telephone."""
        letters = vault.token("development-password", self.login).hex().translate(LETTERS)
        return f"dev-{letters[:20]}"

    def totp_secret(self, vault: Vault) -> str:
        return base64.b32encode(vault.token("development-totp", self.login)[:20]).decode()


ACCOUNTS = (
    DevelopmentAccount("moderator", "Nguyễn Thị Điều Phối", Role.MODERATOR, OPERATIONS_CENTRE),
    DevelopmentAccount("supervisor", "Trần Văn Giám Sát", Role.SUPERVISOR, OPERATIONS_CENTRE),
    DevelopmentAccount("auditor", "Lê Thị Kiểm Tra", Role.AUDITOR, OPERATIONS_CENTRE),
    DevelopmentAccount("officer", "Phạm Văn Xử Lý", Role.OFFICER, WARD_UNIT),
)


async def seed_accounts(runtime: Runtime) -> None:
    """Make the accounts that are missing, and say how to sign in with each."""
    passwords = Passwords()
    desk = OfficerDesk(runtime.database, runtime.vault, passwords)
    for account in ACCOUNTS:
        password, secret = account.password(runtime.vault), account.totp_secret(runtime.vault)
        hashed = await passwords.hash(password)
        async with runtime.database.transaction() as session:
            if await session.get(Person, account.person_id) is None:
                person = Person(id=account.person_id)
                session.add(person)
                await session.flush()
                await _officer(desk, session, account)
                made: Account = await desk.add(session, person.id, account.login, hashed)
                made.sealed_totp = await desk.seal_totp(session, made, secret)
                made.totp_confirmed_at = now()
        log.info("development_account", login=account.login, password=password, totp_secret=secret)


async def _officer(desk: OfficerDesk, session: AsyncSession, account: DevelopmentAccount) -> None:
    officer_id = account.person_id
    sealed = await desk.vault.seal(session, account.person_id, account.name.encode(), f"officers.name.{officer_id}")
    session.add(
        Officer(
            id=officer_id,
            unit_id=account.unit_id,
            person_id=account.person_id,
            code=f"dev-{account.login}",
            sealed_name=sealed,
            roles=[account.role.value],
            wards=[],
            valid_from=FOUNDED,
        )
    )
    await session.flush()
