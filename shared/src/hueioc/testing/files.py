"""Pictures and uploaded files for the service under test."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.files import uploads
from hueioc.runtime import Runtime

MakePicture = Callable[..., bytes]
Uploaded = Callable[..., Awaitable[str]]


@pytest.fixture
def picture() -> MakePicture:
    """`picture("PNG", (40, 30))`: the bytes of a noisy picture, never twice the same."""

    from PIL import Image

    def make(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
        out = io.BytesIO()
        Image.effect_noise(size, 40).convert("RGB").save(out, kind, **options)
        return out.getvalue()

    return make


@pytest.fixture
def uploaded(session: AsyncSession, runtime: Runtime, picture: MakePicture) -> Uploaded:
    """`await uploaded(caller)`: the SHA-256 of a file that `caller` has uploaded."""

    async def put(owner: Principal, content: bytes = b"") -> str:
        stored = await runtime.files.write(content or picture())
        begun = await uploads.create(session, owner.subject, length=stored.size)
        await uploads.complete(session, begun, sha256=stored.sha256, media_type=stored.media_type)
        return stored.sha256

    return put
