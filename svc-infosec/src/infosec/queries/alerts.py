"""Alerts and what correlations count."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from infosec.models import Alert, AlertEvent, Hit
from infosec.states import AlertKind, AlertState, Level

ALERT_LOCK = 0x616C7274


async def lock(session: AsyncSession) -> None:
    """Batches that raise alerts take turns, so that two of them at once raise one alert for a cause."""
    await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": ALERT_LOCK})


async def counting(
    session: AsyncSession, causes: Iterable[tuple[str, bytes]], since: datetime
) -> dict[tuple[str, bytes], Alert]:
    """The newest alert of each cause that is not closed and was seen since then."""
    wanted = select(Alert).where(
        tuple_(Alert.rule, Alert.cause).in_(list(causes)), Alert.last_at >= since, Alert.state != AlertState.CLOSED
    )
    rows = await session.scalars(wanted.order_by(Alert.opened_at).with_for_update())
    return {(row.rule, row.cause): row for row in rows}


async def link(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        await session.execute(upsert(AlertEvent).values(list(rows)).on_conflict_do_nothing())


async def linked(session: AsyncSession, alert_id: UUID) -> list[tuple[UUID, datetime]]:
    wanted = select(AlertEvent.event_id, AlertEvent.received_at).where(AlertEvent.alert_id == alert_id)
    return [(row[0], row[1]) for row in (await session.execute(wanted)).all()]


async def find(session: AsyncSession, alert_id: UUID, *, locked: bool = False) -> Alert | None:
    return await session.get(Alert, alert_id, with_for_update=locked or None, populate_existing=locked)


async def of_incident(session: AsyncSession, incident_id: UUID) -> Sequence[Alert]:
    return (
        await session.scalars(select(Alert).where(Alert.incident_id == incident_id).order_by(Alert.opened_at))
    ).all()


async def page(
    session: AsyncSession, asked: PageQuery, state: AlertState | None, level: Level | None, kind: AlertKind | None
) -> Sequence[Alert]:
    wanted = select(Alert).order_by(Alert.opened_at.desc(), Alert.id.desc())
    for column, value in ((Alert.state, state), (Alert.level, level), (Alert.kind, kind)):
        if value is not None:
            wanted = wanted.where(column == value)
    if asked.after:
        wanted = wanted.where(tuple_(Alert.opened_at, Alert.id) < (asked.after.moment, asked.after.id))
    return (await session.scalars(wanted.limit(asked.limit + 1))).all()


async def counts(session: AsyncSession) -> dict[Level, int]:
    """Of those that nobody has closed."""
    wanted = select(Alert.level, func.count()).where(Alert.state != AlertState.CLOSED).group_by(Alert.level)
    return {row[0]: row[1] for row in (await session.execute(wanted)).all()}


async def keep_hits(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        await session.execute(insert(Hit), list(rows))


async def hits(
    session: AsyncSession, causes: Iterable[tuple[str, bytes]], span: tuple[datetime, datetime]
) -> list[tuple[str, bytes, datetime, str]]:
    wanted = select(Hit.rule, Hit.cause, Hit.at, Hit.value).where(
        tuple_(Hit.rule, Hit.cause).in_(list(causes)), Hit.at >= span[0], Hit.at <= span[1]
    )
    return [(row[0], row[1], row[2], row[3]) for row in (await session.execute(wanted.order_by(Hit.at))).all()]


async def trim_hits(session: AsyncSession, moment: datetime) -> None:
    await session.execute(delete(Hit).where(Hit.expires_at < moment))
