"""The doors for syslog: datagrams and streams in, batches of events out, each one transaction. A part of the process.

A datagram has no answer, so what came is held until it is committed. A stream that comes faster than events can be
stored is not read on until there is room; only datagrams can be lost, and how many is written down.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from hueioc.clock import VIETNAM, now
from hueioc.errors import Problem
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting
from infosec.models import Dropped
from infosec.rules import ocsf
from infosec.rules.framing import Frames
from infosec.rules.intake import event_of_syslog
from infosec.service.knowledge import knowledge_of
from infosec.service.store import Arrived, store
from infosec.settings import settings_of
from infosec.states import Channel

log = structlog.get_logger(__name__)

MOST_WAITING = 200_000
"""Messages; beyond it datagrams are dropped and counted, and streams wait."""
MOST_AT_ONCE = 2_000
MOST_STREAMS = 500
IDLE_S = 900.0
READ = 64 << 10
GATHER_S = 0.05
RETRY_S = 1.0


@dataclass(frozen=True)
class Waiting:
    raw: bytes
    sender: str
    channel: Channel
    at: datetime


class SyslogReceiver:
    """Listens on `syslog_host` at the UDP and the TCP port; a port of 0 stays shut."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._settings = settings_of(runtime.settings)
        self._waiting: deque[Waiting] = deque()
        self._arrived = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._streams = 0
        self._tasks: list[asyncio.Task[None]] = []
        self.dropped = 0

    def start(self) -> None:
        settings = self._settings
        if settings.syslog_udp_port:
            self._tasks.append(lasting(self._datagrams, name="syslog-udp"))
        if settings.syslog_tcp_port:
            self._tasks.append(lasting(self._listen, name="syslog-tcp"))
        if self._tasks:
            self._tasks.append(lasting(self._take, name="syslog-take"))

    async def stop(self) -> None:
        for task in self._tasks:
            await end(task)
        with suppress(Problem, TimeoutError):
            async with asyncio.timeout(RETRY_S):
                while self._waiting:
                    await self.take_waiting()

    def receive(self, raw: bytes, sender: str, channel: Channel = Channel.UDP) -> None:
        if channel is Channel.UDP and len(self._waiting) >= MOST_WAITING:
            self.dropped += 1
            return
        self._waiting.append(Waiting(raw, sender, channel, now()))
        self._arrived.set()
        if len(self._waiting) >= MOST_WAITING:
            self._room.clear()

    async def _datagrams(self) -> None:
        address = (self._settings.syslog_host, self._settings.syslog_udp_port)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Door(self), local_addr=address
        )
        try:
            await asyncio.Event().wait()
        finally:
            transport.close()

    async def _listen(self) -> None:
        server = await asyncio.start_server(
            self._stream, self._settings.syslog_host, self._settings.syslog_tcp_port, limit=READ
        )
        async with server:
            await server.serve_forever()

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender = str((writer.get_extra_info("peername") or ("",))[0])
        self._streams += 1
        frames = Frames()
        try:
            while self._streams <= MOST_STREAMS:
                await self._room.wait()
                async with asyncio.timeout(IDLE_S):
                    data = await reader.read(READ)
                for frame in frames.feed(data) if data else frames.rest():
                    self.receive(frame, sender, Channel.TCP)
                if not data:
                    break
        except (ConnectionError, TimeoutError):
            for frame in frames.rest():
                self.receive(frame, sender, Channel.TCP)
        finally:
            self._streams -= 1
            writer.close()

    async def _take(self) -> None:
        while True:
            await self._arrived.wait()
            await asyncio.sleep(GATHER_S)
            self._arrived.clear()
            while self._waiting:
                await self.take_waiting()

    async def take_waiting(self) -> None:
        """One batch of what has come."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        self._room.set()
        dropped, self.dropped = self.dropped, 0
        await self._store(taken, dropped)

    async def _store(self, taken: Sequence[Waiting], dropped: int) -> None:
        """Tried again while the database is away; then, in halves, until the one that cannot be stored stands alone."""
        while True:
            try:
                await self._write(taken, dropped)
            except Problem as problem:
                if problem.status < 500:  # noqa: PLR2004 - the server's fault begins there
                    return await self._apart(taken, dropped)
                log.warning("syslog_batch_waits", error=problem.code)
                await asyncio.sleep(RETRY_S)
            else:
                self._runtime.relay.wake()
                return None

    async def _apart(self, taken: Sequence[Waiting], dropped: int) -> None:
        if len(taken) > 1:
            middle = len(taken) // 2
            await self._store(taken[:middle], dropped)
            await self._store(taken[middle:], 0)
        else:
            log.error("syslog_message_lost")
            self.dropped += len(taken)

    async def _write(self, taken: Sequence[Waiting], dropped: int) -> None:
        knowledge = knowledge_of(self._runtime)
        async with self._runtime.database.transaction() as session:
            await knowledge.refresh(session)
            arrived: list[Arrived] = []
            for each in taken:
                source = knowledge.sources.get(each.sender)
                zone = ZoneInfo(source.zone) if source else VIETNAM
                event = event_of_syslog(each.raw, each.at, zone)
                event.ocsf.setdefault("device", {"ip": each.sender, "type_id": ocsf.UNKNOWN})
                arrived.append(Arrived(event, each.at, each.channel, each.sender, source))
            await store(session, knowledge, arrived)
            if dropped:
                session.add(Dropped(at=now(), channel=Channel.UDP, number=dropped))
                log.warning("syslog_dropped", number=dropped)


class _Door(asyncio.DatagramProtocol):
    def __init__(self, receiver: SyslogReceiver) -> None:
        self._receiver = receiver

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._receiver.receive(data, addr[0])
