"""Use cases of webhooks: make, change, new secret, on and off, test; each with its audit in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.errors import UnknownClient
from gateway.models import Client, WebhookDelivery, WebhookEndpoint, WebhookMessage, WebhookPosition
from gateway.partners.errors import EndpointExists, TooManyEndpoints, UnknownEndpoint
from gateway.partners.schemas import WebhookCreate, WebhookUpdate
from gateway.partners.signing import new_secret
from gateway.partners.states import PREVIOUS_SECRET_FOR, DisabledReason
from gateway.partners.targets import Reach
from hueioc import audit
from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from hueioc.errors import PreconditionFailed
from hueioc.ids import uuid7
from hueioc.personal.sealed import open_, seal

MOST_PER_CLIENT = 20
TESTED = "vn.hue.gateway.webhook.tested.v1"


@dataclass(frozen=True)
class Endpoints:
    """One per request: whose word it is, what seals the secrets, and where webhooks may go."""

    session: AsyncSession
    caller: Principal
    key: bytes
    reach: Reach

    async def listed(self) -> Sequence[WebhookEndpoint]:
        """A partner sees its own, staff those of all."""
        statement = select(WebhookEndpoint).order_by(WebhookEndpoint.created_at, WebhookEndpoint.id)
        if not self.caller.is_staff:
            statement = statement.where(WebhookEndpoint.client_id == self.caller.client_id)
        return (await self.session.scalars(statement)).all()

    async def demand(self, endpoint_id: UUID, *, lock: bool = False) -> WebhookEndpoint:
        """Raises `UnknownEndpoint`, also for the webhook of somebody else."""
        row = await self.session.get(WebhookEndpoint, endpoint_id, with_for_update=lock)
        if row is None or not (self.caller.is_staff or row.client_id == self.caller.client_id):
            raise UnknownEndpoint
        return row

    async def add(self, data: WebhookCreate) -> tuple[WebhookEndpoint, str]:
        """Raises `Invalid`, `UnknownClient`, `EndpointExists`, `TooManyEndpoints`."""
        client_id = data.client_id if self.caller.has_role(Role.SUPERVISOR) else self.caller.client_id
        await self.reach.demand(data.url, "/url")
        client = await self.session.scalar(select(Client).where(Client.client_id == client_id).with_for_update())
        if client is None or client.closed_at or client.role != Role.PARTNER:
            raise UnknownClient
        await self._demand_free(client_id, data.url)
        row = WebhookEndpoint(id=uuid7(), client_id=client_id, **_fields(data))
        secret = new_secret()
        row.sealed_secret = self._sealed(row.id, secret)
        self.session.add(row)
        await self._note(row, "added", url=row.url, event_types=row.event_types)
        return row, secret

    async def change(self, endpoint_id: UUID, data: WebhookUpdate, version: int) -> WebhookEndpoint:
        """Raises `UnknownEndpoint`, `PreconditionFailed`, `Invalid`, `EndpointExists`."""
        row = await self.demand(endpoint_id, lock=True)
        if row.version != version:
            raise PreconditionFailed
        if data.url != row.url:
            await self.reach.demand(data.url, "/url")
            await self._demand_free(row.client_id, data.url)
        if data.event_types != row.event_types:
            row.subscribed_at = now()
        for name, value in _fields(data).items():
            setattr(row, name, value)
        await self._note(row, "changed", url=row.url, event_types=row.event_types)
        return row

    async def remove(self, endpoint_id: UUID) -> None:
        """With its log. Without any webhook the events are not read any more."""
        row = await self.demand(endpoint_id, lock=True)
        await self._note(row, "removed", url=row.url)
        await self.session.delete(row)
        await self.session.flush()
        if not await self.session.scalar(select(WebhookEndpoint.id).limit(1)):
            await self.session.execute(delete(WebhookPosition))

    async def new_secret(self, endpoint_id: UUID) -> tuple[str, datetime]:
        """The secret before signs beside the new one for a day."""
        row = await self.demand(endpoint_id, lock=True)
        secret, until = new_secret(), now() + PREVIOUS_SECRET_FOR
        row.previous_secret, row.previous_until = row.sealed_secret, until
        row.sealed_secret = self._sealed(row.id, secret)
        await self._note(row, "secret-changed")
        return secret, until

    async def disable(self, endpoint_id: UUID) -> WebhookEndpoint:
        """What comes for it waits."""
        row = await self.demand(endpoint_id, lock=True)
        if row.disabled_at is None:
            row.disabled_at, row.disabled_reason = now(), DisabledReason.BY_HAND
            await self._note(row, "disabled")
        return row

    async def enable(self, endpoint_id: UUID) -> WebhookEndpoint:
        """What has waited goes out, the oldest first."""
        row = await self.demand(endpoint_id, lock=True)
        if row.disabled_at or row.paused_until:
            row.disabled_at = row.disabled_reason = row.paused_until = None
            row.failures = 0
            await self._note(row, "enabled")
        return row

    async def test(self, endpoint_id: UUID) -> WebhookDelivery:
        """A message of a type of its own, to this endpoint alone, sent as any other."""
        row, moment, message_id = await self.demand(endpoint_id), now(), uuid7()
        told = {"type": TESTED, "timestamp": moment.isoformat(), "data": {"webhook_id": str(row.id)}}
        self.session.add(
            WebhookMessage(id=message_id, type=TESTED, subject=str(row.id), occurred_at=moment, body=orjson.dumps(told))
        )
        await self.session.flush()
        delivery = WebhookDelivery(endpoint_id=row.id, message_id=message_id)
        self.session.add(delivery)
        await self.session.flush()
        return delivery

    async def _demand_free(self, client_id: str, url: str) -> None:
        own = select(WebhookEndpoint).where(WebhookEndpoint.client_id == client_id)
        if await self.session.scalar(own.where(WebhookEndpoint.url == url)):
            raise EndpointExists
        if (await self.session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST_PER_CLIENT:
            raise TooManyEndpoints

    async def _note(self, row: WebhookEndpoint, what: str, **detail: audit.Plain) -> None:
        await self.session.flush()
        about = {"client_id": row.client_id, **detail}
        await audit.record(self.session, self.caller.subject, f"webhook.{what}", str(row.id), about)

    def _sealed(self, endpoint_id: UUID, secret: str) -> bytes:
        return seal(self.key, secret.encode(), context(endpoint_id))


def context(endpoint_id: UUID) -> bytes:
    """What a sealed secret is bound to."""
    return f"webhook_endpoints.secret.{endpoint_id}".encode()


def usable_secrets(row: WebhookEndpoint, key: bytes) -> list[str]:
    """That of now first; that before, while it is still good."""
    sealed = [row.sealed_secret]
    if row.previous_secret and row.previous_until and row.previous_until > now():
        sealed.append(row.previous_secret)
    return [open_(key, each, context(row.id)).decode() for each in sealed]


def _fields(data: WebhookUpdate) -> dict[str, object]:
    return data.model_dump(include=set(WebhookUpdate.model_fields))
