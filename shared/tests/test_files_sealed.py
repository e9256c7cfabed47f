"""Files that only the holder of a key can read."""

import os
from collections.abc import AsyncIterator

import pytest

from hueioc.files.sealed import PIECE, open_stream, seal_stream, sealed_size
from hueioc.personal.sealed import SealBroken

KEY = bytes(range(32))


async def blocks(data: bytes, size: int = 300_000) -> AsyncIterator[bytes]:
    for place in range(0, len(data), size):
        yield data[place : place + size]


async def sealed(data: bytes, context: str = "media.1") -> bytes:
    return b"".join([piece async for piece in seal_stream(KEY, blocks(data), context)])


async def opened(data: bytes, context: str = "media.1", key: bytes = KEY) -> bytes:
    return b"".join([piece async for piece in open_stream(key, blocks(data), context)])


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17])
async def test_what_was_sealed_is_opened_again(size: int) -> None:
    data = os.urandom(size)
    kept = await sealed(data)
    assert len(kept) == sealed_size(size)
    assert await opened(kept) == data


async def test_nothing_of_the_file_is_to_be_seen() -> None:
    assert b"secret words" not in await sealed(b"secret words" * 1000)


@pytest.mark.parametrize("cut", [1, 20, PIECE, PIECE + 29 + 17])
async def test_a_file_cut_off_at_its_end_is_noticed(cut: int) -> None:
    kept = await sealed(os.urandom(2 * PIECE + 17))
    with pytest.raises(SealBroken):
        await opened(kept[:-cut])


async def test_pieces_in_another_order_are_noticed() -> None:
    kept = await sealed(os.urandom(2 * PIECE))
    size = PIECE + 29
    with pytest.raises(SealBroken):
        await opened(kept[size : 2 * size] + kept[:size] + kept[2 * size :])


async def test_a_changed_byte_is_noticed() -> None:
    kept = bytearray(await sealed(b"x" * 100))
    kept[50] ^= 1
    with pytest.raises(SealBroken):
        await opened(bytes(kept))


async def test_another_place_or_key_opens_nothing() -> None:
    kept = await sealed(b"x")
    with pytest.raises(SealBroken):
        await opened(kept, context="media.2")
    with pytest.raises(SealBroken):
        await opened(kept, key=bytes(32))
