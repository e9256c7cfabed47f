"""Brings the city up, keeps it up, and takes it down."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable

from hueioc.embedded.failure import ServerError
from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import nats_config
from hueioc.embedded.postgres import PostgresServer
from hueioc.embedded.process import ServerProcess, tail
from huelocal.environment import Options, Surroundings, mqtt_devices, nats_passwords
from huelocal.fork_client import Child, ForkClient
from huelocal.home import Home
from huelocal.keeper import Condition, Keeper
from huelocal.keyring import Keyring
from huelocal.log_trim import trim_for_ever
from huelocal.plan import ServicePlan, chosen
from huelocal.ports import PortChooser, PortRegistry
from huelocal.preparation import Preparation
from huelocal.probe import answers
from huelocal.running import Running, RunningProgram
from huelocal.state import CityState, ProcessState

LOOK_S = 0.2
READY_TIMEOUT_S = 60.0
STARTS_BEFORE_GIVING_UP = 3
STOP_WITHIN_S = 4.7
SERVICES_PATIENCE_S = 2.5
NATS_PATIENCE_S = 0.7
FORK_SERVER, POSTGRES, NATS = "fork-server", "postgres", "nats"


class Supervisor:
    """`tell` speaks to the person at the terminal; `announce` is called when everything is ready."""

    def __init__(
        self, home: Home, options: Options, *, tell: Callable[[str], None], announce: Callable[[CityState], None]
    ) -> None:
        self._home = home
        self._options = options
        self._tell = tell
        self._announce = announce
        self._keyring = Keyring(home.secrets)
        self._ports = PortChooser(PortRegistry())
        self._fork_server = ForkClient(options.workshop, home.log(FORK_SERVER))
        self._servers: list[ServerProcess] = []  # in the order of their start
        self._keepers: dict[str, Keeper] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._failure: BaseException | None = None
        self._stopping = asyncio.Event()
        self._is_ready = False

    async def run(self) -> int:
        """Return an exit code when the city is down again."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopping.set)
        self._spawn(self._bring_up(), ends_well=True)
        self._spawn(trim_for_ever(self._home.logs))
        try:
            await self._stopping.wait()
        finally:
            await self._take_down()
        if isinstance(self._failure, ServerError):
            self._tell(f"The city does not come up. {self._failure}")
            return 1
        if self._failure:
            raise self._failure
        return 0

    async def _bring_up(self) -> None:
        keeper = self._keep(FORK_SERVER, self._fork_server.launch, self._fork_server.is_ready)
        postgres = PostgresServer(
            self._home.postgres,
            self._ports.postgres(),
            password=self._keyring.secret(POSTGRES),
            log=self._home.log(POSTGRES),
        )
        await asyncio.gather(self._until_ready(keeper), self._until_ready(self._serve(POSTGRES, postgres)))
        plans = chosen(self._fork_server.plans or [], self._options.only)
        nats = self._make_nats(plans)
        surroundings = Surroundings(
            self._home,
            self._keyring,
            postgres,
            nats,
            self._ports.services(plans),
            self._options,
            self._ports.doors(plans),
        )
        await self._until_ready(self._serve(NATS, nats))
        for moved in self._ports.moved:
            self._tell(str(moved))
        await self._prepare(surroundings, plans)
        keepers = [self._keep_service(plan, surroundings) for plan in plans]
        await asyncio.gather(*(self._until_ready(keeper) for keeper in keepers))
        self._is_ready = True
        self._announce(self._write_state())

    def _make_nats(self, plans: list[ServicePlan]) -> NatsServer:
        ports = self._ports.nats()
        passwords = nats_passwords(self._keyring, plans)
        config = nats_config(plans, passwords, ports=ports, store=self._home.nats, devices=mqtt_devices(self._keyring))
        return NatsServer(self._home.nats, config, ports, log=self._home.log(NATS))

    async def _prepare(self, surroundings: Surroundings, plans: list[ServicePlan]) -> None:
        try:
            await Preparation(surroundings, plans, self._fork_server, self._tell).run()
        except* ServerError as errors:
            raise ServerError("\n".join(str(error) for error in errors.exceptions)) from errors

    def _serve(self, name: str, server: ServerProcess) -> Keeper:
        """Keep a server program alive."""
        self._servers.append(server)

        async def start() -> Running:
            return RunningProgram(server.launch())

        async def is_ready() -> bool:
            return server.is_ready()

        return self._keep(name, start, is_ready)

    def _keep_service(self, plan: ServicePlan, surroundings: Surroundings) -> Keeper:
        """Keep a service alive, by forks."""
        environment = surroundings.of(plan.name)
        port = surroundings.ports[plan.name]

        async def start() -> Child:
            return await self._fork_server.start("serve", [plan.name], environment, self._home.log(plan.name))

        return self._keep(plan.name, start, lambda: answers(port))

    def _keep(
        self, name: str, start: Callable[[], Awaitable[Running]], is_ready: Callable[[], Awaitable[bool]]
    ) -> Keeper:
        keeper = Keeper(name, start, is_ready, tell=self._tell, changed=self._write_state)
        self._keepers[name] = keeper
        self._spawn(keeper.keep())
        return keeper

    async def _until_ready(self, keeper: Keeper) -> None:
        """Wait for the first readiness; give up on what ends again and again, or takes too long."""
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not keeper.ready.is_set():
            if keeper.restarts >= STARTS_BEFORE_GIVING_UP or time.monotonic() > deadline:
                log = self._home.log(keeper.name)
                msg = f"{keeper.name} is not ready. The end of {log}:\n{tail(log)}"
                raise ServerError(msg)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await keeper.ready.wait()

    def _spawn(self, work: Awaitable[None], *, ends_well: bool = False) -> None:
        """Run `work` beside us; when it fails the city goes down and `run` says why."""

        async def watched() -> None:
            try:
                await work
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # noqa: BLE001 - kept for `run`, which tells or raises it
                self._failure = self._failure or error
                self._stopping.set()
            else:
                if not ends_well:
                    self._stopping.set()

        self._tasks.append(asyncio.create_task(watched()))

    def _write_state(self) -> CityState:
        state = CityState(
            supervisor=os.getpid(),
            is_ready=self._is_ready,
            ports=self._ports.given,
            processes=[*map(self._describe, self._keepers.values())],
        )
        state.write(self._home.state)
        return state

    def _describe(self, keeper: Keeper) -> ProcessState:
        port = self._ports.given.get(keeper.name)
        scheme = {POSTGRES: "postgresql", NATS: "nats"}.get(keeper.name, "http")
        return ProcessState(
            name=keeper.name,
            url=f"{scheme}://127.0.0.1:{port}" if port else "",
            state=keeper.condition.value,
            pid=keeper.running.pid if keeper.running else None,
            restarts=keeper.restarts,
        )

    async def _take_down(self) -> None:
        """Services, then NATS, then PostgreSQL; within 5 s, and nothing stays."""
        deadline = time.monotonic() + STOP_WITHIN_S
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._stop_services()
        for server in reversed(self._servers):
            left = max(1.0, deadline - time.monotonic())
            server.stop(NATS_PATIENCE_S if isinstance(server, NatsServer) else left / 2)
        self._home.state.unlink(missing_ok=True)

    async def _stop_services(self) -> None:
        for keeper in self._keepers.values():
            keeper.condition = Condition.STOPPED
        await self._fork_server.shut_down(SERVICES_PATIENCE_S)
