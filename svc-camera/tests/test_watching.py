"""What one camera's watching makes of a breach whose packets cannot be shown."""

from datetime import UTC, datetime

import pytest

from camera.rules.clips import NoClip, stills, write_clip
from camera.rules.stream import Source
from camera.rules.watching import Watching

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def stopped(clips, tmp_path_factory):
    """A clip of one that stops where none may, and the scene in which that is a breach."""
    mover = clips.Mover(0.5, clips.RIGHT, 300, start_x=150.0, stops=(0.35, 5))
    scene = clips.SCENE | {"analysed_fps": 25.0, "zones": [clips.NO_STOPPING | {"stop_s": 0.2}]}
    return clips.street(tmp_path_factory.mktemp("stopped") / "stopped.mp4", [mover], 1.2), scene


def watched(stopped, folder, *, before_the_end):
    clip, scene = stopped
    said = []
    watching = Watching("c", scene, folder, said.append)
    watching.begin(NOON)
    with Source(str(clip), is_live=False) as source:
        for packet, frames in source.pieces():
            watching.take(source, packet, frames)
        before_the_end(watching)
        watching.finish(source.stream)
    return [each["say"] for each in said]


def test_a_breach_is_told_with_its_clip(stopped, tmp_path):
    assert "violation" in watched(stopped, tmp_path, before_the_end=lambda _: None)


def test_a_breach_whose_packets_are_gone_is_no_case_and_what_was_watched_is_told(stopped, tmp_path):
    said = watched(stopped, tmp_path, before_the_end=lambda watching: watching._memory.clear())
    assert "violation" not in said
    assert "unprovable" in said
    assert said[-1] == "covered"


def test_a_breach_whose_packets_show_no_picture_is_no_case_and_leaves_no_clip(stopped, tmp_path):
    def spoil(watching):
        kept = watching._memory._kept
        kept.extend([kept.popleft()._replace(data=bytes(20)) for _ in range(len(kept))])

    said = watched(stopped, tmp_path, before_the_end=spoil)
    assert ("violation" not in said, said[-1]) == (True, "covered")
    assert not list(tmp_path.glob("*.mp4"))


def test_of_no_packets_there_is_no_clip(stopped, tmp_path):
    with Source(str(stopped[0]), is_live=False) as source, pytest.raises(NoClip):
        write_clip(tmp_path / "empty.mp4", source.stream, [])


def test_a_file_without_a_picture_has_no_stills(tmp_path):
    (tmp_path / "no.mp4").write_bytes(bytes(100))
    with pytest.raises(NoClip):
        stills(tmp_path / "no.mp4", [0.0])
