"""Makes the public copies of files, outside of any transaction, and publishes the report again when they are there."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from hueioc.errors import NotFound
from hueioc.files.sniff import HEAD_BYTES, KINDS, sniff
from hueioc.ids import uuid7
from hueioc.personal.sealed import SealBroken
from reflection.models import LeftoverFile, Medium, Report
from reflection.queries import media
from reflection.rules.blurring import DETECTOR, Covered
from reflection.rules.media import MediumKind, MediumState, Refusal, Refused, largest_of, shown_state
from reflection.rules.pictures import Rectangle, public_copy
from reflection.service.announce import announce, take
from reflection.service.films import film_copy
from reflection.service.originals import Store, stream_original
from reflection.states import Action

AT_ONCE = 20


@dataclass(frozen=True)
class Made:
    """A copy that lies in the store; `redactions` are those that it shows."""

    kind: MediumKind
    media_type: str
    sha256: str
    width: int | None = None
    height: int | None = None
    poster: str | None = None
    duration_s: float | None = None
    covered: Covered | None = None
    picture_hash: int | None = None
    redactions: frozenset[UUID] = frozenset()


async def prepare_waiting(store: Store) -> int:
    """Work through the files without a public copy; how many were done."""
    async with store.database.transaction() as session:
        rows = await media.waiting(session, AT_ONCE)
    for each in rows:
        try:
            made = await _made(store, each)
        except Refused as refusal:
            await _refuse(store, each, refusal.why)
        except (NotFound, SealBroken):  # lost: it may not hold up those behind it
            await _refuse(store, each, Refusal.LOST)
        else:
            await _keep(store, each, made)
    return len(rows)


async def _made(store: Store, each: media.Waiting) -> Made:
    head, stream = await _begun(await stream_original(store, each.sha256))
    media_type = sniff(head)
    if media_type is None:
        raise Refused(Refusal.DAMAGED)
    kind = MediumKind(KINDS[media_type])
    if kind is MediumKind.IMAGE:
        return await _photo(store, each, await _bytes(stream, kind))
    if kind is MediumKind.DOCUMENT:
        if not each.is_answer:
            raise Refused(Refusal.NO_EVIDENCE)
        stored = await store.files.write(await _bytes(stream, kind))
        return Made(kind, media_type, stored.sha256)
    return await _film(store, kind, stream)


async def _photo(store: Store, each: media.Waiting, original: bytes) -> Made:
    async with store.database.transaction() as session:
        redactions = await media.redactions_of(session, each.id)
    rectangles = [Rectangle(**part) for row in redactions for part in row.rectangles]
    picture = await asyncio.to_thread(public_copy, original, rectangles)
    stored = await store.files.write(picture.jpeg)
    return Made(
        MediumKind.IMAGE,
        "image/jpeg",
        stored.sha256,
        width=picture.width,
        height=picture.height,
        covered=picture.covered,
        picture_hash=picture.picture_hash,
        redactions=frozenset(row.id for row in redactions),
    )


async def _film(store: Store, kind: MediumKind, stream: AsyncIterator[bytes]) -> Made:
    with tempfile.TemporaryDirectory(prefix="hue-film-") as folder:
        source, target, still = (Path(folder) / name for name in ("source", "copy", "still.jpg"))
        await _write(source, stream, largest_of(kind))
        found = await film_copy(source, target, still)
        stored = await store.files.put(_read(target), 2 * largest_of(MediumKind.VIDEO))
        poster = await store.files.write(await asyncio.to_thread(still.read_bytes)) if still.exists() else None
    is_film = poster is not None
    return Made(
        MediumKind.VIDEO if is_film else MediumKind.AUDIO,
        found["media_type"],
        stored.sha256,
        width=found["width"],
        height=found["height"],
        poster=poster.sha256 if poster else None,
        duration_s=found["duration_s"],
        covered=Covered(found["faces"], found["plates"]) if is_film else None,
        picture_hash=found.get("picture_hash"),
    )


async def _keep(store: Store, each: media.Waiting, made: Made) -> None:
    async with store.database.transaction() as session:
        report = await take(session, each.report_id, None)
        medium = _waiting_one(report, each.id)
        current = frozenset(row.id for row in await media.redactions_of(session, each.id))
        if medium is None or made.redactions != current:  # it changed meanwhile: the next turn makes it anew
            session.add_all(LeftoverFile(id=uuid7(), sha256=sha) for sha in (made.sha256, made.poster) if sha)
            return
        _fill(medium, made)
        await announce(session, report, Action.PICTURE)


def _fill(medium: Medium, made: Made) -> None:
    medium.kind, medium.media_type = made.kind, made.media_type
    medium.copy_sha256, medium.poster_sha256 = made.sha256, made.poster
    medium.width, medium.height, medium.duration_s = made.width, made.height, made.duration_s
    if made.covered is not None:
        medium.faces_hidden, medium.plates_hidden, medium.detector = *made.covered, DETECTOR
    medium.picture_hash = made.picture_hash
    show(medium)


def show(medium: Medium) -> None:
    """Bring state and public copy of a medium whose copy is there in line with what was decided about it."""
    medium.state = shown_state(medium.kind, is_released=medium.is_released, is_hidden=medium.is_hidden)
    medium.public_sha256 = medium.copy_sha256 if medium.state is MediumState.READY else None


async def _refuse(store: Store, each: media.Waiting, why: Refusal) -> None:
    """A damaged file is marked with the reason, which the reporter reads; the report stays."""
    async with store.database.transaction() as session:
        report = await take(session, each.report_id, None)
        if medium := _waiting_one(report, each.id):
            medium.state, medium.refused = MediumState.REFUSED, why.value
            await announce(session, report, Action.PICTURE)


def _waiting_one(report: Report, medium_id: UUID) -> Medium | None:
    return next((m for m in report.media if m.id == medium_id and m.state is MediumState.WAITING), None)


async def _begun(stream: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes, and a stream that still begins with them."""
    head: list[bytes] = []
    async for block in stream:
        head.append(block)
        if sum(map(len, head)) >= HEAD_BYTES:
            break

    async def whole() -> AsyncIterator[bytes]:
        for block in head:
            yield block
        async for block in stream:
            yield block

    return b"".join(head)[:HEAD_BYTES], whole()


async def _bytes(stream: AsyncIterator[bytes], kind: MediumKind) -> bytes:
    gathered: list[bytes] = []
    size = 0
    async for block in stream:
        gathered.append(block)
        size += len(block)
        if size > largest_of(kind):
            raise Refused(Refusal.TOO_LARGE)
    return b"".join(gathered)


async def _write(path: Path, stream: AsyncIterator[bytes], limit: int) -> None:
    with await asyncio.to_thread(path.open, "wb") as file:
        size = 0
        async for block in stream:
            size += len(block)
            if size > limit:
                raise Refused(Refusal.TOO_LARGE)
            await asyncio.to_thread(file.write, block)


async def _read(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while block := await asyncio.to_thread(file.read, 1 << 20):
            yield block
