"""Who hears of a report: its followers, and those who subscribed to its ward or to a place near it. Page by page."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Follower, Report, Subscription, SubscriptionCell
from reflection.rules.neighbours import distance_m

AT_ONCE = 50
"""People of one event: under 40 kB of seals, told by the gateway in a fraction of a second."""


class Listeners(NamedTuple):
    """Recipients with their seals; the rows after `after` are still to come, unless it is None."""

    seals: dict[bytes, str]
    after: UUID | None


async def followers_of(session: AsyncSession, report: Report, at: datetime, after: UUID | None = None) -> Listeners:
    """Who followed the report by `at`."""
    statement = select(Follower).where(Follower.report_id == report.id, Follower.at <= at)
    if after:
        statement = statement.where(Follower.id > after)
    rows = (await session.scalars(statement.order_by(Follower.id).limit(AT_ONCE))).all()
    return Listeners({row.recipient: row.seal for row in rows if row.seal}, _next(rows))


async def subscribers_of(session: AsyncSession, report: Report, at: datetime, after: UUID | None = None) -> Listeners:
    """Who had asked by `at` to hear of new reports in this ward, or around this place."""
    cells = select(SubscriptionCell.subscription_id).where(SubscriptionCell.cell == report.cell)
    statement = select(Subscription).where(
        or_(Subscription.ward_code == report.ward_code, Subscription.id.in_(cells)),
        or_(Subscription.category_code.is_(None), Subscription.category_code == report.category_code),
        Subscription.at <= at,
    )
    if after:
        statement = statement.where(Subscription.id > after)
    rows = (await session.scalars(statement.order_by(Subscription.id).limit(AT_ONCE))).all()
    return Listeners({row.recipient: row.seal for row in rows if row.seal and _is_near(row, report)}, _next(rows))


def _next(rows: Sequence[Follower] | Sequence[Subscription]) -> UUID | None:
    return rows[-1].id if len(rows) == AT_ONCE else None


def _is_near(row: Subscription, report: Report) -> bool:
    if row.lat is None or row.lon is None or row.radius_m is None:
        return True
    return distance_m(row.lat, row.lon, report.lat, report.lon) <= row.radius_m
