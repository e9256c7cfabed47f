"""The read models on disk."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.readmodel.entry import Document
from gateway.readmodel.snapshot import Snapshots, dump, load
from gateway.readmodel.table import Table

DOCUMENT = Document("/v1/a", "view.s.a.1", "s", "public", 3, "e", 7, 1.5, 'xuống\ndòng "ký tự"'.encode())


def filled():
    table = Table()
    table.fold(DOCUMENT)
    table.fold(Document("/v1/b", "view.s.b.1", "s", "agency:1", 1, "e", 8, 2.5, b""))
    table.heard("s", 9, 4.25)
    return table


def test_what_was_written_is_read_back():
    table = Table()
    load(dump(filled()), table)
    assert list(table.documents()) == list(filled().documents())
    assert (table.freshness["s"].at, table.freshness["s"].position) == (4.25, 9)


def test_an_empty_table_is_written_and_read():
    load(dump(Table()), table := Table())
    assert len(table) == 0


@given(st.data())
def test_a_damaged_file_fills_nothing(data):
    content = bytearray(dump(filled()))
    at = data.draw(st.integers(0, len(content) - 1))
    damage = data.draw(st.sampled_from(["flip", "cut", "insert"]))
    if damage == "flip":
        content[at] ^= data.draw(st.integers(1, 255))
    elif damage == "cut":
        del content[at:]
    else:
        content[at:at] = b"\n"
    with pytest.raises(ValueError, match="damaged"):
        load(bytes(content), table := Table())
    assert len(table) == 0


@pytest.mark.parametrize("content", [b"", b"hue-readmodel 1\n{}\n", b"\0" * 100])
def test_a_file_that_is_none_of_ours_is_left_alone(tmp_path, content):
    (tmp_path / "snapshot").write_bytes(content)
    Snapshots(str(tmp_path / "snapshot"), table := Table()).load()
    assert len(table) == 0


def test_a_missing_file_fills_nothing(tmp_path):
    Snapshots(str(tmp_path / "none"), table := Table()).load()
    assert len(table) == 0


async def test_the_table_is_written_when_the_gateway_stops(tmp_path):
    snapshots = Snapshots(str(tmp_path / "snapshot"), filled())
    snapshots.start()
    await snapshots.stop()
    Snapshots(str(tmp_path / "snapshot"), table := Table()).load()
    assert len(table) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot"]


async def test_what_is_taken_away_is_gone_from_the_disk_within_a_second(tmp_path):
    path, table = tmp_path / "snapshot", filled()
    snapshots = Snapshots(str(path), table)
    snapshots.start()
    await asyncio.sleep(0)
    table.remove(DOCUMENT.subject, 4)
    async with asyncio.timeout(1):
        while not path.exists():
            await asyncio.sleep(0.02)
    assert b"/v1/a" not in path.read_bytes()
    await snapshots.stop()


async def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    snapshots = Snapshots(str(tmp_path / "missing" / "snapshot"), filled())
    snapshots.start()
    await snapshots.stop()
