"""The part of the service that keeps the worker at what is to be watched, and takes what it says."""

import asyncio
import contextlib
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from camera.queries import cameras
from camera.service import recordings
from camera.service.cameras import source_of
from camera.service.intake import Said, take
from camera.service.worker import Restarts, WorkerProcess
from hueioc.bus.connection import BusError
from hueioc.errors import Problem
from hueioc.files.store import StoredFile
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

TURN_S = 0.5
IDLE_S = 20.0
"""Without anything to watch for so long the worker ends: idle memory is a goal."""
AGAIN_S = 1.0
STEADY_S = 60.0


class Watch:
    """Runs in the process whose relay leads, so cameras are watched once."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._task: asyncio.Task[None] | None = None
        self._taking: asyncio.Task[None] | None = None
        self.worker: WorkerProcess | None = None
        self._restarts = Restarts()
        self._orders: dict[str, dict[str, Any]] = {}
        self._reading: str | None = None
        self._gathered: list[Said] = []
        self._busy_at = self._started_at = 0.0

    def start(self) -> None:
        self._task = lasting(self._run, name="camera-watch")

    async def stop(self) -> None:
        await end(self._task)
        await self._end_worker()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TURN_S)
            try:
                if self._runtime.relay.leads.is_set():
                    await self.turn()
                else:
                    await self._end_worker()
            except (Problem, SQLAlchemyError, OSError) as error:
                log.warning("camera_watch_waits", error=str(error) or type(error).__name__)
                await asyncio.sleep(AGAIN_S)

    async def turn(self) -> None:
        """Look at what is wanted, at the worker, and bring them together."""
        if self.worker is not None and (not self.worker.is_alive or self.worker.is_silent):
            log.warning("camera_worker_ended", pid=self.worker.pid, silent=self.worker.is_silent)
            await self._end_worker()
        async with self._runtime.database.transaction() as session:
            orders = await self._wanted(session)
            if self.worker is None:
                await recordings.give_back(session)
            recording = None if self._reading else await self._next_recording(session)
        if orders or recording or self._reading:
            self._busy_at = time.monotonic()
        if self.worker is None:
            if not (orders or recording) or not self._restarts.may:
                return
            await self._start_worker()
        elif time.monotonic() - self._busy_at > IDLE_S:
            await self._end_worker()
            return
        self._tell(orders)
        if recording is not None:
            await self._read(recording)

    async def _wanted(self, session: AsyncSession) -> dict[str, dict[str, Any]]:
        return {
            str(camera.id): {
                "do": "watch",
                "camera": str(camera.id),
                "kind": camera.source_kind.value,
                "url": await source_of(session, self._runtime, camera),
                "scene": camera.scene,
            }
            for camera in await cameras.to_watch(session)
        }

    async def _next_recording(self, session: AsyncSession) -> dict[str, Any] | None:
        if self.worker is None and not self._restarts.may:
            return None
        recording = await recordings.take_next(session)
        if recording is None:
            return None
        camera = await cameras.find(session, recording.camera_id)
        return {
            "do": "read",
            "camera": str(recording.camera_id),
            "recording": str(recording.id),
            "started_at": recording.started_at.isoformat(),
            "scene": camera.scene if camera else {},
            "sha256": recording.sha256,
        }

    async def _start_worker(self) -> None:
        self._restarts.started()
        self.worker, self._started_at = await WorkerProcess.start(), time.monotonic()
        self._taking = asyncio.create_task(self._take(self.worker), name="camera-take")

    async def _end_worker(self) -> None:
        if self.worker is None:
            return
        worker, self.worker = self.worker, None
        await end(self._taking)
        await worker.stop()
        self._orders, self._reading, self._gathered = {}, None, []
        async with self._runtime.database.transaction() as session:
            await recordings.give_back(session)

    def _tell(self, orders: dict[str, dict[str, Any]]) -> None:
        assert self.worker is not None  # noqa: S101 - started by now
        for camera, command in orders.items():
            if self._orders.get(camera) != command:
                self.worker.tell(command)
        for camera in self._orders.keys() - orders.keys():
            self.worker.tell({"do": "leave", "camera": camera})
        self._orders = orders
        if time.monotonic() - self._started_at > STEADY_S:
            self._restarts.steady()

    async def _read(self, command: dict[str, Any]) -> None:
        """The store may be a bucket: the worker reads a copy in its own folder."""
        assert self.worker is not None  # noqa: S101 - started by now
        self._reading, self._gathered = command["recording"], []
        path = self.worker.folder / command["recording"]
        content = await self._runtime.files.read(command.pop("sha256"))
        await asyncio.to_thread(path.write_bytes, content)
        self.worker.tell(command | {"url": str(path)})

    async def _take(self, worker: WorkerProcess) -> None:
        """Nothing is dropped: what the database does not take now is tried again, and the worker waits."""
        while True:
            message = await worker.said.get()
            while True:
                try:
                    await self._one(message)
                    break
                except (Problem, SQLAlchemyError, OSError) as error:
                    log.warning("camera_message_waits", error=str(error) or type(error).__name__)
                    await asyncio.sleep(AGAIN_S)

    async def _one(self, message: dict[str, Any]) -> None:
        said = Said(message, await self._store(message))
        batch = [said]
        if recording := message.get("recording"):  # all of a recording at once: a second reading counts nothing twice
            if recording != self._reading:
                return
            self._gathered.append(said)
            if message["say"] != "finished":
                return
            batch = self._gathered
        camera_id = UUID(message["camera"])
        async with self._runtime.database.transaction() as session:
            await take(session, camera_id, batch)
        self._runtime.relay.wake()
        if message["say"] == "finished":
            self._reading, self._gathered = None, []
        await self._announce(camera_id, message)

    async def _store(self, message: dict[str, Any]) -> dict[str, StoredFile]:
        """What the worker laid down goes into the store, once; a try that failed goes on where it ended."""
        paths = message.get("files", {}) | ({"picture": message["path"]} if "path" in message else {})
        stored: dict[str, StoredFile] = message.setdefault("stored", {})
        for role, name in paths.items():
            if role in stored:
                continue
            path = Path(name)
            stored[role] = await self._runtime.files.write(await asyncio.to_thread(path.read_bytes))
            await asyncio.to_thread(path.unlink)
        return stored

    async def _announce(self, camera_id: UUID, message: dict[str, Any]) -> None:
        """Telemetry on the bus, for whoever looks at this moment; what it means went through the outbox."""
        if message["say"] in {"health", "counted"} and self._runtime.bus.connected:
            told = {name: value for name, value in message.items() if name != "stored"}
            with contextlib.suppress(*BusError):
                await self._runtime.bus.publish(f"live.camera.{message['say']}.{camera_id}", orjson.dumps(told))
