"""Webhooks: a partner keeps its own, supervisors those of all. No answer with a secret is kept: it is shown once."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from gateway.identity.keys import sealing_key
from gateway.identity.ports import ports_of
from gateway.models import WebhookEndpoint
from gateway.organisations.preconditions import Expected, etag
from gateway.partners import feed, queue, schemas
from gateway.partners.endpoints import Endpoints
from gateway.partners.states import WebhookOutcome
from gateway.partners.targets import Reach
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

SCOPE = "webhooks"
OWNERS = allow(Role.PARTNER, Role.SUPERVISOR, scope=SCOPE)
READERS = allow(Role.PARTNER, Role.SUPERVISOR, Role.AUDITOR, scope=SCOPE)
router = APIRouter(prefix="/v1/webhooks", route_class=EdgeRoute, tags=["webhooks"])


async def _endpoints(session: Session, caller: Caller, request: Request) -> Endpoints:
    settings = ports_of(request).settings
    return Endpoints(session, caller, sealing_key(settings), Reach.of(settings))


Asked = Annotated[Endpoints, Depends(_endpoints)]


@router.get("", dependencies=[READERS])
async def list_webhooks(asked: Asked) -> schemas.WebhookList:
    return schemas.WebhookList(items=await shown(asked, await asked.listed()))


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[OWNERS])
@without_key
async def add_webhook(
    asked: Asked, data: schemas.WebhookCreate, request: Request, response: Response
) -> schemas.WebhookMade:
    """A new webhook; 409 when the client has one to this address already."""
    await feed.begin(asked.session, runtime_of(request).bus)
    row, secret = await asked.add(data)
    response.headers["Location"], response.headers["ETag"] = f"{router.prefix}/{row.id}", etag(row.version)
    [made] = await shown(asked, [row])
    return schemas.WebhookMade(**made.model_dump(), secret=secret)


@router.get("/{webhook_id}", dependencies=[READERS])
async def show_webhook(asked: Asked, webhook_id: UUID, response: Response) -> schemas.Webhook:
    """`ETag` is its version."""
    return await _answer(asked, await asked.demand(webhook_id), response)


@router.put("/{webhook_id}", dependencies=[OWNERS])
async def change_webhook(
    asked: Asked, webhook_id: UUID, data: schemas.WebhookUpdate, version: Expected, response: Response
) -> schemas.Webhook:
    """The whole webhook anew; `If-Match` with the version you have seen."""
    return await _answer(asked, await asked.change(webhook_id, data, version), response)


@router.delete("/{webhook_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[OWNERS])
@without_key
async def remove_webhook(asked: Asked, webhook_id: UUID) -> None:
    """With the log of its deliveries, and what waits for it."""
    await asked.remove(webhook_id)


@router.post("/{webhook_id}/secret", status_code=status.HTTP_201_CREATED, dependencies=[OWNERS])
@without_key
async def new_webhook_secret(asked: Asked, webhook_id: UUID) -> schemas.WebhookSecret:
    """A new secret; for a day messages are signed with the one before as well."""
    secret, until = await asked.new_secret(webhook_id)
    return schemas.WebhookSecret(secret=secret, previous_until=until)


@router.post("/{webhook_id}/disable", dependencies=[OWNERS])
async def disable_webhook(asked: Asked, webhook_id: UUID, response: Response) -> schemas.Webhook:
    """Nothing is sent any more; for 14 days what comes waits."""
    return await _answer(asked, await asked.disable(webhook_id), response)


@router.post("/{webhook_id}/enable", dependencies=[OWNERS])
async def enable_webhook(asked: Asked, webhook_id: UUID, response: Response) -> schemas.Webhook:
    """What has waited goes out, the oldest first."""
    return await _answer(asked, await asked.enable(webhook_id), response)


async def _answer(asked: Endpoints, row: WebhookEndpoint, response: Response) -> schemas.Webhook:
    await asked.session.flush()
    response.headers["ETag"] = etag(row.version)
    return (await shown(asked, [row]))[0]


async def shown(asked: Endpoints, rows: Sequence[WebhookEndpoint]) -> list[schemas.Webhook]:
    counts = await queue.counts(asked.session, [row.id for row in rows])
    found: list[schemas.Webhook] = []
    for row in rows:
        number = counts.get(row.id, {})
        waiting = number.get(WebhookOutcome.WAITING, 0) + number.get(WebhookOutcome.SENDING, 0)
        fields = {name: getattr(row, name) for name in schemas.Webhook.model_fields if hasattr(row, name)}
        found.append(schemas.Webhook(**fields, waiting=waiting, failed=number.get(WebhookOutcome.FAILED, 0)))
    return found
