"""How a file is served: checked again each time, in parts when asked, documents as attachments."""

import re
from collections.abc import AsyncIterator

from fastapi import Request, Response, status
from fastapi.responses import StreamingResponse

from hueioc.errors import NotFound
from hueioc.runtime import runtime_of
from reflection.queries.media import Served

PUBLIC = "public, no-cache"
"""Kept by anybody, asked for again each time: a photo that was covered must not live on in a cache."""
PRIVATE = "private, no-store"
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})\Z")


async def serve(request: Request, found: Served | None, cache: str) -> Response:
    """RFC 9110 sections 13 and 14: `If-None-Match`, and one range of bytes (players of films ask for them).

    Raises NotFound when there is nothing to serve.
    """
    if found is None:
        raise NotFound
    files = runtime_of(request).files
    headers = headers_of(found, cache)
    if f'"{found.sha256}"' in request.headers.get("if-none-match", "") and cache == PUBLIC:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    size = await files.size(found.sha256)
    asked = _RANGE.match(request.headers.get("range", "")) if "if-range" not in request.headers else None
    if asked is None:
        headers |= {"Content-Length": str(size), "Accept-Ranges": "bytes"}
        return StreamingResponse(await files.open(found.sha256), media_type=found.media_type, headers=headers)
    start, end = int(asked[1]), min(int(asked[2]) + 1 if asked[2] else size, size)
    if start >= end:
        return Response(status_code=status.HTTP_416_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Length": str(end - start)}
    body = await files.open(found.sha256, start, end)
    return StreamingResponse(body, status.HTTP_206_PARTIAL_CONTENT, headers, found.media_type)


def headers_of(found: Served, cache: str) -> dict[str, str]:
    headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff", "ETag": f'"{found.sha256}"'}
    if not found.media_type.startswith(("image/", "video/", "audio/")):
        headers["Content-Disposition"] = f'attachment; filename="{found.sha256[:12]}.pdf"'
    return headers


def attachment(stream: AsyncIterator[bytes], name: str) -> StreamingResponse:
    """A file whose content nobody has looked at: never shown inside a page of ours."""
    headers = {
        "Cache-Control": PRIVATE,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox",
    }
    return StreamingResponse(stream, media_type="application/octet-stream", headers=headers)
