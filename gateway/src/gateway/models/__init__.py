"""The gateway's own tables: people and sessions, the organisation registry, notices, webhooks."""

from gateway.models.base import Base
from gateway.models.identity import (
    Account,
    Authorization,
    Client,
    Erasure,
    ForeignAccount,
    ForeignLogin,
    Lockout,
    OneTimeCode,
    Person,
    RateLimit,
    RefreshToken,
    Session,
    SigningKey,
)
from gateway.models.notice import Delivery, Notice, Preference, PushSubscription, WardSubscription
from gateway.models.organisation import Agency, Officer, Responsibility, Roster, Substitute, Unit
from gateway.models.webhook import WebhookDelivery, WebhookEndpoint, WebhookMessage, WebhookPosition

__all__ = [
    "Account",
    "Agency",
    "Authorization",
    "Base",
    "Client",
    "Delivery",
    "Erasure",
    "ForeignAccount",
    "ForeignLogin",
    "Lockout",
    "Notice",
    "Officer",
    "OneTimeCode",
    "Person",
    "Preference",
    "PushSubscription",
    "RateLimit",
    "RefreshToken",
    "Responsibility",
    "Roster",
    "Session",
    "SigningKey",
    "Substitute",
    "Unit",
    "WardSubscription",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookMessage",
    "WebhookPosition",
]
