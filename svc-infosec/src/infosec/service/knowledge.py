"""What events are compared with, held by each process and read again when it has changed."""

import asyncio
import time

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.runtime import Runtime
from infosec.models import Source
from infosec.queries import events, reference, rules
from infosec.rules.indicators import Index
from infosec.rules.sigma_engine import Engine
from infosec.service.rule_files import active

log = structlog.get_logger(__name__)

LOOK_S = 1.0


class Knowledge:
    """A part of the process: rules, indicators, sources by address, and dated values."""

    def __init__(self, _: Runtime) -> None:
        self.engine = Engine()
        self.indicators = Index()
        self.sources: dict[str, Source] = {}
        self.values: dict[str, float] = {}
        self._stamp: tuple[object, ...] = ()
        self._looked = float("-inf")

    def start(self) -> None:
        """It is read with the first event."""

    async def stop(self) -> None:
        return None

    async def refresh(self, session: AsyncSession, *, at_once: bool = False) -> None:
        """At most once a second; compiling happens beside the loop."""
        if not at_once and time.monotonic() - self._looked < LOOK_S:
            return
        self._looked = time.monotonic()
        self.values = await reference.rules(session, now().astimezone(VIETNAM).date())
        self.sources = {
            row.address: row for row in await events.sources(session) if row.address and row.revoked_at is None
        }
        stamp = await rules.stamp(session)
        if stamp == self._stamp:
            return
        files = await rules.active_files(session)
        rows = await rules.indicators(session, now())
        self.engine = await asyncio.to_thread(lambda: Engine(active(files)))
        self.indicators = await asyncio.to_thread(Index, rows)
        self._stamp = stamp
        log.info("rules_in_force", rules=len(self.engine.rules), correlations=len(self.engine.correlations))


def knowledge_of(runtime: Runtime) -> Knowledge:
    """The one of this process; a process that was not started by the runtime gets its own."""
    found = runtime.part(Knowledge)
    if found is None:
        found = Knowledge(runtime)
        runtime.parts.append(found)
    return found
