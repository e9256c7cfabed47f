"""Reading a file or an RTSP source with time-outs (PyAV). Whatever comes, it ends or goes on; it never hangs."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from camera.states import Symptom

OPEN_S, READ_S = 5.0, 5.0
MOST_PIXELS = 4096 * 2304
MOST_BAD_PACKETS = 250
FILE_FORMATS = "mov,matroska,avi,mpegts,h264,hevc"
"""No playlists and no concatenations: a clip must not make us read other files, or the network."""
RTSP_PROTOCOLS = "rtsp,rtsps,rtp,srtp,tcp,udp,tls,crypto"


class SourceFailed(Exception):
    """`symptom` says how."""

    def __init__(self, symptom: Symptom) -> None:
        super().__init__(symptom.value)
        self.symptom = symptom


class Piece(NamedTuple):
    """A packet as it came, and the frames that it completed."""

    packet: Any
    frames: list[Any]


class Source:
    """A context: open in between. Raises SourceFailed, also from `pieces`."""

    def __init__(self, url: str, *, is_live: bool) -> None:
        self._url = url
        self._is_live = is_live
        self._container: Any = None
        self.stream: Any = None
        self.bad_packets = 0

    def __enter__(self) -> Self:
        import av
        from av.error import FFmpegError, InvalidDataError

        options = (
            {"rtsp_transport": "tcp", "protocol_whitelist": RTSP_PROTOCOLS, "timeout": str(int(READ_S * 1e6))}
            if self._is_live
            else {"protocol_whitelist": "file", "format_whitelist": FILE_FORMATS}
        )
        try:
            self._container = av.open(self._url, options=options, timeout=(OPEN_S, READ_S), metadata_errors="ignore")
        except (FFmpegError, ValueError, OSError) as error:
            is_there = isinstance(error, (InvalidDataError, ValueError))
            raise SourceFailed(Symptom.UNREADABLE if is_there else Symptom.UNREACHABLE) from error
        try:
            self._choose()
        except BaseException:
            self._container.close()
            raise
        return self

    def _choose(self) -> None:
        streams = self._container.streams.video
        if not streams:
            raise SourceFailed(Symptom.UNREADABLE)
        self.stream = streams[0]
        context = self.stream.codec_context
        if context is None or not 0 < context.width * context.height <= MOST_PIXELS:
            raise SourceFailed(Symptom.UNREADABLE)
        context.thread_count = 1  # many cameras share the cores; threads of one codec only get in their way

    def __exit__(self, *_: object) -> None:
        self._container.close()

    @property
    def fps(self) -> float:
        """As the stream says; 0 when it does not."""
        rate = self.stream.average_rate
        return float(rate) if rate and 0 < rate <= 240 else 0.0  # noqa: PLR2004 - beyond it is a wrong time base

    def pieces(self) -> Iterator[Piece]:
        """Until the end of a file; a packet that cannot be decoded is passed over, too many end it."""
        from av.error import FFmpegError

        packets = iter(self._container.demux(self.stream))
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except (FFmpegError, OSError, ValueError, IndexError) as error:  # IndexError: another stream came up
                raise SourceFailed(Symptom.STALLED if self._is_live else Symptom.UNREADABLE) from error
            try:
                frames = packet.decode()
            except (FFmpegError, ValueError) as error:
                self.bad_packets += 1
                if self.bad_packets > MOST_BAD_PACKETS:
                    raise SourceFailed(Symptom.UNREADABLE) from error
                continue
            yield Piece(packet, frames)
