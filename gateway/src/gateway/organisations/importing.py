"""Import and export of the registry: rows name each other by code, and are upserted by code."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Agency, Officer, Responsibility, Unit
from gateway.organisations import queries, schemas
from gateway.organisations.announce import Entry
from gateway.organisations.errors import wrong
from gateway.organisations.kinds import AGENCIES, OFFICERS, RESPONSIBILITIES, UNITS, RegistryKind
from gateway.organisations.registry import Registry
from hueioc.auth.principal import Role
from hueioc.errors import Problem
from hueioc.imports.check import Bad, Good, refusal

AT_ONCE = 100
"""Rows in one transaction: far below the second that a long transaction may take."""


def _split(value: Any) -> Any:
    return value.replace(";", " ").replace(",", " ").split() if isinstance(value, str) else value


Listed = BeforeValidator(_split)
CodeRef = Annotated[str, StringConstraints(max_length=40)]


class ImportRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    valid_from: date
    valid_to: date | None = None


class AgencyRow(ImportRow):
    code: schemas.Code
    name_vi: schemas.Name
    name_en: schemas.Name
    parent: CodeRef = ""
    successor: CodeRef = ""


class UnitRow(ImportRow):
    code: schemas.Code
    agency: CodeRef
    name_vi: schemas.Name
    name_en: schemas.Name
    hotline: schemas.Hotline = ""
    successor: CodeRef = ""


class OfficerRow(ImportRow):
    code: schemas.Code
    unit: CodeRef
    name: schemas.Name
    position_vi: Annotated[str, StringConstraints(max_length=200)] = ""
    position_en: Annotated[str, StringConstraints(max_length=200)] = ""
    roles: Annotated[list[Role], Listed]
    wards: Annotated[list[schemas.Ward], Listed] = []


class ResponsibilityRow(ImportRow):
    ward_code: schemas.Ward
    unit: CodeRef
    category: schemas.Category = ""


@dataclass(frozen=True)
class Sheet:
    """How a kind looks as a table: the row's schema, and which columns are codes of which entries."""

    kind: RegistryKind
    row: type[ImportRow]
    references: dict[str, type[Agency | Unit]] = field(default_factory=dict[str, type[Agency | Unit]])


SHEETS = {
    sheet.kind.name: sheet
    for sheet in (
        Sheet(AGENCIES, AgencyRow, {"parent": Agency, "successor": Agency}),
        Sheet(UNITS, UnitRow, {"agency": Agency, "successor": Unit}),
        Sheet(OFFICERS, OfficerRow, {"unit": Unit}),
        Sheet(RESPONSIBILITIES, ResponsibilityRow, {"unit": Unit}),
    )
}


@dataclass
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list[Bad])


async def apply(registry: Registry, sheet: Sheet, rows: Sequence[Good[ImportRow]], tally: Tally) -> None:
    """Each row in a savepoint of its own; one that is refused stops no other."""
    for row in rows:
        try:
            async with registry.session.begin_nested():
                outcome = await _apply_row(registry, sheet, row.value)
        except Problem as problem:
            tally.bad.append(refusal(row.number, problem))
        else:
            setattr(tally, outcome, getattr(tally, outcome) + 1)


async def _apply_row(registry: Registry, sheet: Sheet, row: ImportRow) -> str:
    session = registry.session
    fields = row.model_dump()
    for column, target in sheet.references.items():
        fields[f"{column}_id"] = await _id_of(session, target, column, fields.pop(column))
    data = sheet.kind.write(**fields)
    existing = await _existing(session, row)
    if existing is None:
        await registry.add(sheet.kind, data)
        return "created"
    version = existing.version
    changed = await registry.change(sheet.kind, existing.id, data, None)
    return "unchanged" if changed.version == version else "updated"


async def _id_of(session: AsyncSession, target: type[Agency | Unit], column: str, code: str) -> Any:
    if not code:
        return None
    found = await session.scalar(select(target.id).where(target.code == code))
    if found is None:
        raise wrong(column, f"Không có mã {code!r} trong danh bạ", f"The registry has no code {code!r}")
    return found


async def _existing(session: AsyncSession, row: ImportRow) -> Entry | None:
    match row:
        case AgencyRow():
            statement: Any = select(Agency).where(Agency.code == row.code)
        case UnitRow():
            statement = select(Unit).where(Unit.code == row.code)
        case OfficerRow():
            statement = select(Officer).where(Officer.code == row.code)
        case ResponsibilityRow():
            statement = select(Responsibility).where(
                Responsibility.ward_code == row.ward_code,
                Responsibility.category == row.category,
                Responsibility.valid_from == row.valid_from,
            )
        case _:
            return None
    return await session.scalar(statement)


async def exported(registry: Registry, sheet: Sheet) -> list[dict[str, object]]:
    """Every entry as a row that can be imported again."""
    rows = await queries.every(registry.session, sheet.kind)
    codes = {row.id: row.code for model in (Agency, Unit) for row in await registry.session.scalars(select(model))}
    lines: list[dict[str, object]] = []
    for shown in await registry.shown(sheet.kind, rows):
        line: dict[str, object] = shown.model_dump(include=set(sheet.row.model_fields))
        for column in sheet.references:
            line[column] = codes.get(getattr(shown, f"{column}_id"), "")
        lines.append({name: " ".join(map(str, v)) if isinstance(v, list) else v for name, v in line.items()})
    return lines
