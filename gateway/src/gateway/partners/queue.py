"""Statements about deliveries: what is due, for whom, and what became of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Client, WebhookDelivery, WebhookEndpoint, WebhookMessage
from gateway.partners.states import CLAIM, WebhookOutcome

BATCH = 50
OPEN = (WebhookOutcome.WAITING, WebhookOutcome.SENDING)

Post = Callable[[int], Awaitable[bool]]
"""Sends the delivery at a place of the batch; whether it went through."""


@dataclass(frozen=True)
class Claimed:
    """Deliveries of one endpoint in the order of the events, with their messages."""

    endpoint: WebhookEndpoint
    deliveries: Sequence[WebhookDelivery]
    messages: Sequence[WebhookMessage]


def _is_served(moment: datetime) -> ColumnElement[bool]:
    pause = WebhookEndpoint.paused_until
    partners = select(Client.client_id).where(Client.closed_at.is_(None))
    return and_(
        WebhookEndpoint.disabled_at.is_(None),
        or_(pause.is_(None), pause <= moment),
        WebhookEndpoint.client_id.in_(partners),
    )


async def ready(session: AsyncSession, moment: datetime, limit: int) -> Sequence[UUID]:
    """Endpoints that have something due."""
    due = select(WebhookDelivery.id).where(
        WebhookDelivery.endpoint_id == WebhookEndpoint.id,
        WebhookDelivery.outcome.in_(OPEN),
        WebhookDelivery.due_at <= moment,
    )
    statement = select(WebhookEndpoint.id).where(_is_served(moment), due.exists()).limit(limit)
    return (await session.scalars(statement)).all()


async def claim(session: AsyncSession, endpoint_id: UUID, moment: datetime) -> Claimed | None:
    """The next batch of an endpoint; None when nothing is due."""
    wanted = select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id, _is_served(moment))
    endpoint = await session.scalar(wanted.with_for_update())
    if endpoint is None:
        return None
    due = await _due(session, endpoint, moment)
    if not due:
        return None
    claimed = update(WebhookDelivery).where(WebhookDelivery.id.in_([row.id for row, _ in due]))
    await session.execute(claimed.values(outcome=WebhookOutcome.SENDING, due_at=moment + CLAIM))
    return Claimed(endpoint, [row for row, _ in due], [message for _, message in due])


async def _due(
    session: AsyncSession, endpoint: WebhookEndpoint, moment: datetime
) -> Sequence[tuple[WebhookDelivery, WebhookMessage]]:
    statement = (
        select(WebhookDelivery, WebhookMessage)
        .join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)
        .where(WebhookDelivery.endpoint_id == endpoint.id, WebhookDelivery.outcome.in_(OPEN))
        .order_by(WebhookDelivery.place)
        .limit(BATCH)
    )
    if not endpoint.is_ordered:
        statement = statement.where(WebhookDelivery.due_at <= moment)
        return [(row, message) for row, message in await session.execute(statement)]
    found = [(row, message) for row, message in await session.execute(statement)]
    if found and found[0][0].due_at > moment:  # the first one waits for its next try, or is on its way
        return []
    first_later = next((place for place, (row, _) in enumerate(found) if row.due_at > moment), len(found))
    return found[:first_later]


async def locked(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[WebhookDelivery]:
    """Those of `ids` that are still claimed."""
    statement = (
        select(WebhookDelivery)
        .where(WebhookDelivery.id.in_(ids), WebhookDelivery.outcome == WebhookOutcome.SENDING)
        .order_by(WebhookDelivery.id)
        .with_for_update()
    )
    return (await session.scalars(statement)).all()


async def set_pace(
    session: AsyncSession, endpoint: WebhookEndpoint, failures: int, paused_until: datetime | None
) -> None:
    """Without a new version: it is no change of what its owner has set."""
    changed = update(WebhookEndpoint).where(WebhookEndpoint.id == endpoint.id)
    await session.execute(
        changed.values(failures=failures, paused_until=paused_until), execution_options={"synchronize_session": False}
    )


async def counts(session: AsyncSession, endpoint_ids: Sequence[UUID]) -> dict[UUID, dict[WebhookOutcome, int]]:
    """By endpoint, those that wait and those that failed."""
    rows = await session.execute(
        select(WebhookDelivery.endpoint_id, WebhookDelivery.outcome, func.count())
        .where(WebhookDelivery.endpoint_id.in_(endpoint_ids), WebhookDelivery.outcome != WebhookOutcome.DELIVERED)
        .group_by(WebhookDelivery.endpoint_id, WebhookDelivery.outcome)
    )
    found: dict[UUID, dict[WebhookOutcome, int]] = {}
    for endpoint_id, outcome, number in rows:
        found.setdefault(endpoint_id, {})[outcome] = number
    return found


async def replay(session: AsyncSession, endpoint_id: UUID, condition: ColumnElement[bool], moment: datetime) -> int:
    """Send again what `condition` names; how many. What is on its way is not touched."""
    chosen = (
        select(WebhookDelivery.id)
        .join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)
        .where(WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.outcome.not_in(OPEN), condition)
    )
    again = update(WebhookDelivery).where(WebhookDelivery.id.in_(chosen))
    done = await session.execute(
        again.values(outcome=WebhookOutcome.WAITING, due_at=moment, tries=0).returning(WebhookDelivery.id)
    )
    return len(done.all())
