"""What was uploaded: read for making copies, then kept only sealed with a key that erasure destroys."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.db import Database
from hueioc.errors import NotFound
from hueioc.files.sealed import open_stream, seal_stream, sealed_size
from hueioc.files.store import FileStore
from hueioc.ids import uuid7
from hueioc.personal import keys
from hueioc.personal.keys import Erased
from hueioc.personal.sealed import SealBroken
from hueioc.personal.vault import Vault
from hueioc.runtime import Runtime
from reflection.models import LeftoverFile
from reflection.queries import media

log = structlog.get_logger(__name__)

AT_ONCE = 20


class Store(NamedTuple):
    """Where files, their rows and their keys are."""

    database: Database
    files: FileStore
    vault: Vault


def store_of(runtime: Runtime) -> Store:
    return Store(runtime.database, runtime.files, runtime.vault)


def context(sha256: str) -> str:
    return f"media.original.{sha256}"


async def stream_original(store: Store, sha256: str, session: AsyncSession | None = None) -> AsyncIterator[bytes]:
    """The bytes as they were uploaded; raises NotFound before the first of them. `session`: one that is open."""
    try:
        await store.files.size(sha256)
    except NotFound:
        if session is not None:
            return await _stream_sealed(store, sha256, session)
        async with store.database.transaction() as own:
            return await _stream_sealed(store, sha256, own)
    return await store.files.open(sha256)


async def _stream_sealed(store: Store, sha256: str, session: AsyncSession) -> AsyncIterator[bytes]:
    for sibling in await media.sealed_siblings(session, sha256):
        holder, sealed = sibling.key_holder, sibling.sealed_sha256
        if holder is None or sealed is None or not await store.files.exists(sealed):
            continue
        found = await keys.existing_keys(session, [holder], store.vault.ring)
        if key := found.get(holder):
            return open_stream(key, await store.files.open(sealed), context(sha256))
    raise NotFound


async def seal_originals(store: Store) -> int:
    """Seal what lies in clear and has its copy; how many were looked at."""
    async with store.database.transaction() as session:
        rows = await media.unsealed(session, AT_ONCE)
    for medium_id, sha256, holder in rows:
        try:
            await _seal(store, medium_id, sha256, holder)
        except (NotFound, Erased, SealBroken) as gone:
            log.info("original_not_sealed", medium=str(medium_id), reason=type(gone).__name__)
            await _give_up(store, medium_id, sha256)
    return len(rows)


async def _seal(store: Store, medium_id: UUID, sha256: str, holder: UUID | None) -> None:
    if holder is None:
        raise NotFound
    async with store.database.transaction() as session:
        key = await keys.key_for(session, holder, store.vault.ring)
    stream = await stream_original(store, sha256)
    size = await _size(store, sha256)
    async with aclosing(seal_stream(key, stream, context(sha256))) as sealed:  # type: ignore[type-var]
        stored = await store.files.put(sealed, sealed_size(size))
    async with store.database.transaction() as session:
        medium = await media.find(session, medium_id)
        if medium is not None:
            medium.sealed_sha256, medium.key_holder = stored.sha256, holder
        session.add(LeftoverFile(id=uuid7(), sha256=sha256 if medium else stored.sha256))


async def _size(store: Store, sha256: str) -> int:
    """Of the clear file, or, when a sibling has it sealed, of that one, which is larger."""
    try:
        return await store.files.size(sha256)
    except NotFound:
        async with store.database.transaction() as session:
            siblings = await media.sealed_siblings(session, sha256)
        return await store.files.size(siblings[0].sealed_sha256 or "")


async def _give_up(store: Store, medium_id: UUID, sha256: str) -> None:
    """An erased person's file goes; so does one that nobody can name an owner for."""
    async with store.database.transaction() as session:
        if medium := await media.find(session, medium_id):
            medium.sealing_failed = True
        session.add(LeftoverFile(id=uuid7(), sha256=sha256))
