"""The gateway's own tables: people and sessions, the organisation registry, notices."""

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
]
