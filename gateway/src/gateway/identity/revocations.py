"""Carries sessions that others have ended to this worker's verifier, also while the bus is away."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from gateway.models import Session
from hueioc.auth.revocation import LONGEST_ACCESS_TOKEN_S, Revocations
from hueioc.clock import now
from hueioc.db import Database
from hueioc.errors import Problem
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

LOOK_S = 1.5
"""The promise is five seconds, open streams included."""


class RevocationWatch:
    """Looks at the sessions that have lately ended. The database is asked, not the bus: one thing less to fail."""

    def __init__(self, database: Database, revoked: Revocations) -> None:
        self._database = database
        self._revoked = revoked
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name="revocations")

    async def stop(self) -> None:
        await end(self._task)

    async def look(self) -> None:
        since = now() - timedelta(seconds=LONGEST_ACCESS_TOKEN_S)
        async with self._database.transaction() as session:
            rows = await session.execute(select(Session.id, Session.revoked_at).where(Session.revoked_at > since))
            ended = [(str(row.id), row.revoked_at.timestamp()) for row in rows]
        for session_id, at in ended:
            self._revoked.add(session_id, at)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except (Problem, SQLAlchemyError, OSError) as error:
                log.warning("revocations_unread", error=type(error).__name__)
            await asyncio.sleep(LOOK_S)
