"""The store on a folder and in a bucket (obstore's memory bucket takes the way of S3)."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hueioc.errors import BadRequest, NotFound, TooLarge
from hueioc.files.sniff import HEAD_BYTES
from hueioc.files.store import ChecksumMismatch, FileStore, object_name

PDF = b"%PDF-1.7\n" + b"x" * 3_000_000


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def blocks(data: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for place in range(0, len(data), size):
        yield data[place : place + size]


@pytest.fixture(params=["file", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FileStore(f"file://{tmp_path}/files" if request.param == "file" else "memory:///")


async def test_a_file_is_named_by_its_content(store: FileStore) -> None:
    stored = await store.put(blocks(PDF), len(PDF))
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.size, stored.media_type) == (len(PDF), "application/pdf")
    assert await store.read(stored.sha256) == PDF
    assert await store.size(stored.sha256) == len(PDF)


async def test_a_part_of_a_file_can_be_read(store: FileStore) -> None:
    stored = await store.write(PDF)
    parts = [part async for part in await store.open(stored.sha256, 5, 1_500_000)]
    assert b"".join(parts) == PDF[5:1_500_000]
    assert [part async for part in await store.open(stored.sha256, len(PDF))] == []


async def test_the_same_content_twice_is_one_file(store: FileStore) -> None:
    first, second = await asyncio.gather(store.write(PDF), store.write(PDF))
    assert first == second
    assert await store.read(first.sha256) == PDF


async def test_a_file_over_the_limit_leaves_nothing(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        await store.put(blocks(PDF), len(PDF) - 1)
    assert not await store.exists(hashlib.sha256(PDF).hexdigest())
    assert files_in(tmp_path) == []


async def test_a_file_that_is_not_the_expected_one_leaves_nothing(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(ChecksumMismatch):
        await store.put(blocks(PDF), len(PDF), expected="0" * 64)
    assert not await store.exists(hashlib.sha256(PDF).hexdigest())
    assert files_in(tmp_path) == []


async def test_a_deleted_file_is_gone_and_may_be_deleted_again(store: FileStore) -> None:
    stored = await store.write(PDF)
    await store.delete(stored.sha256)
    await store.delete(stored.sha256)
    assert not await store.exists(stored.sha256)
    with pytest.raises(NotFound):
        await store.read(stored.sha256)


async def test_a_big_file_is_not_read_into_memory_by_mistake(store: FileStore) -> None:
    stored = await store.write(PDF)
    with pytest.raises(TooLarge):
        await store.read(stored.sha256, limit=1000)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "g" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_a_name(name: str) -> None:
    with pytest.raises(BadRequest):
        object_name(name)


async def test_a_piece_is_read_back_and_discarded(store: FileStore) -> None:
    await store.put_part("uploads/a/1", b"piece")
    assert [block async for block in store.stream("uploads/a/1")] == [b"piece"]
    await store.discard("uploads/a/1")
    with pytest.raises(NotFound):
        [block async for block in store.stream("uploads/a/1")]


async def test_the_store_is_made_after_the_fork(tmp_path: Path) -> None:
    store = FileStore(f"file://{tmp_path}/files")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.new_event_loop().run_until_complete(store.write(b"%PDF-" + b"c" * HEAD_BYTES))
            code = 0
        finally:
            os._exit(code)
    for _ in range(1000):
        gone, status = os.waitpid(child, os.WNOHANG)  # noqa: ASYNC222 - does not wait
        if gone:
            break
        await asyncio.sleep(0.01)
    assert (gone, status) == (child, 0)
    assert await store.exists(hashlib.sha256(b"%PDF-" + b"c" * HEAD_BYTES).hexdigest())
