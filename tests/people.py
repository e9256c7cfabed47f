"""Who does what in a journey: people with tokens, their requests, their photos."""

import asyncio
import hashlib
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from PIL import Image

from hueioc.ids import uuid7

Found = TypeVar("Found")
TUS = {"Tus-Resumable": "1.0.0"}
FIRST_LOOK_S, LONGEST_LOOK_S = 0.02, 0.25
GPS_IFD = 0x8825
CAMERA_MODEL = 0x0110


@dataclass
class Person:
    """Somebody who speaks to the gateway."""

    client: httpx.AsyncClient
    token: str = ""
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=self.headers | headers)

    async def read(self, path: str) -> Any:
        """The document at `path`, which must be there."""
        answer = await self.get(path)
        assert answer.is_success, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def post(self, path: str, data: Any, *, key: str = "", version: int | None = None) -> httpx.Response:
        headers = self.headers | {"Idempotency-Key": key or str(uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self.client.post(path, json=data, headers=headers)

    async def submit(self, report: dict[str, Any]) -> httpx.Response:
        return await self.post("/v1/reports", report, key=report["id"])

    async def act(self, report_id: str, step: str, data: Any) -> Any:
        """A step of staff on the newest version of a report; it must go well."""
        path = f"/v1/ops/reports/{report_id}/{step}"
        answer = await self.post(path, data, version=(await self.read(f"/v1/ops/reports/{report_id}"))["version"])
        if answer.status_code == httpx.codes.PRECONDITION_FAILED:  # the read model was a moment behind
            answer = await self.post(path, data, version=answer.json()["version"])
        assert answer.is_success, f"{step}: {answer.status_code} {answer.text}"
        return answer.json()

    async def upload(self, content: bytes, pieces: int = 2) -> str:
        """Upload by tus in several pieces; the SHA-256 by which the file is named."""
        headers = self.headers | TUS
        begun = await self.client.post("/v1/report-uploads", headers=headers | {"Upload-Length": str(len(content))})
        assert begun.status_code == httpx.codes.CREATED, begun.text
        size = -(-len(content) // pieces)
        for offset in range(0, len(content), size):
            answer = await self.client.patch(
                begun.headers["location"],
                content=content[offset : offset + size],
                headers=headers | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"},
            )
            assert answer.status_code == httpx.codes.NO_CONTENT, answer.text
        assert answer.headers["hue-sha256"] == hashlib.sha256(content).hexdigest()
        return answer.headers["hue-sha256"]


def new_report(**over: Any) -> dict[str, Any]:
    """What a phone sends."""
    return {
        "id": str(uuid7()),
        "category": "pothole",
        "description": "Ổ gà lớn giữa đường",
        "place": {"lat": 16.4637, "lon": 107.5909, "address": "Lê Lợi"},
        "media": [],
    } | over


def photo_with_position(color: str = "gray") -> bytes:
    """A JPEG as a phone makes it: with the camera's name and the place in its EXIF."""
    picture = Image.effect_noise((640, 480), 40).convert("RGB")
    picture.paste(color, (0, 0, 320, 240))
    exif = picture.getexif()
    exif[CAMERA_MODEL] = "Phone of Lan"
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (16.0, 27.0, 49.3), 3: "E", 4: (107.0, 35.0, 27.2)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


async def until(
    look: Callable[[], Awaitable[Found]], timeout_s: float = 5.0, *, is_it: Callable[[Found], bool] = bool
) -> Found:
    """What `look` finds, about as soon as it is what we wait for."""
    deadline, pause_s = time.monotonic() + timeout_s, FIRST_LOOK_S
    while not is_it(found := await look()):
        assert time.monotonic() < deadline, f"not in time; last seen: {str(found)[:500]}"
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 1.5, LONGEST_LOOK_S)  # who waits long need not look often
    return found
