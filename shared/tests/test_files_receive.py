"""Races, lost connections and dead processes during an upload."""

import asyncio
import base64
import hashlib
import io
import random
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import MetaData, text
from starlette.requests import ClientDisconnect

from hueioc.app import create_app
from hueioc.auth.access import allow
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.clock import frozen, now
from hueioc.db import Database
from hueioc.errors import Text
from hueioc.files import receive, uploads
from hueioc.files.receive import Receiver, purge_expired
from hueioc.files.router import UploadLimits, uploads_router
from hueioc.files.store import FileStore
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.testing.apps import AUDIENCE, ISSUER, test_keys

LIMITS = UploadLimits(image=400_000, video=2_000_000)
TUS = {"Tus-Resumable": "1.0.0"}
BODY = {"Content-Type": "application/offset+octet-stream"}
SAMPLE = Service(
    name="sample",
    title=Text("Mẫu", "Sample"),
    port=0,
    settings=ServiceSettings,
    metadata=MetaData(),
    routers=(uploads_router("/v1/uploads", LIMITS, access=allow(Role.CITIZEN)),),
)


def photo(size: int = 300) -> bytes:
    noise = Image.frombytes("RGB", (size, size), random.Random(size).randbytes(size * size * 3))
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


PHOTO = photo()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
async def runtime(committed_database: Database, tmp_path: Path) -> Runtime:
    settings = ServiceSettings(
        database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"),
        nats_url=SecretStr("nats://127.0.0.1:1"),
        issuer=ISSUER,
        audience=AUDIENCE,
        files_url=f"file://{tmp_path}/files",
        key_encryption_key=SecretStr("dev_" + "A" * 43 + "="),
        search_key=SecretStr("dev_" + "B" * 43 + "="),
    )
    made = Runtime.make(SAMPLE, settings, JwksCache(test_keys))
    await made.database.close()
    made.database = committed_database
    return made


@pytest.fixture
async def http(runtime: Runtime, token: Callable[..., str]) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(SAMPLE, runtime.settings)
    app.state.runtime = runtime
    headers = TUS | {"Authorization": f"Bearer {token(Role.CITIZEN, subject='lan')}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://hue.test", headers=headers
    ) as client:
        yield client


async def begin(http: httpx.AsyncClient, length: int, **metadata: str) -> str:
    encoded = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())
    answer = await http.post("/v1/uploads", headers={"Upload-Length": str(length), "Upload-Metadata": encoded})
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def append(http: httpx.AsyncClient, where: str, offset: int, data: bytes, **more: str) -> httpx.Response:
    headers = BODY | {"Upload-Offset": str(offset)} | {name.replace("_", "-"): value for name, value in more.items()}
    return await http.patch(where, content=data, headers=headers)


async def offset_of(http: httpx.AsyncClient, where: str) -> int:
    answer = await http.head(where)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])


async def test_of_many_requests_at_one_offset_one_wins(http: httpx.AsyncClient, runtime: Runtime) -> None:
    where = await begin(http, len(PHOTO))
    answers = await asyncio.gather(*[append(http, where, 0, PHOTO[:5000]) for _ in range(8)])
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 7
    assert (await append(http, where, 5000, PHOTO[5000:])).status_code == 204
    assert await runtime.files.read(hashlib.sha256(PHOTO).hexdigest()) == PHOTO


async def test_what_came_before_the_client_went_away_is_kept(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "PIECE", 1000)

    async def cut() -> AsyncIterator[bytes]:
        yield PHOTO[:2500]
        yield PHOTO[2500:2600]
        raise ClientDisconnect

    async with runtime.database.transaction() as session:
        upload = await uploads.create(session, "lan", length=len(PHOTO))
    receiver = Receiver(runtime.database, runtime.files, LIMITS)
    assert (await receiver.append(upload, cut())).offset == 2600
    async with runtime.database.transaction() as session:
        assert (await uploads.find(session, upload.id, "lan")).offset == 2600


async def test_with_a_checksum_half_a_body_is_not_kept(runtime: Runtime, tmp_path: Path) -> None:
    async def cut() -> AsyncIterator[bytes]:
        yield PHOTO[:2500]
        raise ClientDisconnect

    async with runtime.database.transaction() as session:
        upload = await uploads.create(session, "lan", length=len(PHOTO))
    receiver = Receiver(runtime.database, runtime.files, LIMITS)
    with pytest.raises(receive.ChecksumMismatch):
        await receiver.append(upload, cut(), hashlib.sha256(PHOTO).digest())
    assert files_in(tmp_path) == []


async def test_an_upload_whose_last_answer_was_lost_is_finished_by_the_next_look(
    http: httpx.AsyncClient, runtime: Runtime
) -> None:
    where = await begin(http, len(PHOTO))
    await append(http, where, 0, PHOTO[:5000])
    upload_id = where.rpartition("/")[2]
    async with runtime.database.transaction() as session:
        upload = await uploads.find(session, uploads.UUID(upload_id), "lan")
        name = f"uploads/{upload.id.hex}/rest"
        await runtime.files.put_part(name, PHOTO[5000:])
        await uploads.advance(session, upload, [(name, len(PHOTO) - 5000)])
    answer = await http.head(where)
    assert answer.headers["hue-sha256"] == hashlib.sha256(PHOTO).hexdigest()


async def test_an_expired_upload_is_gone_and_its_pieces_are_removed(
    http: httpx.AsyncClient, runtime: Runtime, tmp_path: Path
) -> None:
    where = await begin(http, len(PHOTO))
    await append(http, where, 0, PHOTO[:5000])
    upload_id = where.rpartition("/")[2]
    with frozen(now() + uploads.OPEN_FOR + timedelta(minutes=1)):
        async with runtime.database.transaction() as session:
            with pytest.raises(uploads.UploadGone):
                await uploads.find(session, uploads.UUID(upload_id), "lan")
        assert await purge_expired(runtime.database, runtime.files) == 1
    assert (await http.head(where)).status_code == 404
    assert files_in(tmp_path) == []


async def test_nobody_may_leave_too_many_uploads_open(http: httpx.AsyncClient) -> None:
    for _ in range(uploads.MOST_OPEN):
        await begin(http, 10)
    answer = await http.post("/v1/uploads", headers={"Upload-Length": "10"})
    assert answer.status_code == 429


async def test_no_transaction_is_open_while_bytes_come_in(http: httpx.AsyncClient, runtime: Runtime) -> None:
    where = await begin(http, len(PHOTO))
    seen: list[Any] = []

    async def slow() -> AsyncIterator[bytes]:
        yield PHOTO[:1000]
        async with runtime.database.transaction() as session:
            busy = text("select count(*) from pg_stat_activity where state like 'idle in transaction%'")
            seen.append((await session.execute(busy)).scalar_one())
        yield PHOTO[1000:]

    await http.patch(where, content=slow(), headers=BODY | {"Upload-Offset": "0"})
    assert seen == [0]


TAKE_IN = """
import asyncio, sys
from uuid import UUID
from hueioc.db import Database
from hueioc.files import receive, uploads
from hueioc.files.router import UploadLimits
from hueioc.files.store import FileStore

async def main(dsn, folder, upload_id, photo):
    receive.PIECE = 500
    receiver = receive.Receiver(Database(dsn), FileStore(folder), UploadLimits(image=400_000))
    data = open(photo, "rb").read()
    while True:
        async with receiver.database.transaction() as session:
            upload = await uploads.find(session, UUID(upload_id), "lan")
        async def one():
            yield data[upload.offset : upload.offset + 500]
        print((await receiver.append(upload, one())).offset, flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_what_was_acknowledged_survives_the_death_of_the_process(runtime: Runtime, tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / "photo").write_bytes, PHOTO)
    async with runtime.database.transaction() as session:
        upload = await uploads.create(session, "lan", length=len(PHOTO))
    dsn = runtime.database.engine.url.render_as_string(hide_password=False)
    arguments = ("-c", TAKE_IN, dsn, f"file://{tmp_path}/files", str(upload.id), str(tmp_path / "photo"))
    for _ in range(3):
        child = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
        assert child.stdout
        acknowledged = 0
        for _ in range(20):
            acknowledged = int(await asyncio.wait_for(child.stdout.readline(), 20))
        child.kill()
        await child.communicate()
        async with runtime.database.transaction() as session:
            upload = await uploads.find(session, upload.id, "lan")
        assert upload.offset >= acknowledged

    async def rest() -> AsyncIterator[bytes]:
        yield PHOTO[upload.offset :]

    done = await Receiver(runtime.database, runtime.files, LIMITS).append(upload, rest())
    assert done.sha256 == hashlib.sha256(PHOTO).hexdigest()


def test_a_store_is_not_opened_when_it_is_named() -> None:
    assert "_store" not in vars(FileStore("file:///nowhere"))
