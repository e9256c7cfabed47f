"""Cursor paging: stable under inserts, opaque to the caller, with a Link header (RFC 8288)."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Generic, NamedTuple, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from hueioc.errors import invalid_field

Item = TypeVar("Item")

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100


class Cursor(NamedTuple):
    """The last row of a page: its sort moment and its id."""

    moment: datetime
    id: UUID

    def encode(self) -> str:
        text = f"{self.moment.isoformat()}|{self.id}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(value: str) -> Cursor:
    try:
        moment, _, row_id = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().partition("|")
        cursor = Cursor(datetime.fromisoformat(moment), UUID(row_id))
    except (ValueError, binascii.Error) as error:
        raise _wrong() from error
    if cursor.moment.tzinfo is None:
        raise _wrong()
    return cursor


def _wrong() -> Exception:
    return invalid_field(
        "/cursor",
        "Con trỏ trang không đúng; hãy dùng giá trị next_cursor nguyên vẹn",
        "The page cursor is not ours; use next_cursor unchanged",
    )


class PageQuery(NamedTuple):
    """Which page is asked for."""

    limit: int
    after: Cursor | None


async def page_query(
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="Rows per page")] = DEFAULT_LIMIT,
    cursor: Annotated[str, Query(max_length=200, description="next_cursor of the page before")] = "",
) -> PageQuery:
    return PageQuery(limit, decode_cursor(cursor) if cursor else None)


Paging = Annotated[PageQuery, Depends(page_query)]


class Page(BaseModel, Generic[Item]):
    """One page; `next_cursor` is null on the last."""

    items: list[Item]
    next_cursor: str | None


def cut(rows: list[Item], limit: int) -> tuple[list[Item], bool]:
    """Rows were asked for with `limit + 1`: the page itself, and whether more follow."""
    return rows[:limit], len(rows) > limit
