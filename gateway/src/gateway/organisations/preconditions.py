"""`If-Match` and `ETag` of an entry: its version in quotes (RFC 9110 section 13.1.1)."""

import re
from typing import Annotated

from fastapi import Depends, Header

from hueioc.errors import BadRequest, PreconditionRequired, Text

_ETAG = re.compile(r'"([0-9]{1,18})"')


async def _expected(if_match: Annotated[str, Header()] = "") -> int:
    """Raises `PreconditionRequired` (428) when it is missing."""
    if not if_match:
        raise PreconditionRequired
    match = _ETAG.fullmatch(if_match.strip())
    if not match:
        raise BadRequest(Text('If-Match có dạng "7"', 'If-Match reads "7": the version in quotes'))
    return int(match[1])


Expected = Annotated[int, Depends(_expected)]


def etag(version: int) -> str:
    return f'"{version}"'
