"""The worker program on real clips and sockets: what it counts, what it reports, that it neither hangs nor dies."""

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)


class Program:
    """The worker as the service starts it."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "camera.rules.worker", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.said = queue.Queue()
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self):
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def tell(self, **command):
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()

    def until(self, is_it, timeout_s=40):
        """Everything that was said, up to and with the message that `is_it`."""
        heard, deadline = [], time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            try:
                heard.append(self.said.get(timeout=0.5))
            except queue.Empty:
                continue
            if is_it(heard[-1]):
                return heard
        raise AssertionError(f"never said: {heard[-5:]}")

    def read(self, clip, scene, recording="r"):
        at = NOON.isoformat()
        self.tell(do="read", camera="c", recording=recording, url=str(clip), started_at=at, scene=scene)
        return self.until(lambda said: said["say"] == "finished" and said["recording"] == recording)

    def is_there(self):
        return self.process.poll() is None


@contextmanager
def running(folder):
    program = Program(folder)
    try:
        yield program
    finally:
        program.process.stdin.close()
        program.process.wait(timeout=20)
        program.process.stdout.close()


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with running(tmp_path_factory.mktemp("worker")) as program:
        yield program


def of_kind(said, kind):
    return [each for each in said if each["say"] == kind]


def test_everything_that_passes_is_counted_by_size_and_direction(program, clips, busy):
    clip, truth = busy
    counted = of_kind(program.read(clip, clips.SCENE), "counted")
    assert Counter((each["size"], each["direction"]) for each in counted) == truth


def test_the_stop_and_the_wrong_way_are_found_and_nothing_else(program, bad_manners, scene):
    found = of_kind(program.read(bad_manners, scene), "violation")
    assert {each["rule"] for each in found} == {"illegal-stop", "wrong-way"}
    assert len(found) == 2


def test_the_clip_holds_the_packets_of_the_camera_and_begins_before_the_breach(program, bad_manners, scene):
    import av

    found = of_kind(program.read(bad_manners, scene), "violation")
    path = next(each for each in found if each["rule"] == "illegal-stop")["files"]["original_clip"]

    def packets(name):
        with av.open(str(name)) as given:
            return [bytes(packet) for packet in given.demux(video=0) if packet.size]

    clip, whole = packets(path), packets(bad_manners)
    begins = whole.index(clip[0])
    assert clip == whole[begins : begins + len(clip)]
    assert len(clip) > 25 * 10


def test_stills_are_pictures(program, bad_manners, scene):
    (found, _) = of_kind(program.read(bad_manners, scene), "violation")
    for role in ("before", "on", "after", "masked"):
        assert Path(found["files"][role]).read_bytes().startswith(b"\xff\xd8\xff")


def test_times_follow_from_when_the_recording_begins(program, bad_manners, scene):
    found = of_kind(program.read(bad_manners, scene), "violation")
    stop = next(each for each in found if each["rule"] == "illegal-stop")
    passed = (datetime.fromisoformat(stop["at"]) - NOON).total_seconds()
    assert 8.5 < passed < 10  # it comes at 2 s, stands from 4 s on, may stand for 5 s


def test_a_file_that_is_no_video_fails_and_the_next_is_read(program, clips, busy, tmp_path):
    (tmp_path / "no.mp4").write_bytes(b"\x00" * 5000)
    failed = program.read(tmp_path / "no.mp4", clips.SCENE, "bad")[-1]
    assert failed["failure"] == "unreadable"
    assert program.read(busy[0], clips.SCENE, "good")[-1]["failure"] is None


def test_a_playlist_is_not_followed(program, clips, busy, tmp_path):
    (tmp_path / "list.mp4").write_text(f"#EXTM3U\n#EXTINF:10,\n{busy[0]}\n#EXT-X-ENDLIST\n")
    assert program.read(tmp_path / "list.mp4", clips.SCENE)[-1]["failure"] == "unreadable"


def rtsp(program, port, camera, clips):
    url = f"rtsp://somebody:secret@127.0.0.1:{port}/live"
    program.tell(do="watch", camera=camera, kind="rtsp", url=url, scene=clips.SCENE)
    return program.until(lambda said: said.get("camera") == camera and said["say"] == "health")[-1]


def test_a_source_that_refuses_is_offline_and_the_worker_lives(program, clips):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        said = rtsp(program, taken.getsockname()[1], "refusing", clips)
    assert (said["state"], said["symptoms"], program.is_there()) == ("offline", ["unreachable"], True)


def test_a_source_that_accepts_and_says_nothing_is_offline_and_others_are_read_meanwhile(program, clips, busy):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        program.tell(
            do="watch",
            camera="silent",
            kind="rtsp",
            url=f"rtsp://127.0.0.1:{silent.getsockname()[1]}/live",
            scene=clips.SCENE,
        )
        assert program.read(busy[0], clips.SCENE, "meanwhile")[-1]["failure"] is None
        heard = program.until(lambda said: said.get("camera") == "silent" and said["say"] == "health")
    assert (heard[-1]["state"], program.is_there()) == ("offline", True)


def test_a_file_played_again_and_again_is_online(program, clips, busy):
    program.tell(do="watch", camera="file", kind="file", url=str(busy[0]), scene=clips.SCENE)
    heard = program.until(lambda said: said.get("camera") == "file" and said["say"] == "health")
    program.tell(do="leave", camera="file")
    assert heard[-1]["state"] == "online"


def test_it_ends_with_its_input(tmp_path):
    with running(tmp_path) as program:
        program.until(lambda said: said["say"] == "alive")
    assert program.process.returncode == 0
