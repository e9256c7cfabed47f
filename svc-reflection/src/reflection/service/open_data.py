"""Open data as streams: bounded chunks, no transaction open while a slow reader reads."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

from hueioc.db import Database
from reflection.queries import open_data
from reflection.queries.feed import PublicFilter
from reflection.rules.open_data import COLUMNS, cell, feature

CHUNK = 500
Rows = AsyncIterator[bytes]


async def as_csv(database: Database, wanted: PublicFilter) -> AsyncIterator[bytes]:
    """RFC 4180, with the mark by which spreadsheets know UTF-8."""
    yield b"\xef\xbb\xbf" + _line(list(COLUMNS))
    async for rows in _chunks(database, wanted):
        yield b"".join(_line([cell(row[name]) for name in COLUMNS]) for row in rows)


async def as_geojson(database: Database, wanted: PublicFilter) -> AsyncIterator[bytes]:
    """A FeatureCollection (RFC 7946)."""
    yield b'{"type":"FeatureCollection","features":['
    is_first = True
    async for rows in _chunks(database, wanted):
        yield (b"" if is_first else b",") + b",".join(feature(row) for row in rows)
        is_first = False
    yield b"]}"


async def _chunks(database: Database, wanted: PublicFilter) -> AsyncIterator[Sequence[dict[str, Any]]]:
    after = None
    while True:
        async with database.transaction() as session:
            rows = await open_data.chunk(session, wanted, after, CHUNK)
        if rows:
            yield rows
        if len(rows) < CHUNK:
            return
        after = rows[-1]["service_request_id"]


def _line(values: Sequence[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode()
