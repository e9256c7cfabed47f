"""The table of boats: rows are upserted by registration number; a bad row stops no other."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from fishing import schemas
from fishing.queries import vessels
from fishing.schemas import PersonIn, VesselRow, VesselWrite
from fishing.service.vessels import add, change
from hueioc.errors import Problem
from hueioc.imports.check import Bad, Good, check, refusal, row_problems
from hueioc.imports.table import read_table
from hueioc.personal.vault import Vault
from hueioc.runtime import Runtime

AT_ONCE = 50
"""Rows in one transaction: far below the second that a long transaction may take."""
MOST_PROBLEMS = 1_000
_PEOPLE = {"owner_name", "owner_phone", "skipper_name", "skipper_phone"}


class _DryRun(Exception):
    """Takes back what a dry run has tried."""


@dataclass
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list[Bad])


async def import_table(runtime: Runtime, content: bytes, *, dry_run: bool) -> schemas.ImportReport:
    """Raises `NotATable`, `TableTooLarge`."""
    rows = await asyncio.to_thread(read_table, content)
    good, bad = await asyncio.to_thread(check, rows, VesselRow)
    tally = Tally(bad=list(bad))
    for start in range(0, len(good), AT_ONCE):
        try:
            async with runtime.database.transaction() as session:
                await apply(session, runtime.vault, good[start : start + AT_ONCE], tally)
                _take_back(dry_run=dry_run)
        except _DryRun:
            continue
        runtime.relay.wake()
    return schemas.ImportReport(
        is_dry_run=dry_run,
        rows=len(rows),
        created=tally.created,
        updated=tally.updated,
        unchanged=tally.unchanged,
        problems=row_problems(tally.bad)[:MOST_PROBLEMS],
    )


def _take_back(*, dry_run: bool) -> None:
    if dry_run:
        raise _DryRun


async def apply(session: AsyncSession, vault: Vault, rows: Sequence[Good[VesselRow]], tally: Tally) -> None:
    """Each row in a savepoint of its own."""
    for row in rows:
        try:
            async with session.begin_nested():
                outcome = await _apply(session, vault, row.value)
        except Problem as problem:
            tally.bad.append(refusal(row.number, problem))
        else:
            setattr(tally, outcome, getattr(tally, outcome) + 1)


async def _apply(session: AsyncSession, vault: Vault, row: VesselRow) -> str:
    data = VesselWrite(
        **row.model_dump(exclude=_PEOPLE),
        owner=PersonIn(name=row.owner_name, phone=row.owner_phone) if row.owner_name else None,
        skipper=PersonIn(name=row.skipper_name, phone=row.skipper_phone) if row.skipper_name else None,
    )
    existing = await vessels.by_registration(session, data.registration)
    if existing is None:
        await add(session, vault, data)
        return "created"
    return "updated" if await change(session, vault, existing, data) else "unchanged"
