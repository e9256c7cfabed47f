"""Films and sounds that say where they were taken and by whom. They need PyAV, which is asked for at the first use."""

import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

PLACE = "+16.4637+107.5909/"
SAMPLES = 48_000
PART = 960
MakeFilm = Callable[..., bytes]


@pytest.fixture
def film() -> MakeFilm:
    """`film("webm", "libvpx-vp9", seconds=3)`: a square moves over a dark ground, with silence."""

    def make(
        kind: str = "mp4", codec: str = "libx264", *, seconds: int = 2, rate: int = 10, sound: bool = True
    ) -> bytes:
        import av
        import numpy as np

        out = io.BytesIO()
        options = {"movflags": "use_metadata_tags"} if kind != "webm" else {}
        with av.open(out, "w", format=kind, options=options) as container:
            container.metadata.update({"location": PLACE, "comment": "nha toi"})
            video: Any = container.add_stream(codec, rate=rate)
            video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
            voice: Any = container.add_stream("libopus" if kind == "webm" else "aac", rate=SAMPLES) if sound else None
            for number in range(seconds * rate):
                pixels = np.zeros((64, 96, 3), dtype=np.uint8)
                pixels[10:30, number % 60 : number % 60 + 20] = (250, 200, 10)
                container.mux(video.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
            container.mux(video.encode())
            if voice:
                _be_silent(container, voice, seconds)
        return out.getvalue()

    return make


@pytest.fixture
def sound() -> MakeFilm:
    """`sound("mp3", "libmp3lame")`: silence with tags."""

    def make(kind: str, codec: str, *, seconds: int = 1) -> bytes:
        import av

        out = io.BytesIO()
        with av.open(out, "w", format=kind) as container:
            container.metadata.update({"title": "Nguyen Van A", "comment": PLACE})
            _be_silent(container, container.add_stream(codec, rate=SAMPLES), seconds)
        return out.getvalue()

    return make


def _be_silent(container: Any, stream: Any, seconds: int) -> None:
    import av
    import numpy as np

    for number in range(seconds * SAMPLES // PART):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, PART), dtype=np.int16), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLES, number * PART, Fraction(1, SAMPLES)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
