"""What the clock does by itself: warns at 50 and 80 %, says that a date has passed, and drafts the apology at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.db import Database
from procedures.events import DossierOverdue, DossierWarned
from procedures.models import Dossier
from procedures.queries import clocks, dossiers
from procedures.queries.clocks import DueTimer
from procedures.service.apologies import draft
from procedures.service.keeping import line, tell
from procedures.states import PERCENT, Action, TimerKind

AT_ONCE = 50
_LATE = (TimerKind.DUE, TimerKind.APPOINTMENT)


async def run_timers(database: Database) -> int:
    """Do what is due, each dossier in a transaction of its own; how many timers there were."""
    async with database.transaction() as session:
        rows = await clocks.due_timers(session, now(), AT_ONCE)
    for each in rows:
        async with database.transaction() as session:
            await _fire(session, each)
    return len(rows)


async def _fire(session: AsyncSession, due: DueTimer) -> None:
    """The dossier is locked first, so that what people do at this moment goes before or after, never between."""
    dossier = await dossiers.lock(session, due.dossier_id)
    fired = await clocks.fire(session, due.dossier_id, now())
    if dossier is None or dossier.deadline is None or not fired:
        return
    dossier.updated_at = now()  # a new version, under which this is told
    if late := [kind for kind in _LATE if kind in fired]:
        await _overdue(session, dossier, late[-1])
        return
    percent = max(PERCENT[kind] for kind in fired)
    session.add(line(dossier, Action.WARN, now(), note=f"{percent}%"))
    await session.flush()
    tell(session, dossier, DossierWarned, percent=percent)


async def _overdue(session: AsyncSession, dossier: Dossier, kind: TimerKind) -> None:
    """Said once of the first date, and once of the second."""
    row = dossier.deadline
    assert row is not None  # noqa: S101 - a timer runs only with a deadline
    appointment = int(kind is TimerKind.APPOINTMENT)
    row.overdue_at = row.overdue_at or now()
    session.add(line(dossier, Action.OVERDUE, now(), note="appointment" if appointment else ""))
    await session.flush()
    tell(session, dossier, DossierOverdue, appointment=appointment)
    await draft(session, dossier, number=appointment + 1)
