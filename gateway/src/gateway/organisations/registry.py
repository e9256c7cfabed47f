"""Use cases of the registry: add, change, end; each with audit and event in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Officer, Person
from gateway.organisations import schemas
from gateway.organisations.announce import Entry, announce
from gateway.organisations.errors import UnknownEntry
from gateway.organisations.kinds import RegistryKind
from gateway.organisations.rules import demand_sound
from hueioc import audit
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import PreconditionFailed
from hueioc.ids import uuid7
from hueioc.personal.keys import Erased
from hueioc.personal.vault import Vault

NAME = "name"


@dataclass(frozen=True)
class Registry:
    """One per request: whose word it is, and where names are sealed."""

    session: AsyncSession
    vault: Vault
    caller: Principal

    async def add(self, kind: RegistryKind, data: schemas.Input) -> Entry:
        """Raises `Invalid`, `CodeTaken`, `Overlap`."""
        row_id = uuid7()
        await demand_sound(self.session, kind.model, data, row_id)
        row: Any = kind.model(id=row_id, **_plain(data))
        if isinstance(data, schemas.OfficerWrite):
            person = Person(id=uuid7())
            self.session.add(person)
            await self.session.flush()
            row.person_id = person.id
            row.sealed_name = await self._sealed(row, data.name)
        self.session.add(row)
        await self._tell(kind, row, "added", sorted(data.model_fields_set))
        return row

    async def change(self, kind: RegistryKind, row_id: UUID, data: schemas.Input, version: int | None) -> Entry:
        """The entry as `data` says. Raises `UnknownEntry`, `PreconditionFailed`, and as `add`."""
        row: Any = await self._locked(kind, row_id, version)
        await demand_sound(self.session, kind.model, data, row_id)
        changed = [name for name, value in _plain(data).items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, getattr(data, name))
        if isinstance(data, schemas.OfficerWrite) and await self.name_of(row) != data.name:
            row.sealed_name = await self._sealed(row, data.name)
            changed.append(NAME)
        if changed:
            await self._tell(kind, row, "changed", sorted(changed))
        return row

    async def end(self, kind: RegistryKind, row_id: UUID, version: int | None) -> Entry:
        """Nothing is deleted: the entry ends today."""
        row: Any = await self._locked(kind, row_id, version)
        today = now().astimezone(VIETNAM).date()
        if kind.is_dated:
            row.valid_to = max(today, row.valid_from) if row.valid_to is None else min(row.valid_to, today)
        else:
            row.ends_at = max(min(row.ends_at, now()), row.starts_at)
        await self._tell(kind, row, "ended", [])
        return row

    async def shown(self, kind: RegistryKind, rows: Sequence[Entry]) -> list[schemas.Shown]:
        """Names of officers are opened, and that they were looked at is recorded."""
        found: list[schemas.Shown] = []
        for row in rows:
            fields = {each: getattr(row, each) for each in kind.shown.model_fields if each != NAME}
            if isinstance(row, Officer):
                fields[NAME] = await self.name_of(row)
            found.append(kind.shown(**fields))
        if rows and kind.model is Officer:
            ids = [str(row.id) for row in rows]
            await audit.record(self.session, self.caller.subject, "officers.looked-at", kind.name, {"ids": ids})
        return found

    async def name_of(self, row: Officer) -> str:
        try:
            name = await self.vault.open(self.session, row.person_id, row.sealed_name, _place(row.id))
        except Erased:
            return ""
        return name.decode()

    async def _locked(self, kind: RegistryKind, row_id: UUID, version: int | None) -> Entry:
        row = await self.session.get(kind.model, row_id, with_for_update=True)
        if row is None:
            raise UnknownEntry
        if version is not None and row.version != version:
            raise PreconditionFailed(extra={"version": row.version})
        return row

    async def _sealed(self, row: Officer, name: str) -> bytes:
        return await self.vault.seal(self.session, row.person_id, name.encode(), _place(row.id))

    async def _tell(self, kind: RegistryKind, row: Entry, what: str, fields: list[str]) -> None:
        await announce(self.session, row)
        action = f"{kind.name}.{what}"
        await audit.record(self.session, self.caller.subject, action, str(row.id), {"fields": fields})


def _plain(data: schemas.Input) -> dict[str, Any]:
    return {name: getattr(data, name) for name in type(data).model_fields if name != NAME}


def _place(officer_id: UUID) -> str:
    return f"officers.name.{officer_id}"
