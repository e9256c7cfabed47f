"""The two web apps: files of the build, hashed ones for ever, pages always fresh."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response

from gateway.readmodel.entry import SMALLEST_GZIP, accepts_gzip, is_match
from hueioc.errors import NotFound, Problem, Text

HASHED = "assets"
IMMUTABLE = "public, max-age=31536000, immutable"
FRESH = "no-cache"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline';"
        " worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self)",
}
OPS = "ops"
READS = ("GET", "HEAD")
NO_HEADERS: Mapping[bytes, bytes] = {}
COMPRESSED_TYPES = frozenset(
    {"application/javascript", "application/json", "application/manifest+json", "image/svg+xml"}
)

mimetypes.add_type("application/manifest+json", ".webmanifest")


class NotBuilt(NotFound):
    code = "web-not-built"
    title = Text("Trang web chưa được dựng; hãy chạy make web", "The web apps are not built; run make web")


class ReadOnly(Problem):
    status, code = 405, "read-only"
    title = Text("Trang web chỉ để đọc", "The web pages can only be read")


class WebApps:
    """Files below the build folder; an unknown path of an app is that app's page (its router decides)."""

    def __init__(self, folder: str) -> None:
        self._root = Path(folder).resolve() if folder else None

    def answer(self, path: str, method: str = "GET", headers: Mapping[bytes, bytes] = NO_HEADERS) -> Response:
        """The file for a URL path. Raises `NotFound` for a missing asset, `ReadOnly` for a write."""
        if method not in READS:
            raise ReadOnly(headers={"Allow": ", ".join(READS)})
        if self._root is None or not (self._root / "index.html").exists():
            raise NotBuilt
        wanted = self._root / path.lstrip("/")
        try:
            wanted = wanted.resolve()
            is_file = wanted.is_file()
        except (OSError, ValueError) as error:  # a name too long, or with a NUL
            raise NotFound from error
        inside = wanted.is_relative_to(self._root)
        if inside and is_file:
            hashed = wanted.relative_to(self._root).parts[0] == HASHED
            return _response(wanted, headers, IMMUTABLE if hashed else FRESH)
        if not inside or Path(path).suffix:
            raise NotFound
        page = f"{OPS}/index.html" if path == f"/{OPS}" or path.startswith(f"/{OPS}/") else "index.html"
        return _response(self._root / page, headers, FRESH)


@dataclass(frozen=True)
class Asset:
    """A file of the build in memory: all of them together have half a megabyte."""

    body: bytes
    compressed: bytes | None
    media_type: str
    etag: str


@lru_cache(maxsize=256)
def _asset(path: Path, changed_ns: int) -> Asset:
    """`changed_ns` is part of the key, so that a new build is seen."""
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = media_type.startswith("text/") or media_type in COMPRESSED_TYPES
    compressed = gzip.compress(body, 9, mtime=0) if is_text and len(body) >= SMALLEST_GZIP else None
    return Asset(body, compressed, media_type, hashlib.blake2b(body, digest_size=12).hexdigest())


def _response(path: Path, headers: Mapping[bytes, bytes], cache: str) -> Response:
    asset = _asset(path, path.stat().st_mtime_ns)
    body, etag = asset.body, f'"{asset.etag}"'
    fields = SECURITY | {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    if asset.compressed and accepts_gzip(headers.get(b"accept-encoding", b"")):
        body, etag = asset.compressed, f'"{asset.etag}-gz"'
        fields |= {"Content-Encoding": "gzip"}
    fields["ETag"] = etag
    if is_match(headers.get(b"if-none-match", b""), etag.encode()):
        return Response(status_code=304, headers=fields)
    return Response(body, headers=fields, media_type=asset.media_type)
