"""Routes of resumable uploads: tus 1.0.0 with creation, checksum, termination and expiration."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from fastapi.routing import APIRoute

from hueioc.auth.access import Caller
from hueioc.edge import without_key
from hueioc.errors import BadRequest, Problem, TooLarge, UnsupportedMedia
from hueioc.files import tus, uploads
from hueioc.files.limits import UploadLimits
from hueioc.files.receive import Receiver
from hueioc.files.sniff import KINDS
from hueioc.files.uploads import OffsetMismatch, Upload
from hueioc.runtime import runtime_of

__all__ = ["UploadLimits", "uploads_router"]


class TusRoute(APIRoute):
    """Checks the version and names ours in every answer, problems included."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def speak_tus(request: Request) -> Response:
            try:
                if request.method != "OPTIONS":
                    tus.demand_version(request.headers)
                response = await handler(request)
            except Problem as problem:
                problem.headers.setdefault("Tus-Resumable", tus.VERSION)
                raise
            response.headers["Tus-Resumable"] = tus.VERSION
            return response

        return speak_tus


def uploads_router(prefix: str, limits: UploadLimits, *, access: Any) -> APIRouter:
    """`access` is the rule (`hueioc.auth.access.allow`); an upload belongs to the caller who began it."""
    router = APIRouter(prefix=prefix, route_class=TusRoute, tags=["uploads"], dependencies=[access])
    routes = _Routes(prefix, limits)
    router.add_api_route("", routes.describe, methods=["OPTIONS"], status_code=status.HTTP_204_NO_CONTENT)
    for path, endpoint, method, code in (
        ("", routes.begin, "POST", status.HTTP_201_CREATED),
        ("/{upload_id}", routes.show, "HEAD", status.HTTP_200_OK),
        ("/{upload_id}", routes.append, "PATCH", status.HTTP_204_NO_CONTENT),
        ("/{upload_id}", routes.end, "DELETE", status.HTTP_204_NO_CONTENT),
    ):
        router.add_api_route(path, endpoint, methods=[method], status_code=code, response_class=Response)
    return router


class _Routes:
    def __init__(self, prefix: str, limits: UploadLimits) -> None:
        self._prefix = prefix
        self._limits = limits
        for endpoint in ("begin", "append", "end"):
            without_key(getattr(type(self), endpoint))

    async def describe(self) -> Response:
        """What this server can do."""
        return _answer(
            status.HTTP_204_NO_CONTENT,
            {
                "Tus-Version": tus.VERSION,
                "Tus-Extension": tus.EXTENSIONS,
                "Tus-Max-Size": str(self._limits.largest),
                "Tus-Checksum-Algorithm": tus.ALGORITHM,
            },
        )

    async def begin(self, request: Request, caller: Caller) -> Response:
        """Begin an upload of `Upload-Length` bytes; metadata `filetype` and `sha256` are checked at the end too."""
        length = tus.number(request.headers, "upload-length")
        fields = tus.metadata(request.headers)
        self._demand_possible(length, fields.get("filetype"))
        async with runtime_of(request).database.transaction() as session:
            upload = await uploads.create(session, caller.subject, length=length, sha256=tus.expected_sha256(fields))
        location = {"Location": f"{self._prefix}/{upload.id}"}
        return _answer(status.HTTP_201_CREATED, location | _progress(upload))

    async def show(self, request: Request, caller: Caller, upload_id: UUID) -> Response:
        """How far the upload is."""
        upload = await self._find(request, caller.subject, upload_id)
        if upload.is_whole:
            upload = await self._receiver(request).finish(upload)
        return _answer(status.HTTP_200_OK, _progress(upload) | {"Upload-Length": str(upload.length)})

    async def append(self, request: Request, caller: Caller, upload_id: UUID) -> Response:
        """Continue at `Upload-Offset`. The last piece is answered with the SHA-256 by which the file is named."""
        if request.headers.get("content-type") != tus.BODY_TYPE:
            raise UnsupportedMedia
        offset = tus.number(request.headers, "upload-offset")
        checksum = tus.checksum(request.headers)
        upload = await self._find(request, caller.subject, upload_id)
        if offset != upload.offset:
            raise OffsetMismatch(headers={"Upload-Offset": str(upload.offset)})
        if (
            "content-length" in request.headers
            and tus.number(request.headers, "content-length") > upload.length - offset
        ):
            raise TooLarge
        upload = await self._receiver(request).append(upload, request.stream().__aiter__(), checksum)
        return _answer(status.HTTP_204_NO_CONTENT, _progress(upload))

    async def end(self, request: Request, caller: Caller, upload_id: UUID) -> Response:
        """Give the upload up. A finished file stays."""
        upload = await self._find(request, caller.subject, upload_id)
        await self._receiver(request).discard(upload)
        return _answer(status.HTTP_204_NO_CONTENT, {})

    def _demand_possible(self, length: int, announced: str | None) -> None:
        if length == 0:
            raise BadRequest
        if announced in KINDS:
            if announced not in self._limits.accepted:
                raise UnsupportedMedia
            self._limits.demand_length(length, self._limits.of(KINDS[announced]))
        self._limits.demand_length(length, self._limits.largest)

    async def _find(self, request: Request, owner: str, upload_id: UUID) -> Upload:
        async with runtime_of(request).database.transaction() as session:
            return await uploads.find(session, upload_id, owner)

    def _receiver(self, request: Request) -> Receiver:
        runtime = runtime_of(request)
        return Receiver(runtime.database, runtime.files, self._limits)


def _progress(upload: Upload) -> dict[str, str]:
    fields = {
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": tus.http_date(upload.expires_at),
        "Cache-Control": "no-store",
    }
    if upload.state is uploads.State.COMPLETE and upload.sha256 and upload.media_type:
        fields |= {"Hue-Sha256": upload.sha256, "Hue-Media-Type": upload.media_type}
    return fields


def _answer(code: int, headers: dict[str, str]) -> Response:
    return Response(status_code=code, headers=headers)
