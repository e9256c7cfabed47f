"""Removes files that no medium names any more, after the transaction that gave them up."""

from datetime import timedelta

from hueioc.clock import now
from reflection.queries import media
from reflection.service.originals import Store

PATIENCE = timedelta(seconds=10)
"""A copy is written before the row that names it: one that was just given up may be needed again."""
AT_ONCE = 50


async def discard_leftovers(store: Store, patience: timedelta = PATIENCE) -> int:
    """How many were looked at."""
    async with store.database.transaction() as session:
        rows = await media.leftovers(session, now() - patience, AT_ONCE)
    for each in rows:
        async with store.database.transaction() as session:
            is_needed = await media.is_named(session, each.sha256)
        if not is_needed:
            await store.files.delete(each.sha256)
        async with store.database.transaction() as session:
            await media.forget_leftover(session, each.id)
    return len(rows)
