"""The log of a webhook: what went out and how it was answered; test, and send again."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, status
from sqlalchemy import Select, and_, select, tuple_

from gateway.models import WebhookDelivery, WebhookMessage
from gateway.partners import queue, schemas
from gateway.partners.endpoints import Endpoints
from gateway.partners.errors import UnknownDelivery
from gateway.partners.routes import OWNERS, READERS, Asked
from gateway.partners.states import WebhookOutcome
from hueioc import audit
from hueioc.clock import now
from hueioc.edge import EdgeRoute
from hueioc.paging import Cursor, Page, Paging, cut

router = APIRouter(prefix="/v1/webhooks/{webhook_id}", route_class=EdgeRoute, tags=["webhooks"])
Row = tuple[WebhookDelivery, WebhookMessage]


@router.get("/deliveries", dependencies=[READERS])
async def list_deliveries(
    asked: Asked, webhook_id: UUID, paging: Paging, outcome: Annotated[WebhookOutcome | None, Query()] = None
) -> Page[schemas.WebhookDelivered]:
    """Newest first, kept for 14 days."""
    endpoint = await asked.demand(webhook_id)
    statement = _with_message().where(WebhookDelivery.endpoint_id == endpoint.id)
    if outcome:
        statement = statement.where(WebhookDelivery.outcome == outcome)
    if paging.after:
        statement = statement.where(tuple_(WebhookDelivery.created_at, WebhookDelivery.id) < tuple_(*paging.after))
    statement = statement.order_by(WebhookDelivery.created_at.desc(), WebhookDelivery.id.desc())
    found = [(row, message) for row, message in await asked.session.execute(statement.limit(paging.limit + 1))]
    rows, more = cut(found, paging.limit)
    cursor = Cursor(rows[-1][0].created_at, rows[-1][0].id).encode() if more else None
    return Page(items=_shown(rows), next_cursor=cursor)


@router.get("/deliveries/{delivery_id}", dependencies=[READERS])
async def show_delivery(asked: Asked, webhook_id: UUID, delivery_id: UUID) -> schemas.WebhookContent:
    """With the exact text that is signed."""
    row, message = await _demand(asked, webhook_id, delivery_id)
    return schemas.WebhookContent(**_fields(row, message), body=message.body.decode())


@router.post("/test", status_code=status.HTTP_202_ACCEPTED, dependencies=[OWNERS])
async def test_webhook(asked: Asked, webhook_id: UUID) -> schemas.WebhookDelivered:
    """Sends a message of the type `vn.hue.gateway.webhook.tested.v1`; its delivery says how it went."""
    delivery = await asked.test(webhook_id)
    return schemas.WebhookDelivered(**_fields(*await _demand(asked, webhook_id, delivery.id)))


@router.post("/deliveries/{delivery_id}/replay", status_code=status.HTTP_202_ACCEPTED, dependencies=[OWNERS])
async def replay_delivery(asked: Asked, webhook_id: UUID, delivery_id: UUID) -> schemas.Replayed:
    """Sends it again under the same id; 0 when it is waiting to be sent already."""
    row, _ = await _demand(asked, webhook_id, delivery_id)
    return await _replay(asked, webhook_id, WebhookDelivery.id == row.id)


@router.post("/replay", status_code=status.HTTP_202_ACCEPTED, dependencies=[OWNERS])
async def replay_deliveries(asked: Asked, webhook_id: UUID, data: schemas.ReplayRange) -> schemas.Replayed:
    """Sends again what happened from `since` until before `until`, in its order: what failed, or everything."""
    wanted = WebhookMessage.occurred_at >= data.since
    if data.until:
        wanted = and_(wanted, WebhookMessage.occurred_at < data.until)
    if data.only_failed:
        wanted = and_(wanted, WebhookDelivery.outcome == WebhookOutcome.FAILED)
    return await _replay(asked, webhook_id, wanted)


async def _replay(asked: Endpoints, webhook_id: UUID, wanted: Any) -> schemas.Replayed:
    endpoint = await asked.demand(webhook_id)
    number = await queue.replay(asked.session, endpoint.id, wanted, now())
    await audit.record(asked.session, asked.caller.subject, "webhook.replayed", str(endpoint.id), {"number": number})
    return schemas.Replayed(replayed=number)


def _with_message() -> Select[WebhookDelivery, WebhookMessage]:
    return select(WebhookDelivery, WebhookMessage).join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)


async def _demand(asked: Endpoints, webhook_id: UUID, delivery_id: UUID) -> Row:
    endpoint = await asked.demand(webhook_id)
    wanted = _with_message().where(WebhookDelivery.id == delivery_id, WebhookDelivery.endpoint_id == endpoint.id)
    found = (await asked.session.execute(wanted)).first()
    if found is None:
        raise UnknownDelivery
    return found[0], found[1]


def _shown(rows: Sequence[Row]) -> list[schemas.WebhookDelivered]:
    return [schemas.WebhookDelivered(**_fields(row, message)) for row, message in rows]


def _fields(row: WebhookDelivery, message: WebhookMessage) -> dict[str, Any]:
    is_open = row.outcome in queue.OPEN
    return {
        "id": row.id,
        "message_id": message.id,
        "type": message.type,
        "subject": message.subject,
        "occurred_at": message.occurred_at,
        "outcome": row.outcome,
        "tries": row.tries,
        "due_at": row.due_at if is_open else None,
        "created_at": row.created_at,
        "attempts": row.attempts,
    }
