"""What the gateway tells of webhooks."""

from uuid import UUID

from gateway.partners.states import DisabledReason
from hueioc.events import Audience, Event


class WebhookDisabled(Event, type="vn.hue.gateway.webhook.disabled.v1", audience=Audience.STAFF):
    """Nothing is sent to this endpoint any more; what comes for it waits until it is enabled."""

    endpoint_id: UUID
    client_id: str
    reason: DisabledReason


PUBLISHED = (WebhookDisabled,)
