"""Takes the bytes of an upload in: each piece is durable, and the row says so, before the client hears of it.

No transaction is open while bytes come in. Two requests for one upload may both bring pieces; the row moves
on for the first of them, the other is told the offset.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

from starlette.requests import ClientDisconnect

from hueioc.db import Database
from hueioc.errors import NotFound, Problem, TooLarge
from hueioc.files import uploads
from hueioc.files.limits import UploadLimits
from hueioc.files.sniff import HEAD_BYTES
from hueioc.files.store import ChecksumMismatch, FileStore
from hueioc.files.uploads import OffsetMismatch, Upload
from hueioc.ids import uuid7

PIECE = 4 << 20
"""Bytes in memory for one request, and lost at most when the process dies."""
SILENCE_S = 30.0


@dataclass(frozen=True)
class Receiver:
    database: Database
    files: FileStore
    limits: UploadLimits

    async def append(self, upload: Upload, stream: AsyncIterator[bytes], checksum: bytes | None = None) -> Upload:
        """Take the body of one PATCH; with a checksum all of it or nothing."""
        body = _Body(stream)
        if checksum is None:
            async for piece in body.pieces():
                upload = await self._keep(upload, [await self._store(upload, piece)])
        else:
            upload = await self._append_checked(upload, body, checksum)
        return await self.finish(upload) if upload.is_whole else upload

    async def finish(self, upload: Upload) -> Upload:
        """Make the file of an upload whose bytes are all here. Safe to repeat after a crash."""
        if upload.state is uploads.State.COMPLETE:
            return upload
        try:
            media_type = self.limits.demand(await self._head(upload), upload.length)
            stored = await self.files.put(self._join(upload), upload.length, expected=upload.sha256)
        except NotFound:
            async with self.database.transaction() as session:
                return await uploads.find(session, upload.id, upload.owner)  # another request has finished it
        except Problem as refusal:
            if refusal.status < 500:  # noqa: PLR2004 - the content is at fault: it will never do
                await self.discard(upload)
            raise
        async with self.database.transaction() as session:
            done = await uploads.complete(session, upload, sha256=stored.sha256, media_type=media_type)
        await self._discard_parts(upload.parts)
        return done

    async def discard(self, upload: Upload) -> None:
        async with self.database.transaction() as session:
            await uploads.remove(session, upload.id)
        await self._discard_parts(upload.parts)

    async def _append_checked(self, upload: Upload, body: "_Body", checksum: bytes) -> Upload:
        digest = hashlib.sha256()
        ahead = upload
        parts: list[tuple[str, int]] = []
        try:
            async for piece in body.pieces():
                digest.update(piece)
                parts.append(await self._store(ahead, piece))
                ahead = replace(ahead, offset=ahead.offset + len(piece))
            if body.is_cut or digest.digest() != checksum:
                raise ChecksumMismatch
        except (Problem, asyncio.CancelledError):
            await self._discard_parts(name for name, _ in parts)
            raise
        return await self._keep(upload, parts) if parts else upload

    async def _store(self, upload: Upload, piece: bytes) -> tuple[str, int]:
        if upload.offset + len(piece) > upload.length:
            raise TooLarge
        if upload.offset == 0 and len(piece) >= min(HEAD_BYTES, upload.length):
            self.limits.demand(piece, upload.length)  # refused now, not after the last byte
        name = f"uploads/{upload.id.hex}/{upload.offset:015d}-{uuid7().hex}"
        await self.files.put_part(name, piece)
        return name, len(piece)

    async def _keep(self, upload: Upload, parts: list[tuple[str, int]]) -> Upload:
        try:
            async with self.database.transaction() as session:
                return await uploads.advance(session, upload, parts)
        except OffsetMismatch:
            await self._discard_parts(name for name, _ in parts)
            raise

    async def _head(self, upload: Upload) -> bytes:
        head = b""
        async for block in self._join(upload):
            head += block[:HEAD_BYTES]
            if len(head) >= HEAD_BYTES:
                break
        return head

    async def _join(self, upload: Upload) -> AsyncIterator[bytes]:
        for name in upload.parts:
            async for block in self.files.stream(name):
                yield block

    async def _discard_parts(self, names: Iterable[str]) -> None:
        for name in names:
            await self.files.discard(name)


async def purge_expired(database: Database, files: FileStore) -> int:
    """Remove what expired, a hundred at a time; how many pieces went. For a timed job."""
    async with database.transaction() as session:
        names = await uploads.take_expired(session)
    for name in names:
        await files.discard(name)
    return len(names)


class _Body:
    """A request body in pieces; `is_cut` when the client went away or fell silent before its end."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self.is_cut = False
        self._stream = stream

    async def pieces(self) -> AsyncIterator[bytes]:
        gathered: list[bytes] = []
        size = 0
        while (block := await self._next()) is not None:
            gathered.append(block)
            size += len(block)
            if size >= PIECE:
                yield b"".join(gathered)
                gathered, size = [], 0
        if size:
            yield b"".join(gathered)

    async def _next(self) -> bytes | None:
        try:
            async with asyncio.timeout(SILENCE_S):
                return await anext(self._stream, None)
        except (ClientDisconnect, TimeoutError):
            self.is_cut = True
            return None
