"""The AIS door: datagrams in, batches of messages out, each batch one transaction. A part of the process.

A datagram has no answer, so what came is held until it is committed. Distress goes first, in transactions of its own.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

import structlog

from fishing.queries import positions
from fishing.rules.ais_batch import decode
from fishing.rules.assembly import Assembly
from fishing.rules.nmea import Refused
from fishing.service import ais
from fishing.service.ais import Heard
from fishing.settings import settings_of
from fishing.states import Channel, Reason
from hueioc.clock import now
from hueioc.errors import Problem
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

MOST_WAITING = 200_000
"""Datagrams; beyond it the newest are dropped and counted: the kernel would do the same, without saying so."""
MOST_AT_ONCE = 2_000
GATHER_S = 0.05
RETRY_S = 1.0


class AisReceiver:
    """Listens on `ais_host`:`ais_port`; with port 0 it does nothing."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        settings = settings_of(runtime.settings)
        self._address = (settings.ais_host, settings.ais_port)
        self._waiting: deque[tuple[bytes, str]] = deque()
        self._arrived = asyncio.Event()
        self._assembly = Assembly()
        self._task: asyncio.Task[None] | None = None
        self.dropped = 0

    def start(self) -> None:
        if self._address[1]:
            self._task = lasting(self._run, name="ais-receiver")

    async def stop(self) -> None:
        await end(self._task)

    def receive(self, data: bytes, sender: str) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.dropped += 1
            return
        self._waiting.append((data, sender))
        self._arrived.set()

    async def _run(self) -> None:
        while True:
            try:
                transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                    lambda: _Door(self), local_addr=self._address
                )
            except OSError as error:
                log.warning("ais_door_waits", address=self._address, error=str(error))
                await asyncio.sleep(RETRY_S)
                continue
            try:
                while True:
                    await self._arrived.wait()
                    await asyncio.sleep(GATHER_S)
                    self._arrived.clear()
                    while self._waiting:
                        await self.take_waiting()
            finally:
                transport.close()

    async def take_waiting(self) -> None:
        """One batch of what has come."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        if self.dropped:
            log.warning("ais_datagrams_dropped", number=self.dropped)
            self.dropped = 0
        lines: dict[str, list[bytes]] = {}
        for data, sender in taken:
            lines.setdefault(sender, []).append(data)
        arrived = now()
        heard: list[Heard] = []
        refused: dict[str, list[Refused]] = {}
        for sender, datagrams in lines.items():
            found = decode(b"\n".join(datagrams), sender, self._assembly, arrived)
            heard += [Heard(message, received, arrived, sender) for message, received in found.messages()]
            refused[sender] = found.refused
        for each in heard:
            if ais.is_distress(each):
                await self._store([each], {})
        await self._store([each for each in heard if not ais.is_distress(each)], refused)

    async def _store(self, heard: Sequence[Heard], refused: dict[str, list[Refused]]) -> None:
        """Tried again while the database is away; then, in halves, until the one that cannot be stored stands alone."""
        while heard or any(refused.values()):
            try:
                await self._write(heard, refused)
            except Problem as problem:
                if problem.status < 500:  # noqa: PLR2004 - the server's fault begins there
                    return await self._apart(heard, refused)
                log.warning("ais_batch_waits", error=problem.code)
                await asyncio.sleep(RETRY_S)
            else:
                self._runtime.relay.wake()
                return None
        return None

    async def _apart(self, heard: Sequence[Heard], refused: dict[str, list[Refused]]) -> None:
        if len(heard) > 1:
            middle = len(heard) // 2
            await self._store(heard[:middle], refused)
            await self._store(heard[middle:], {})
            return
        bad = {each.sender: [Refused(repr(each.message).encode(), Reason.NOT_STORED)] for each in heard}
        with suppress(Problem):
            await self._write([], refused | bad)

    async def _write(self, heard: Sequence[Heard], refused: dict[str, list[Refused]]) -> None:
        async with self._runtime.database.transaction() as session:
            if len(heard) == 1 and ais.is_distress(heard[0]):
                await ais.call(session, heard[0])
            elif heard:
                await ais.take(session, heard)
            for sender, rows in refused.items():
                positions.keep(session, Channel.AIS, sender, [(each.reason, each.raw) for each in rows])


class _Door(asyncio.DatagramProtocol):
    def __init__(self, receiver: AisReceiver) -> None:
        self._receiver = receiver

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._receiver.receive(data, addr[0])
