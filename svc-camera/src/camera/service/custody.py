"""The chain of custody of a case: who did what to its evidence, each entry bound to all before it."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera import schemas
from camera.models import Custody
from camera.queries import cases
from camera.rules.evidence import START, entry_hash, first_broken
from camera.states import CustodyAction
from hueioc.clock import now

CONTENT = ("seq", "utc", "actor", "action", "reason", "sha256")


async def add_entry(
    session: AsyncSession, violation_id: UUID, actor: str, action: CustodyAction, *, reason: str = "", sha256: str = ""
) -> Custody:
    """The caller holds the lock of the case, so that two entries never take one place."""
    last = await cases.last_custody(session, violation_id)
    content = {
        "seq": last.seq + 1 if last else 1,
        "utc": now().astimezone(UTC).isoformat(timespec="milliseconds"),
        "actor": actor,
        "action": action.value,
        "reason": reason,
        "sha256": sha256,
    }
    previous = last.hash if last else START
    entry = Custody(
        violation_id=violation_id,
        **(content | {"action": action}),
        prev_hash=previous,
        hash=entry_hash(previous, content),
    )
    session.add(entry)
    await session.flush()
    return entry


def entries_of(rows: Sequence[Custody]) -> list[dict[str, Any]]:
    names = (*CONTENT, "prev_hash", "hash")
    return [{name: getattr(row, name) for name in names} | {"action": row.action.value} for row in rows]


async def show_chain(session: AsyncSession, violation_id: UUID) -> schemas.CustodyChain:
    entries = entries_of(await cases.custody(session, violation_id))
    return schemas.CustodyChain(
        items=[schemas.CustodyEntry.model_validate(each) for each in entries], first_broken=first_broken(entries)
    )
