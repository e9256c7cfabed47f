"""The clip around a breach: packets as the camera made them (never encoded again), and stills out of it."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

BEFORE_S, AFTER_S = 5.0, 5.0
MOST_BYTES = 48 << 20
"""Of one camera's memory of packets; older ones go first, by whole groups of pictures."""


class NoClip(Exception):
    """Of these packets no clip can be made that somebody could look at."""


class Kept(NamedTuple):
    data: bytes
    pts: int
    dts: int
    duration: int
    is_keyframe: bool
    at: float


class PacketMemory:
    """The packets of the last `keep_s` seconds, always beginning with a key frame."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._kept: deque[Kept] = deque()
        self._bytes = 0

    def add(self, packet: Any) -> None:
        if packet.dts is None or packet.size == 0:
            return
        pts = packet.pts if packet.pts is not None else packet.dts
        at = float(pts * packet.time_base)
        if self._kept and packet.dts <= self._kept[-1].dts:  # another beginning: a muxer takes rising times only
            self.clear()
        if not self._kept and not packet.is_keyframe:
            return
        self._kept.append(Kept(bytes(packet), pts, packet.dts, packet.duration or 0, packet.is_keyframe, at))
        self._bytes += packet.size
        while packet.is_keyframe and self._is_too_much(at):
            self._drop_first_group()

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def since(self, at: float) -> list[Kept]:
        """From the last key frame not after `at`, or from the first that is there."""
        kept = list(self._kept)
        begins = [number for number, each in enumerate(kept) if each.is_keyframe and each.at <= at]
        return kept[begins[-1] if begins else 0 :]

    def _is_too_much(self, at: float) -> bool:
        second = next((each for each in list(self._kept)[1:] if each.is_keyframe), None)
        return second is not None and (second.at < at - self._keep_s or self._bytes > MOST_BYTES)

    def _drop_first_group(self) -> None:
        self._bytes -= len(self._kept.popleft().data)
        while not self._kept[0].is_keyframe:
            self._bytes -= len(self._kept.popleft().data)


def write_clip(path: Path, stream: Any, kept: Sequence[Kept]) -> None:
    """An MP4 with the packets as they are; its time begins at 0. Raises NoClip."""
    import av
    from av.error import FFmpegError

    if not kept:
        raise NoClip
    try:
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as out:
            made: Any = out.add_stream_from_template(stream)
            for packet in _from_zero(kept, Fraction(stream.time_base)):
                packet.stream = made
                out.mux(packet)
    except (FFmpegError, ValueError) as error:
        raise NoClip from error


def _from_zero(kept: Sequence[Kept], time_base: Fraction) -> Iterator[Any]:
    import av

    first = min(each.dts for each in kept)
    for each in kept:
        packet = av.Packet(each.data)
        packet.time_base = time_base
        packet.pts, packet.dts, packet.duration = each.pts - first, each.dts - first, each.duration
        packet.is_keyframe = each.is_keyframe
        yield packet


def stills(path: Path, moments: Sequence[float]) -> list[Any]:
    """The frames of a clip nearest to `moments` (seconds of the clip), BGR, in their order. Raises NoClip."""
    import av
    from av.error import FFmpegError

    found: list[tuple[float, Any]] = [(float("inf"), None)] * len(moments)
    try:
        with av.open(str(path)) as given:
            for frame in _frames(given):
                for number, moment in enumerate(moments):
                    if (away := abs(frame.time - moment)) < found[number][0]:
                        found[number] = (away, frame)
    except (FFmpegError, ValueError) as error:
        raise NoClip from error
    if any(frame is None for _, frame in found):
        raise NoClip
    return [frame.to_ndarray(format="bgr24") for _, frame in found]


def _frames(given: Any) -> Iterator[Any]:
    """Those that say when they are to be seen; a packet that cannot be decoded is passed over, as in the stream."""
    from av.error import FFmpegError

    for stream in given.streams.video[:1]:
        stream.codec_context.thread_count = 1
        for packet in given.demux(stream):
            with suppress(FFmpegError):
                yield from (frame for frame in packet.decode() if frame.time is not None)
