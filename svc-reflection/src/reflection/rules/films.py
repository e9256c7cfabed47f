"""The public copy of a film or a sound: the same streams in a new container, without any metadata, and a still.

Decoders and demuxers are fed with strangers' bytes, so this runs as a program of its own with limits of time and
memory: `python -m reflection.rules.films SOURCE TARGET STILL` prints one JSON line.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from reflection.rules.media import MOST_SECONDS, Refusal, Refused

MOST_MEMORY = 2 << 30
MOST_CPU_S = 90
CONTAINERS: dict[str, tuple[str, str, frozenset[str]]] = {
    # of the demuxer: muxer, media type, codecs that it holds
    "mov": ("mp4", "video/mp4", frozenset({"h264", "hevc", "mpeg4", "av1", "aac", "mp3", "alac"})),
    "matroska": ("webm", "video/webm", frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})),
    "mp3": ("mp3", "audio/mpeg", frozenset({"mp3"})),
    "ogg": ("ogg", "audio/ogg", frozenset({"opus", "vorbis"})),
    "wav": ("wav", "audio/wav", frozenset({"pcm_s16le", "pcm_s24le", "pcm_u8", "pcm_f32le"})),
}
SOUND_ONLY = {"video/mp4": ("ipod", "audio/mp4"), "video/webm": ("webm", "audio/webm")}
"""A container for films that holds sound alone."""


def copy(source: Path, target: Path, still: Path) -> dict[str, Any]:
    """Write the copy, and the still of a film; says its type, size and length. Raises `Refused`."""
    import av
    from av.error import FFmpegError

    try:
        with av.open(str(source), metadata_errors="ignore") as given:
            return _copy(given, target, still)
    except Refused:
        raise
    except (FFmpegError, ValueError, IndexError, ArithmeticError) as error:
        raise Refused(Refusal.DAMAGED) from error


def _copy(given: Any, target: Path, still: Path) -> dict[str, Any]:
    name = next((name for name in CONTAINERS if name in given.format.name.split(",")), "")
    if not name:
        raise Refused(Refusal.NOT_TAKEN)
    muxer, media_type, codecs = CONTAINERS[name]
    streams = [each for each in (*given.streams.video[:1], *given.streams.audio[:1]) if _is_playable(each, codecs)]
    if not streams:
        raise Refused(Refusal.NOT_TAKEN if len(given.streams) else Refusal.DAMAGED)
    if given.duration and given.duration > MOST_SECONDS * 1_000_000:
        raise Refused(Refusal.TOO_LONG)
    film = next((each for each in streams if each.type == "video"), None)
    if film is None and media_type in SOUND_ONLY:
        muxer, media_type = SOUND_ONLY[media_type]
    seconds = _remux(given, streams, target, muxer)
    made = {"media_type": media_type, "duration_s": round(seconds, 2), "width": None, "height": None}
    return made | (_still(target, still) if film else {})


def _is_playable(stream: Any, codecs: frozenset[str]) -> bool:
    """Pictures of a cover are no film."""
    return (
        stream.codec_context.codec.canonical_name in codecs and not stream.disposition & stream.disposition.attached_pic
    )


def _remux(given: Any, streams: list[Any], target: Path, muxer: str) -> float:
    """Packets are copied as they are; data streams, such as a track of places, stay behind."""
    import av

    options = {"movflags": "+faststart"} if muxer in {"mp4", "ipod"} else {}
    seconds, count = 0.0, 0
    with av.open(str(target), "w", format=muxer, options=options | {"fflags": "+bitexact"}) as out:
        pairs = {each.index: out.add_stream_from_template(each) for each in streams}
        for each in pairs.values():
            each.metadata.clear()
        for packet in given.demux(streams):
            if packet.dts is None:
                continue
            seconds = max(seconds, float(((packet.pts or packet.dts) + (packet.duration or 0)) * packet.time_base))
            if seconds > MOST_SECONDS:
                raise Refused(Refusal.TOO_LONG)
            packet.stream = pairs[packet.stream.index]
            out.mux(packet)
            count += 1
    if not count:
        raise Refused(Refusal.DAMAGED)
    return seconds


def _still(film: Path, still: Path) -> dict[str, Any]:
    """One frame near the middle, with faces and plates covered."""
    import av

    from reflection.rules.pictures import LONGEST_SIDE, covered_copy

    with av.open(str(film)) as given:
        stream = given.streams.video[0]
        if stream.codec_context.width * stream.codec_context.height > LONGEST_SIDE * LONGEST_SIDE * 2:
            raise Refused(Refusal.TOO_MANY_PIXELS)
        if given.duration:
            given.seek(given.duration // 2)
        frame = next(given.decode(stream), None)
        if frame is None:
            raise Refused(Refusal.DAMAGED)
        picture = frame.to_image()
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    import numpy as np

    made = covered_copy(np.array(picture.rotate(-frame.rotation if frame.rotation else 0, expand=True)))
    still.write_bytes(made.jpeg)
    return {
        "width": made.width,
        "height": made.height,
        "faces": made.covered.faces,
        "plates": made.covered.plates,
        "picture_hash": made.picture_hash,
    }


def main(arguments: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
    try:
        found = copy(*(Path(each) for each in arguments))
    except Refused as refusal:
        found = {"refused": refusal.why.value}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:4])
