"""Files that only the holder of a key can read: a stream of pieces, each sealed and bound to its place.

A piece that is missing, altered, moved or the end cut off is noticed: each piece knows its number, the last one that
it is the last.
"""

from collections.abc import AsyncIterable, AsyncIterator

from hueioc.personal.sealed import SealBroken, open_, seal

PIECE = 1 << 20
_OVERHEAD = 1 + 12 + 16
_SEALED_PIECE = PIECE + _OVERHEAD


def sealed_size(size: int) -> int:
    """Bytes that `size` bytes have when sealed."""
    return size + _OVERHEAD * (size // PIECE + 1)


async def seal_stream(key: bytes, stream: AsyncIterable[bytes], context: str) -> AsyncIterator[bytes]:
    """`context` names the place that the file belongs to, as with `hueioc.personal.sealed.seal`."""
    number = 0
    async for piece, is_last in _pieces(stream, PIECE):
        yield seal(key, piece, _place(context, number, is_last=is_last))
        number += 1


async def open_stream(key: bytes, stream: AsyncIterable[bytes], context: str) -> AsyncIterator[bytes]:
    """What `seal_stream` was given; raises SealBroken at the first piece that is not as it was written."""
    number = 0
    async for piece, is_last in _pieces(stream, _SEALED_PIECE):
        if not piece:
            raise SealBroken
        yield open_(key, piece, _place(context, number, is_last=is_last))
        number += 1


def _place(context: str, number: int, *, is_last: bool) -> bytes:
    return f"{context}#{number}{'$' if is_last else ''}".encode()


async def _pieces(stream: AsyncIterable[bytes], size: int) -> AsyncIterator[tuple[bytes, bool]]:
    """Pieces of `size` bytes; the last one is shorter, and may be empty."""
    gathered = b""
    async for block in stream:
        gathered += block
        while len(gathered) >= size:
            piece, gathered = gathered[:size], gathered[size:]
            yield piece, False
    yield gathered, True
