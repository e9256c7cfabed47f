"""Verification of the sealed chain: walks all seals of a source and names the first thing that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.sealer import START, Source, chain, seals, signed_content

HASH_BYTES = 32
LAST_ID = (1 << 63) - 1
Fault = Literal["altered", "deleted", "inserted", "seal", "truncated"]


@dataclass(frozen=True)
class Broken:
    """The first fault: of the row `row_id`, or of the seal itself when that is None."""

    fault: Fault
    seal_id: int | None
    row_id: int | None = None


@dataclass(frozen=True)
class Verified:
    """All seals hold; rows newer than the last seal are not judged."""

    rows: int
    head_hash: bytes


async def verify(
    session: AsyncSession,
    source: Source,
    keys: Mapping[str, Ed25519PublicKey],
    *,
    published_head: bytes | None = None,
) -> Verified | Broken:
    """`keys` by key id. With a head that was published earlier, a chain cut short after it is found too."""
    head, count, has_published = START, 0, published_head in (None, START)
    last_id = 0
    epochs = await _epochs(session, source)
    while True:
        query = select(seals).where(seals.c.source == source.name, seals.c.id > last_id).order_by(seals.c.id).limit(1)
        found = (await session.execute(query)).mappings().first()
        if found is None:
            break
        if broken := _judge_seal(found, head, keys) or await _judge_rows(session, source, found, epochs):
            return broken
        last_id, head, count = found["id"], bytes(found["head_hash"]), count + found["count"]
        has_published = has_published or head == published_head
    return Verified(count, head) if has_published else Broken("truncated", last_id or None)


def _judge_seal(found: RowMapping, head: bytes, keys: Mapping[str, Ed25519PublicKey]) -> Broken | None:
    broken = Broken("seal", found["id"])
    key = keys.get(found["key_id"])
    if key is None or bytes(found["previous_hash"]) != head or len(found["row_ids"]) != found["count"]:
        return broken
    try:
        key.verify(bytes(found["signature"]), signed_content(found))
    except InvalidSignature:
        return broken
    hashes = _parts(bytes(found["row_hashes"]))
    ordered = all(low < high for low, high in pairwise(found["row_ids"]))
    if not ordered or len(hashes) != found["count"] or chain(head, found["row_ids"], hashes) != found["head_hash"]:
        return broken
    return None


async def _epochs(session: AsyncSession, source: Source) -> dict[int, int]:
    """The last row id of each epoch by the id it starts after: transaction ids of two epochs may be alike."""
    query = select(seals.c.after_id).where(seals.c.source == source.name).distinct().order_by(seals.c.after_id)
    starts = (await session.execute(query)).scalars().all()
    return dict(zip(starts, [*starts[1:], LAST_ID], strict=True))


async def _judge_rows(
    session: AsyncSession, source: Source, found: RowMapping, epochs: Mapping[int, int]
) -> Broken | None:
    """Compare the rows that stand now in the range of the seal with those it was made of."""
    sealed: dict[int, bytes] = dict(zip(found["row_ids"], _parts(bytes(found["row_hashes"])), strict=True))
    standing = {int(row["id"]): row for row in await _rows_of(session, source, found, epochs)}
    for row_id in sorted(sealed.keys() | standing.keys()):
        row = standing.get(row_id)
        if row is None:
            return Broken("deleted", found["id"], row_id)
        if row_id not in sealed:
            return Broken("inserted", found["id"], row_id)
        if source.digest(row) != sealed[row_id] or bytes(row["row_hash"]) != sealed[row_id]:
            return Broken("altered", found["id"], row_id)
    return None


async def _rows_of(
    session: AsyncSession, source: Source, found: RowMapping, epochs: Mapping[int, int]
) -> Sequence[RowMapping]:
    columns: list[Any] = [column for column in source.table.c if column.name != "xid"]
    in_range = text(
        "id > :after and id <= :upto"
        " and xid >= cast(cast(:low as text) as xid8) and xid < cast(cast(:high as text) as xid8)"
    ).bindparams(
        after=found["after_id"], upto=epochs[found["after_id"]], low=str(found["from_xid"]), high=str(found["to_xid"])
    )
    return (await session.execute(select(*columns).where(in_range))).mappings().all()


def _parts(hashes: bytes) -> list[bytes]:
    return [hashes[place : place + HASH_BYTES] for place in range(0, len(hashes), HASH_BYTES)]
