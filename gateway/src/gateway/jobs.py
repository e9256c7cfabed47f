"""Timed work of the gateway: overdue erasures, and sweeping out what has expired."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from gateway.identity import erasure
from gateway.identity.limits import FORGOTTEN_AFTER
from gateway.models import (
    Authorization,
    Base,
    ForeignLogin,
    Lockout,
    OneTimeCode,
    RateLimit,
    Session,
    WebhookMessage,
)
from gateway.partners.states import KEPT
from hueioc.clock import now
from hueioc.jobs import Job
from hueioc.runtime import Runtime

SESSIONS_KEPT = timedelta(days=30)
"""So that a person may still be told about a sign-in that was not theirs."""
AT_ONCE = 1_000


async def sweep(runtime: Runtime) -> None:
    """Short transactions over few rows: a long one delays the relays of all services."""
    for table, condition in expired(now()):
        key = next(iter(table.__table__.primary_key))
        while True:
            chosen = select(key).where(condition).limit(AT_ONCE)
            async with runtime.database.transaction() as session:
                gone = (await session.execute(delete(table).where(key.in_(chosen)).returning(key))).all()
            if len(gone) < AT_ONCE:
                break


def expired(moment: datetime) -> tuple[tuple[type[Base], ColumnElement[bool]], ...]:
    day = moment - FORGOTTEN_AFTER
    return (
        (OneTimeCode, OneTimeCode.expires_at < day),
        (RateLimit, RateLimit.arrival < day),
        (Lockout, Lockout.updated_at < day),
        (ForeignLogin, ForeignLogin.expires_at < day),
        (Authorization, Authorization.expires_at < day),
        (Session, Session.expires_at < moment - SESSIONS_KEPT),
        (Session, Session.revoked_at < moment - SESSIONS_KEPT),
        (WebhookMessage, WebhookMessage.created_at < moment - KEPT),
    )


JOBS = (Job(name="sweep-identity", every_s=600, work=sweep), *erasure.JOBS)
