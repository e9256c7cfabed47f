"""People and the accounts of officers: every statement about them, and what a token says of them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.issuer import Grant
from gateway.models import Account, ForeignAccount, Officer, Person, Responsibility, Unit
from hueioc.auth.principal import Role, roles_from
from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.personal.vault import Vault


async def person_with_phone(session: AsyncSession, vault: Vault, phone: str) -> Person:
    """The person with this E.164 number, made at the first sign-in."""
    token = vault.token("phone", phone)
    found = await session.scalar(select(Person).where(Person.phone_token == token).with_for_update())
    if found:
        return found
    person = Person(id=uuid7(), phone_token=token)
    person.sealed_phone = await vault.seal(session, person.id, phone.encode(), _place("phone", person.id))
    session.add(person)
    await session.flush()
    return person


async def person_of_foreign(session: AsyncSession, vault: Vault, provider: str, issuer: str, subject: str) -> Person:
    """The person behind an external account, made at the first sign-in."""
    token = vault.token("foreign", f"{issuer}#{subject}")
    known = await session.get(ForeignAccount, token)
    if known:
        return await session.get_one(Person, known.person_id)
    person = Person(id=uuid7())
    session.add(person)
    await session.flush()
    session.add(ForeignAccount(token=token, provider=provider, person_id=person.id))
    await session.flush()
    return person


async def phone_of(session: AsyncSession, vault: Vault, person: Person) -> str:
    """E.164, or nothing."""
    if person.sealed_phone is None:
        return ""
    return (await vault.open(session, person.id, person.sealed_phone, _place("phone", person.id))).decode()


async def email_of(session: AsyncSession, vault: Vault, person: Person) -> str:
    if person.sealed_email is None:
        return ""
    return (await vault.open(session, person.id, person.sealed_email, _place("email", person.id))).decode()


async def set_email(session: AsyncSession, vault: Vault, person: Person, email: str) -> None:
    """Empty takes it away."""
    person.email_token = vault.token("email", email) if email else None
    sealed = await vault.seal(session, person.id, email.encode(), _place("email", person.id)) if email else None
    person.sealed_email = sealed


async def account_with(session: AsyncSession, login_token: bytes, *, lock: bool = False) -> Account | None:
    statement = select(Account).where(Account.login_token == login_token, Account.is_open)
    return await session.scalar(statement.with_for_update() if lock else statement)


async def grant_of(session: AsyncSession, person_id: UUID, client_id: str) -> Grant | None:
    """What a token of this person says today; None for one who may not sign in any more."""
    person = await session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return None
    account = await session.scalar(select(Account).where(Account.person_id == person_id))
    if account is None:
        return Grant(str(person_id), client_id, (Role.CITIZEN,))
    officer = await _officer(session, person_id)
    if officer is None or not account.is_open:
        return None
    unit = await session.get_one(Unit, officer.unit_id)
    grant = Grant(str(person_id), client_id, tuple(sorted(roles_from(officer.roles))))
    wards = tuple(officer.wards) or tuple(await _wards_of(session, unit.id))
    return replace(grant, agency_id=str(unit.agency_id), unit_id=str(unit.id), wards=wards)


async def _officer(session: AsyncSession, person_id: UUID) -> Officer | None:
    today = now().astimezone(VIETNAM).date()
    statement = select(Officer).where(
        Officer.person_id == person_id,
        Officer.valid_from <= today,
        or_(Officer.valid_to.is_(None), Officer.valid_to > today),
    )
    return await session.scalar(statement)


async def _wards_of(session: AsyncSession, unit_id: UUID) -> Sequence[str]:
    today = now().astimezone(VIETNAM).date()
    statement = select(Responsibility.ward_code).where(
        Responsibility.unit_id == unit_id,
        Responsibility.valid_from <= today,
        or_(Responsibility.valid_to.is_(None), Responsibility.valid_to > today),
    )
    return (await session.scalars(statement.distinct().order_by(Responsibility.ward_code))).all()


def _place(column: str, person_id: UUID) -> str:
    return f"people.{column}.{person_id}"
