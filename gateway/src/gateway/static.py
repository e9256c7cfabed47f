"""The two web apps: files of the build, hashed ones for ever, pages always fresh."""

import mimetypes
from pathlib import Path

from starlette.responses import FileResponse, Response

from hueioc.errors import NotFound, Problem, Text

HASHED = "assets"
IMMUTABLE = "public, max-age=31536000, immutable"
FRESH = "no-cache"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:;"
        " frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self)",
}
OPS = "ops"
READS = ("GET", "HEAD")

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

    def answer(self, path: str, method: str = "GET") -> Response:
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
            return FileResponse(wanted, headers=SECURITY | {"Cache-Control": IMMUTABLE if hashed else FRESH})
        if not inside or Path(path).suffix:
            raise NotFound
        page = f"{OPS}/index.html" if path == f"/{OPS}" or path.startswith(f"/{OPS}/") else "index.html"
        return FileResponse(self._root / page, headers=SECURITY | {"Cache-Control": FRESH})
