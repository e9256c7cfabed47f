"""One follower of all events per worker, fanned out to the readers of this worker."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence

from nats.aio.msg import Msg

from gateway.stream.direct import Direct
from gateway.stream.frames import Frame, frame_of
from hueioc.bus.connection import Bus
from hueioc.bus.ordered import Follower, Start
from hueioc.bus.streams import EVENTS

RECENT = 5_000
"""Frames kept for readers that come back soon; older ones are read from the stream."""
MOST_WAITING = 256
REMEMBERED_IDS = 20_000


class Reader:
    """The frames one client has still to be sent. Too slow a client is cut off; it resumes by its last id."""

    def __init__(self, wants: Callable[[Frame], bool]) -> None:
        self._wants = wants
        self._frames: deque[Frame] = deque()
        self._arrived = asyncio.Event()
        self._direct: Direct | None = None
        self.ended = False

    def go_direct(self, direct: Direct | None) -> None:
        """From now on write to the socket, if what has waited is sent."""
        if not self._frames:
            self._direct = direct

    def offer(self, frames: Sequence[Frame]) -> None:
        wanted = [frame for frame in frames if self._wants(frame)]
        if not wanted:
            return
        if self._direct is not None:
            if not self._direct.write(wanted):
                self.end()
            return
        if len(self._frames) + len(wanted) > MOST_WAITING:
            self.ended = True
        else:
            self._frames.extend(wanted)
        self._arrived.set()

    def wake(self) -> None:
        self._arrived.set()

    def end(self) -> None:
        """The client has left."""
        self.ended = True
        self.wake()

    async def wait(self, timeout_s: float) -> list[Frame]:
        """What has come, at most after `timeout_s`; empty when nothing has."""
        if not self._frames:
            self._arrived.clear()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._arrived.wait()
            except TimeoutError:
                return []
        frames = list(self._frames)
        self._frames.clear()
        return frames


class Hub:
    """Follows `EVENTS` and hands every frame to every reader."""

    def __init__(self, bus: Bus) -> None:
        self._readers: set[Reader] = set()
        self._recent: deque[Frame] = deque(maxlen=RECENT)
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._follower = Follower(bus, EVENTS, start=Start.NEW, on_batch=self._fan_out, on_start=self._begin)
        self.following = asyncio.Event()
        """Set once every later event will reach this hub."""
        self.renumbered = 0
        """Up to this sequence the numbers say nothing: the server had lost the end of the stream and filled it anew."""

    def start(self) -> None:
        self._follower.start()

    async def stop(self) -> None:
        await self._follower.stop()

    def __len__(self) -> int:
        return len(self._readers)

    def join(self, reader: Reader) -> None:
        self._readers.add(reader)

    def leave(self, reader: Reader) -> None:
        self._readers.discard(reader)

    def wake_all(self) -> None:
        for reader in self._readers:
            reader.wake()

    @property
    def position(self) -> int | None:
        """Every event above this sequence will be offered to whoever joins now; None before the stream is followed."""
        return self._follower.last_sequence

    @property
    def oldest(self) -> int:
        """The first sequence still here; 0 when there is none."""
        return self._recent[0].sequence if self._recent else 0

    @property
    def newest(self) -> int:
        return self._recent[-1].sequence if self._recent else 0

    def since(self, sequence: int) -> Iterable[Frame]:
        return [frame for frame in self._recent if frame.sequence > sequence]

    async def _begin(self) -> None:
        self.following.set()

    async def _fan_out(self, messages: list[Msg]) -> None:
        fresh: list[Frame] = []
        for message in messages:
            frame = frame_of(message)
            if frame is None or frame.event_id in self._ids:
                continue
            self._ids[frame.event_id] = None
            if len(self._ids) > REMEMBERED_IDS:
                self._ids.popitem(last=False)
            if frame.sequence <= self.newest:
                self.renumbered = self.newest
                self._recent.clear()
            self._recent.append(frame)
            fresh.append(frame)
        for reader in self._readers:
            reader.offer(fresh)
