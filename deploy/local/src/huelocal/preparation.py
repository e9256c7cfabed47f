"""What must be done before the services start: databases, streams, migrations, and once the demonstration data."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence

from hueioc.embedded.database import ensure_service_database
from hueioc.embedded.failure import ServerError
from hueioc.embedded.nats_config import ADMIN
from hueioc.embedded.process import tail
from huelocal.environment import Surroundings
from huelocal.fork_client import ForkClient
from huelocal.plan import ServicePlan

SEED_TRIES = 2


class Preparation:
    """Each piece of work runs in a child of the fork server, where everything it needs is imported already."""

    def __init__(
        self,
        surroundings: Surroundings,
        plans: Sequence[ServicePlan],
        fork_server: ForkClient,
        tell: Callable[[str], None],
    ) -> None:
        self._surroundings = surroundings
        self._plans = plans
        self._fork_server = fork_server
        self._tell = tell

    async def run(self) -> None:
        await asyncio.gather(self.provision(), self.databases())
        await self.seed()

    async def provision(self) -> None:
        await self._do("provision", self._surroundings.nats_url(ADMIN))

    async def databases(self) -> None:
        await asyncio.to_thread(self._make_databases)
        await self._side_by_side(self._migrate(plan) for plan in self._plans)

    async def seed(self) -> None:
        """Fill the empty databases of a new `.hue`. One that fails is tried again, now and at the next start."""
        await self._side_by_side(self._seed(plan) for plan in self._plans if plan.has_seed)

    def _make_databases(self) -> None:
        keyring = self._surroundings.keyring
        for plan in self._plans:
            ensure_service_database(
                self._surroundings.postgres,
                plan.name,
                keyring.secret(f"{plan.name}.database"),
                migrator_password=keyring.secret(f"{plan.name}.migrator"),
            )

    async def _migrate(self, plan: ServicePlan) -> None:
        await self._do("migrate", plan.name, self._surroundings.migrator_url(plan.name), plan=plan)

    async def _seed(self, plan: ServicePlan) -> None:
        mark = self._surroundings.home.seeded(plan.name)
        if mark.exists():
            return
        for tries_left in reversed(range(SEED_TRIES)):
            try:
                await self._do("seed", plan.name, plan=plan)
            except ServerError as error:
                if not tries_left:
                    self._tell(f"the demonstration data of {plan.name} is not complete: {error}")
            else:
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()
                return

    async def _do(self, task: str, *arguments: str, plan: ServicePlan | None = None) -> None:
        """Run a task to its end; raise ServerError with the end of its log when it fails."""
        log = self._surroundings.home.log(task)
        environment = self._surroundings.of(plan.name) if plan else dict(os.environ)
        child = await self._fork_server.start(task, arguments, environment, log)
        if code := await child.wait():
            about = f"{task} {plan.name}" if plan else task
            msg = f"{about} failed with code {code}. The end of {log}:\n{tail(log)}"
            raise ServerError(msg)

    @staticmethod
    async def _side_by_side(work: Iterable[Awaitable[None]]) -> None:
        """Not more at once than there are processors: more would only wait for each other."""
        gate = asyncio.Semaphore(os.cpu_count() or 1)

        async def through(one: Awaitable[None]) -> None:
            async with gate:
                await one

        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(through(one))
