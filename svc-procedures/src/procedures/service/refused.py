"""Rows that could not be taken: kept as they came, sealed, counted when they come again, and forgotten in time."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.city import Words
from hueioc.clock import now
from hueioc.db import Database
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Page, PageQuery, cut
from hueioc.personal import keys
from hueioc.personal.vault import Vault
from procedures import schemas
from procedures.errors import UnknownRefusedRow
from procedures.models import RefusedRow
from procedures.queries import intake
from procedures.rules.fields import RowRefused
from procedures.rules.messages import digest_of
from procedures.service.reckoning import rules_now

AT_ONCE = 100


async def keep_refused(
    session: AsyncSession, vault: Vault, where: tuple[str, str, int, str], row: Any, refusal: RowRefused
) -> None:
    """`where`: client, service, position, code. The same wrong row again is counted."""
    client_id, service, position, code = where
    digest = digest_of({"client": client_id, "service": service, "row": row})
    if await intake.count_again(session, digest, now()):
        return
    row_id = uuid7()
    content = json.dumps(row, ensure_ascii=True).encode()
    session.add(
        RefusedRow(
            id=row_id,
            at=now(),
            client_id=client_id,
            service=service,
            position=position,
            dossier_code=code,
            field=refusal.field,
            reason=refusal.reason,
            detail_vi=refusal.detail.vi,
            detail_en=refusal.detail.en,
            times=1,
            content_hash=digest,
            sealed=await vault.seal(session, row_id, content, f"refused_rows.sealed.{row_id}"),
        )
    )
    await session.flush()


async def page(session: AsyncSession, asked: PageQuery) -> Page[schemas.RefusedRow]:
    rows, more = cut(list(await intake.refused_page(session, asked)), asked.limit)
    return Page[schemas.RefusedRow](
        items=[_shown(row) for row in rows], next_cursor=Cursor(rows[-1].at, rows[-1].id).encode() if more else None
    )


async def content(
    session: AsyncSession, vault: Vault, row_id: UUID, caller: Principal, reason: str
) -> schemas.RefusedContent:
    """The row as it came; the look and its reason stay in the audit."""
    row = await session.get(RefusedRow, row_id)
    if row is None:
        raise UnknownRefusedRow
    await record(session, caller.subject, "refused-row.seen", str(row_id), {"reason": reason})
    opened = await vault.open(session, row.id, row.sealed, f"refused_rows.sealed.{row.id}")
    return schemas.RefusedContent(content=opened.decode())


async def forget_old(database: Database) -> bool:
    """Erase rows that were kept long enough, with their keys. True: there may be more."""
    async with database.transaction() as session:
        days = int((await rules_now(session)).get("refused-rows-kept-days", "90"))
        old: Sequence[UUID] = await intake.refused_before(session, now() - timedelta(days=days), AT_ONCE)
        for row_id in old:
            await keys.erase(session, row_id)
        await intake.delete_refused(session, old)
    return len(old) == AT_ONCE


def _shown(row: RefusedRow) -> schemas.RefusedRow:
    return schemas.RefusedRow(
        id=row.id,
        at=row.at,
        client_id=row.client_id,
        service=row.service,
        position=row.position,
        dossier_code=row.dossier_code,
        field=row.field,
        reason=row.reason,
        detail=Words(vi=row.detail_vi, en=row.detail_en),
        times=row.times,
    )
