"""Alerts, their chains, and the one definition of `active`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.paging import PageQuery
from warning.models import Alert, AlertChange, Telling
from warning.states import PENDING, MsgType, State, Status

WARNS = (MsgType.ALERT, MsgType.UPDATE)


def in_force(moment: datetime) -> ColumnElement[bool]:
    """Sent, actual, neither superseded nor cancelled (both leave the state), and not expired."""
    return (
        (Alert.state == State.ISSUED)
        & (Alert.status == Status.ACTUAL)
        & Alert.msg_type.in_(WARNS)
        & (Alert.expires > moment)
    )


async def active(session: AsyncSession, moment: datetime) -> Sequence[Alert]:
    """The most severe first."""
    wanted = select(Alert).where(in_force(moment)).order_by(Alert.risk_level.desc(), Alert.sent.desc(), Alert.id)
    return (await session.scalars(wanted)).all()


async def active_stamp(session: AsyncSession, moment: datetime) -> tuple[Any, ...]:
    """Changes whenever something comes into force, changes, or leaves it."""
    wanted = select(func.count(), func.max(Alert.updated_at), func.sum(Alert.version)).where(in_force(moment))
    return tuple((await session.execute(wanted)).one())


async def find(session: AsyncSession, alert_id: UUID) -> Alert | None:
    return await session.get(Alert, alert_id)


async def lock(session: AsyncSession, alert_id: UUID) -> Alert | None:
    return await session.get(Alert, alert_id, with_for_update=True, populate_existing=True)


async def lock_chain(session: AsyncSession, chain_id: UUID) -> Sequence[Alert]:
    """Every message of the chain in one order, so that two officers never wait for each other in a ring."""
    wanted = select(Alert).where(Alert.chain_id == chain_id).order_by(Alert.id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).all()


async def lock_of_origin(session: AsyncSession, origin: str, moment: datetime) -> Sequence[Alert]:
    """What a machine's rule has going: pending messages, and those in force whatever their status."""
    going = Alert.state.in_(PENDING) | ((Alert.state == State.ISSUED) & (Alert.expires > moment))
    wanted = select(Alert).where(Alert.origin == origin, going)
    wanted = wanted.order_by(Alert.id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).all()


async def has_identifier(session: AsyncSession, identifier: str) -> bool:
    return (await session.scalar(select(Alert.id).where(Alert.identifier == identifier))) is not None


async def due(session: AsyncSession, moment: datetime, limit: int) -> Sequence[Alert]:
    """Issued messages whose time is over."""
    wanted = select(Alert).where(Alert.state == State.ISSUED, Alert.expires <= moment).order_by(Alert.expires)
    return (await session.scalars(wanted.limit(limit).with_for_update(skip_locked=True))).all()


async def page(
    session: AsyncSession, paging: PageQuery, states: Sequence[State], hazard: str = "", ward: str = ""
) -> Sequence[Alert]:
    """Newest first, one more than the page holds."""
    wanted = select(Alert)
    if states:
        wanted = wanted.where(Alert.state.in_(states))
    if hazard:
        wanted = wanted.where(Alert.hazard == hazard)
    if ward:
        wanted = wanted.where(or_(Alert.wards.contains([ward]), Alert.covered.contains([ward])))
    if paging.after:
        wanted = wanted.where(tuple_(Alert.created_at, Alert.id) < tuple_(*paging.after))
    return (
        await session.scalars(wanted.order_by(Alert.created_at.desc(), Alert.id.desc()).limit(paging.limit + 1))
    ).all()


async def predecessors(session: AsyncSession, alert: Alert) -> Sequence[Alert]:
    """Messages of the chain that were issued before it, oldest first."""
    wanted = select(Alert).where(Alert.chain_id == alert.chain_id, Alert.sent.is_not(None), Alert.id != alert.id)
    if alert.sent:
        wanted = wanted.where(Alert.sent < alert.sent)
    return (await session.scalars(wanted.order_by(Alert.sent))).all()


async def history(session: AsyncSession, alert_id: UUID) -> Sequence[AlertChange]:
    wanted = select(AlertChange).where(AlertChange.alert_id == alert_id).order_by(AlertChange.at, AlertChange.id)
    return (await session.scalars(wanted)).all()


async def tellings(session: AsyncSession, alert_id: UUID) -> Sequence[Telling]:
    return (await session.scalars(select(Telling).where(Telling.alert_id == alert_id).order_by(Telling.ward))).all()


async def tell(session: AsyncSession, key: tuple[UUID, str], told: int, queued: int, moment: datetime) -> bool:
    """False: that ward was answered for before, or never asked."""
    mine = update(Telling).where(Telling.alert_id == key[0], Telling.ward == key[1], Telling.told_at.is_(None))
    done = mine.values(told=told, queued=queued, told_at=moment).returning(Telling.ward)
    return (await session.scalar(done)) is not None


async def counts(session: AsyncSession) -> dict[State, int]:
    rows = await session.execute(select(Alert.state, func.count()).group_by(Alert.state))
    return {row[0]: row[1] for row in rows}


async def told_of(session: AsyncSession, alert_ids: Sequence[UUID]) -> int:
    wanted = select(func.coalesce(func.sum(Telling.told), 0)).where(Telling.alert_id.in_(alert_ids))
    return int(await session.scalar(wanted) or 0)


async def ids_after(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[UUID]:
    wanted = select(Alert.id).where(Alert.sent.is_not(None)).order_by(Alert.id).limit(limit)
    return (await session.scalars(wanted.where(Alert.id > after) if after else wanted)).all()
