"""What every change of a rule has in common: its line is locked, the audit knows who, and the others hear of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import Plain, record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.db import Database
from hueioc.errors import PreconditionFailed
from hueioc.outbox import publish
from reflection.events.rule import RuleAct, RuleChanged, RuleEntered
from reflection.models import RuleKind, RuleLine
from reflection.queries import rules
from reflection.rules.dating import Span


async def take(session: AsyncSession, kind: RuleKind, key: str, expected_version: int | None) -> RuleLine:
    """The line, locked; raises `PreconditionFailed` when it has changed since the caller read it."""
    line = await rules.lock_line(session, kind, key, now())
    if expected_version is not None and line.version != expected_version:
        raise PreconditionFailed(extra={"version": line.version})
    return line


async def changed(
    session: AsyncSession,
    line: RuleLine,
    caller: Principal,
    act: RuleAct,
    *,
    counts_from: date,
    detail: Mapping[str, Plain],
) -> None:
    """Audit and event of one change; `counts_from` is a moment, or a day of Hue."""
    moment, at = moment_of(counts_from), now()
    line.version += 1
    line.changed_by, line.changed_at = caller.subject, at
    line.counts_from = None if act is RuleAct.WITHDRAWN else moment
    told: dict[str, Plain] = {"version": line.version, "counts_from": moment.isoformat(), **detail}
    await record(session, caller.subject, f"rule.{line.kind.value}.{act.value}", line.key, told)
    event = RuleChanged(kind=line.kind.value, key=line.key, act=act, counts_from=moment, at=at)
    await session.flush()
    publish(session, event, subject_id=f"{line.kind.value}:{line.key}", version=line.version)


def moment_of(boundary: date) -> datetime:
    return boundary if isinstance(boundary, datetime) else datetime.combine(boundary, time.min, VIETNAM)


def spans_of(rows: Sequence[Any]) -> list[Span[Any]]:
    return [Span(row.valid_from, row.valid_to) for row in rows]


def today() -> date:
    return now().astimezone(VIETNAM).date()


async def enter(database: Database) -> int:
    """Tell of every change that counts by now; how many there were."""
    async with database.transaction() as session:
        lines = await rules.lines_that_count(session, now())
        for line in lines:
            line.counts_from = None
            event = RuleEntered(kind=line.kind.value, key=line.key, at=now())
            publish(session, event, subject_id=f"{line.kind.value}:{line.key}", version=line.version)
    return len(lines)
