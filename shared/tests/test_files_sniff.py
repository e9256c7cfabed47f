"""What a file is, is told by its content."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hueioc.errors import TooLarge, UnsupportedMedia
from hueioc.files.limits import UploadLimits
from hueioc.files.sniff import demand_media, sniff


def picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, form)
    return buffer.getvalue()


def box(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + b"\0\0\0\0" + b"".join(compatible)
    return (len(body) + 4).to_bytes(4, "big") + body + b"\0\0\0\x08free" + b"\0" * 40


EBML = b"\x1a\x45\xdf\xa3"


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (box(b"heic", b"mif1", b"heic"), "image/heic"),
        (box(b"mif1", b"mif1", b"heic"), "image/heic"),
        (box(b"mif1", b"mif1"), "image/heif"),
        (box(b"isom", b"isom", b"avc1"), "video/mp4"),
        (box(b"mp42", b"isom"), "video/mp4"),
        (box(b"qt  "), "video/quicktime"),
        (box(b"M4A ", b"mp42"), "audio/mp4"),
        (EBML + b"\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\0" * 40, "video/webm"),
        (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + b"\0" * 60, "audio/mpeg"),
        (b"OggS\0\x02" + b"\0" * 60, "audio/ogg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        (b"%PDF-1.7\n", "application/pdf"),
    ],
)
def test_an_accepted_file_is_known_by_its_first_bytes(head: bytes, media_type: str) -> None:
    assert sniff(head[:64]) == media_type


@pytest.mark.parametrize(
    "head",
    [
        b"MZ\x90\0",
        b"\x7fELF",
        b"PK\x03\x04",
        b"<html><script>",
        b"<svg xmlns=",
        b"#!/bin/sh",
        b"\xff\xff\xff\xff",
        b"RIFF\0\0\0\0AVI ",
        EBML + b"\x9f\x42\x82\x88matroska",
        EBML + b"\0" * 70 + b"\x42\x82\x84webm",
        box(b"avif", b"mif1"),
        box(b"mif1", b"avif", b"mif1"),
        b"\x7f\xff\xff\xffftypisom",
        b"",
    ],
)
def test_anything_else_is_refused_in_both_languages(head: bytes) -> None:
    with pytest.raises(UnsupportedMedia) as refused:
        demand_media(head)
    assert refused.value.detail
    assert "JPEG" in refused.value.detail.vi
    assert "accepted" in refused.value.detail.en


def test_a_kind_with_no_limit_is_refused() -> None:
    with pytest.raises(UnsupportedMedia):
        UploadLimits(image=1000).demand(b"%PDF-1.7", 10)


def test_each_kind_has_its_own_limit() -> None:
    limits = UploadLimits(image=100, video=1000)
    assert limits.demand(box(b"isom", b"mp41"), 1000) == "video/mp4"
    with pytest.raises(TooLarge):
        limits.demand(picture("PNG"), 101)


@given(st.binary(max_size=100))
def test_any_bytes_are_judged_without_an_error(head: bytes) -> None:
    sniff(head)
