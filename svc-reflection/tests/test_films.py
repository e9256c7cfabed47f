"""The public copy of a film or a sound."""

import av
import pytest

from reflection.rules.films import copy
from reflection.rules.media import MOST_SECONDS, Refused
from reflection.service.films import film_copy

PLACE = "+16.4637+107.5909/"


def copied(tmp_path, content):
    source, target, still = (tmp_path / name for name in ("source", "target", "still.jpg"))
    source.write_bytes(content)
    return copy(source, target, still), target, still


@pytest.mark.parametrize(
    ("kind", "codec", "media_type"),
    [("mp4", "libx264", "video/mp4"), ("mov", "libx264", "video/mp4"), ("webm", "libvpx-vp9", "video/webm")],
)
def test_a_film_keeps_its_pictures_and_its_sound(tmp_path, film, kind, codec, media_type):
    found, target, still = copied(tmp_path, film(kind, codec))
    assert (found["media_type"], found["width"], found["height"]) == (media_type, 96, 64)
    assert found["duration_s"] == pytest.approx(2, abs=0.3)
    with av.open(str(target)) as made:
        assert {stream.type for stream in made.streams} == {"video", "audio"}
        assert len(list(made.decode(video=0))) == 20
    assert still.read_bytes().startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_a_film_no_longer_says_where_it_was_taken(tmp_path, film, kind):
    original = film(kind)
    assert b"nha toi" in original or PLACE.encode() in original
    _, target, still = copied(tmp_path, original)
    for told in (PLACE.encode(), b"nha toi", b"+16.4637"):
        assert told not in target.read_bytes()
        assert told not in still.read_bytes()


@pytest.mark.parametrize(
    ("kind", "codec", "media_type"),
    [
        ("ipod", "aac", "audio/mp4"),
        ("mp3", "libmp3lame", "audio/mpeg"),
        ("ogg", "libopus", "audio/ogg"),
        ("wav", "pcm_s16le", "audio/wav"),
    ],
)
def test_a_sound_loses_its_tags(tmp_path, sound, kind, codec, media_type):
    original = sound(kind, codec)
    assert b"Nguyen Van A" in original
    found, target, still = copied(tmp_path, original)
    assert (found["media_type"], still.exists()) == (media_type, False)
    assert b"Nguyen" not in target.read_bytes()
    with av.open(str(target)) as made:
        assert next(made.decode(audio=0)) is not None


def test_a_film_that_is_too_long_is_refused(tmp_path, film):
    with pytest.raises(Refused, match="too_long"):
        copied(tmp_path, film(seconds=MOST_SECONDS + 10, rate=1, sound=False))


@pytest.mark.parametrize("content", [b"", b"\0\0\0\x18ftypisom" + b"\0" * 200, b"ID3\x04" + b"\xff" * 300])
def test_what_only_begins_like_a_film_is_refused(tmp_path, content):
    with pytest.raises(Refused):
        copied(tmp_path, content)


def test_half_a_film_is_refused(tmp_path, film):
    whole = film()
    with pytest.raises(Refused, match="damaged"):
        copied(tmp_path, whole[: len(whole) // 2])


async def test_the_program_says_what_the_function_says(tmp_path, film):
    source = tmp_path / "source"
    source.write_bytes(film())
    found = await film_copy(source, tmp_path / "target", tmp_path / "still")
    assert (found["media_type"], found["faces"]) == ("video/mp4", 0)


async def test_the_program_says_why_it_refuses(tmp_path):
    (tmp_path / "source").write_bytes(b"no film")
    with pytest.raises(Refused, match="damaged"):
        await film_copy(tmp_path / "source", tmp_path / "target", tmp_path / "still")
