"""What one running process of a service holds: made after the fork, started and stopped in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from fastapi import Request

from hueioc.auth.issuers import trust_of
from hueioc.auth.jwks import JwksCache, fetch_from
from hueioc.auth.recipients import RecipientSeal
from hueioc.auth.tokens import TokenVerifier, Trust
from hueioc.bus.connection import Bus
from hueioc.bus.consumer import ConsumerLoop
from hueioc.db import Database
from hueioc.files.store import FileStore
from hueioc.jobs import JobLoop
from hueioc.lists import ListLeader
from hueioc.personal.vault import Vault
from hueioc.relay import Relay, RelayTarget
from hueioc.service import Service
from hueioc.settings import ServiceSettings

PartKind = TypeVar("PartKind", bound="Part")


class Part(Protocol):
    def start(self) -> None: ...
    async def stop(self) -> None: ...


@dataclass
class Runtime:
    """Ports of one process. Use cases take a session and what they need of this."""

    service: Service
    settings: ServiceSettings
    database: Database
    bus: Bus
    relay: Relay
    lists: ListLeader
    verifier: TokenVerifier
    files: FileStore
    vault: Vault
    recipients: RecipientSeal
    checks: dict[str, Callable[[], str]] = field(default_factory=dict[str, Callable[[], str]])
    """More readiness checks by name; each answers with what is missing, or with nothing."""
    consumers: list[ConsumerLoop] = field(default_factory=list[ConsumerLoop])
    jobs: list[JobLoop] = field(default_factory=list[JobLoop])
    parts: list[Part] = field(default_factory=list[Part])
    """What else runs as long as this process: the sealer, the common jobs."""

    @classmethod
    def make(cls, service: Service, settings: ServiceSettings, keys: JwksCache | None = None) -> "Runtime":
        dsn = settings.database_url.get_secret_value()
        database = Database(dsn, pool_size=settings.database_pool)
        bus = Bus(settings.nats_url.get_secret_value(), name=service.name)
        relay = Relay(RelayTarget(service.name, service.event_stream), dsn=dsn, bus=bus)
        lists = ListLeader(service.lists, database=database, relay=relay)
        relay.on_published = lists.mark
        runtime = cls(
            service=service,
            settings=settings,
            database=database,
            bus=bus,
            relay=relay,
            lists=lists,
            verifier=verifier_of(settings, keys or JwksCache(fetch_from(settings.jwks_url))),
            files=FileStore(settings.files_url),
            vault=Vault.of(settings),
            recipients=RecipientSeal(fetch_from(settings.jwks_url)),
        )
        runtime.consumers = [
            ConsumerLoop(service.name, each.bound(runtime), bus=bus, database=database) for each in service.consumers
        ]
        runtime.jobs = [JobLoop(job, runtime) for job in service.jobs]
        return runtime

    def part(self, kind: type[PartKind]) -> PartKind | None:
        """The part of this kind, when the process runs one."""
        return next((each for each in self.parts if isinstance(each, kind)), None)

    async def start(self) -> None:
        """Starts what needs no neighbour; the bus and what hangs on it come up in the background."""
        self.bus.start()
        self.relay.start()
        self.lists.start()
        for part in (*self.consumers, *self.jobs, *self.parts):
            part.start()

    async def stop(self) -> None:
        """Finish what is in hand, in the order in which work flows."""
        for part in (*self.parts, *self.jobs, *self.consumers, self.lists, self.relay):
            await part.stop()
        await self.bus.close()
        await self.database.close()

    async def problems(self) -> dict[str, str]:
        """What keeps this process from being ready; empty when it is."""
        found: dict[str, str] = {}
        if not await self.database.is_ready():
            found["database"] = "no answer"
        if not self.bus.connected and not self.service.folds_views:  # what it has folded it answers without the bus
            found["bus"] = "not connected"
        found |= {name: missing for name, check in self.checks.items() if (missing := check())}
        return found


def verifier_of(settings: ServiceSettings, keys: JwksCache) -> TokenVerifier:
    """Our own issuer by `keys`, the configured foreign ones by theirs."""
    return TokenVerifier(
        Trust(settings.issuer, settings.audience), keys, [trust_of(source) for source in settings.issuers]
    )


def runtime_of(request: Request) -> Runtime:
    return request.app.state.runtime
