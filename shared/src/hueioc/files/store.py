"""The store of files: a local folder or an S3 bucket, objects named by the SHA-256 of their content."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from hueioc.errors import BadRequest, NotFound, Problem, Text, TooLarge, Unavailable
from hueioc.files import disk
from hueioc.files.sniff import HEAD_BYTES, sniff
from hueioc.ids import uuid7

LARGEST_READ = 64 << 20
UNKNOWN = "application/octet-stream"
_BLOCK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIMEOUT = "30s"


class ChecksumMismatch(Problem):
    """The status is that of the tus checksum extension."""

    status, code = 460, "checksum-mismatch"
    title = Text("Dữ liệu nhận được không khớp mã kiểm tra", "What arrived does not match its checksum")


@dataclass(frozen=True)
class StoredFile:
    """`sha256` in hex, `size` in bytes, `media_type` by content (octet-stream when it is none we know)."""

    sha256: str
    size: int
    media_type: str


class FileStore:
    """`file:///folder` or `s3://bucket/prefix` (credentials from AWS_* variables).

    The obstore object is made at the first use, never before a fork: a child that inherits one hangs.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None

    @cached_property
    def _store(self) -> ObjectStore:
        if self._folder is not None:
            return LocalStore(self._folder, mkdir=True)
        return from_url(self._url, client_options={"timeout": _TIMEOUT, "connect_timeout": "2s", "allow_http": True})

    async def write(self, data: bytes) -> StoredFile:
        async def once() -> AsyncIterator[bytes]:
            yield data

        return await self.put(once(), len(data))

    async def put(self, stream: AsyncIterable[bytes], limit: int, *, expected: str | None = None) -> StoredFile:
        """Store a stream of at most `limit` bytes durably.

        Raises TooLarge, or ChecksumMismatch when its SHA-256 is not the `expected` one; then nothing is kept.
        """
        measure = _Measure(limit, expected)
        incoming = f"{disk.INCOMING}/{uuid7().hex}"
        if self._folder is not None:
            await self._put_on_disk(self._folder, measure.watch(stream), incoming, measure)
        else:
            await self._put_in_bucket(measure.watch(stream), incoming, measure)
        return measure.result()

    async def open(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to (not including) `end`, in chunks. Raises NotFound at once."""
        return self.stream(object_name(sha256), start, end)

    async def read(self, sha256: str, limit: int = LARGEST_READ) -> bytes:
        if await self.size(sha256) > limit:
            raise TooLarge
        return b"".join([chunk async for chunk in await self.open(sha256)])

    async def size(self, sha256: str) -> int:
        """Bytes; raises NotFound."""
        try:
            return (await obstore.head_async(self._store, object_name(sha256)))["size"]
        except (FileNotFoundError, BaseError) as error:
            raise _problem(error) from error

    async def exists(self, sha256: str) -> bool:
        try:
            await self.size(sha256)
        except NotFound:
            return False
        return True

    async def delete(self, sha256: str) -> None:
        """Remove the file if it is there. Nobody else may refer to it: equal contents are one file."""
        await self.discard(object_name(sha256))

    async def put_part(self, name: str, data: bytes) -> None:
        """Store a piece under a name of the caller's; durable when this returns."""
        if self._folder is not None:
            incoming = self._folder / disk.INCOMING / uuid7().hex
            await asyncio.to_thread(disk.append, incoming, data)
            await asyncio.to_thread(disk.settle, incoming, self._folder / name)
            return
        try:
            await obstore.put_async(self._store, name, data)
        except BaseError as error:
            raise _problem(error) from error

    async def stream(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        try:
            size = (await obstore.head_async(self._store, name))["size"]
            stop = size if end is None else min(end, size)
            for place in range(start, stop, _BLOCK):
                piece = await obstore.get_range_async(self._store, name, start=place, end=min(place + _BLOCK, stop))
                yield bytes(piece)
        except (FileNotFoundError, BaseError) as error:
            raise _problem(error) from error

    async def discard(self, name: str) -> None:
        try:
            await obstore.delete_async(self._store, name)
        except FileNotFoundError:
            return
        except BaseError as error:
            raise _problem(error) from error

    async def _put_on_disk(
        self, folder: Path, stream: AsyncIterator[bytes], incoming: str, measure: "_Measure"
    ) -> None:
        path = folder / incoming
        try:
            await asyncio.to_thread(disk.append, path, b"")
            async for block in stream:
                await asyncio.to_thread(disk.append, path, block)
            await asyncio.to_thread(disk.settle, path, folder / object_name(measure.sha256))
        except OSError as error:
            raise _problem(error) from error
        finally:
            await asyncio.to_thread(disk.discard, path)

    async def _put_in_bucket(self, stream: AsyncIterator[bytes], incoming: str, measure: "_Measure") -> None:
        """S3 keeps what it has acknowledged; the copy to the final name is done by the server."""
        try:
            await obstore.put_async(self._store, incoming, stream, use_multipart=True)
            await obstore.copy_async(self._store, incoming, object_name(measure.sha256))
        except BaseError as error:
            raise (measure.refusal or _problem(error)) from error
        finally:
            await self.discard(incoming)


class _Measure:
    """Counts, hashes and sniffs a stream as it passes."""

    def __init__(self, limit: int, expected: str | None) -> None:
        self.refusal: Problem | None = None
        """Kept, because obstore wraps what a stream raises in an error of its own."""
        self._limit = limit
        self._expected = expected
        self._hash = hashlib.sha256()
        self._size = 0
        self._head = b""

    async def watch(self, stream: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        async for block in stream:
            self._size += len(block)
            if self._size > self._limit:
                self.refusal = TooLarge()
                raise self.refusal
            self._hash.update(block)
            if len(self._head) < HEAD_BYTES:
                self._head += block[: HEAD_BYTES - len(self._head)]
            yield block
        if self._expected not in (None, self.sha256):
            self.refusal = ChecksumMismatch()
            raise self.refusal

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def result(self) -> StoredFile:
        return StoredFile(self.sha256, self._size, sniff(self._head) or UNKNOWN)


def object_name(sha256: str) -> str:
    """ab/cd/<hex>: folders stay small. Raises BadRequest for what is no SHA-256 in lower-case hex."""
    if not _SHA256.fullmatch(sha256):
        raise BadRequest(Text("Tên tệp là SHA-256 dạng hex", "A file is named by its SHA-256 in hex"))
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _problem(error: Exception) -> NotFound | Unavailable:
    if isinstance(error, FileNotFoundError):
        return NotFound(Text("Không có tệp này", "There is no such file"))
    return Unavailable(Text("Kho tệp không trả lời", "The file store does not answer"), headers={"Retry-After": "5"})
