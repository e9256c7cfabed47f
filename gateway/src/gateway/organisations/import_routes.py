"""Tables in and out: CSV or XLSX as the body, first as a dry run."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from gateway.organisations import schemas
from gateway.organisations.importing import AT_ONCE, SHEETS, Sheet, Tally, apply, exported
from gateway.organisations.registry import Registry
from gateway.organisations.routes import SUPERVISORS
from hueioc.auth.access import Caller
from hueioc.imports.check import check, row_problems
from hueioc.imports.table import read_table, write_csv
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/organisation-tables", tags=["organisations"])
Kind = Annotated[str, Path(pattern="^(" + "|".join(SHEETS) + ")$")]
MOST_PROBLEMS = 1_000


class _DryRun(Exception):
    """Takes back what a dry run has tried."""


def _take_back(*, dry_run: bool) -> None:
    if dry_run:
        raise _DryRun


@router.post(
    "/{kind}",
    dependencies=[SUPERVISORS],
    openapi_extra={"requestBody": {"content": {"text/csv": {"schema": {"type": "string"}}}, "required": True}},
)
async def import_table(
    kind: Kind, caller: Caller, request: Request, *, dry_run: Annotated[bool, Query()] = True
) -> schemas.ImportReport:
    """Upsert by code. A dry run says what would happen; bad rows are left out and told, each with its reason."""
    sheet = SHEETS[kind]
    rows = await asyncio.to_thread(read_table, await request.body())
    good, bad = await asyncio.to_thread(check, rows, sheet.row)
    tally = Tally(bad=list(bad))
    runtime = runtime_of(request)
    for start in range(0, len(good), AT_ONCE):
        try:
            async with runtime.database.transaction() as session:
                await apply(Registry(session, runtime.vault, caller), sheet, good[start : start + AT_ONCE], tally)
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


@router.get("/{kind}", dependencies=[SUPERVISORS], response_class=Response)
async def export_table(kind: Kind, caller: Caller, request: Request) -> Response:
    """The whole registry of this kind as CSV, ready to be imported again."""
    sheet: Sheet = SHEETS[kind]
    runtime = runtime_of(request)
    async with runtime.database.transaction() as session:
        lines = await exported(Registry(session, runtime.vault, caller), sheet)
    content = await asyncio.to_thread(write_csv, list(sheet.row.model_fields), lines)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")
