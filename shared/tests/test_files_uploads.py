"""Resumable uploads through the routes, on a real database and a real folder."""

import base64
import hashlib
import io
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import MetaData

from hueioc.app import create_app
from hueioc.auth.access import allow
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.db import Database
from hueioc.errors import Text
from hueioc.files import uploads
from hueioc.files.router import UploadLimits, uploads_router
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


async def test_a_photo_goes_up_in_one_piece_and_is_named_by_its_hash(http: httpx.AsyncClient, runtime: Runtime) -> None:
    where = await begin(http, len(PHOTO), filename="cống.jpg", filetype="image/jpeg")
    answer = await append(http, where, 0, PHOTO)
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    assert answer.status_code == 204
    assert answer.headers["hue-sha256"] == sha256
    assert answer.headers["hue-media-type"] == "image/jpeg"
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert await runtime.files.read(sha256) == PHOTO
    async with runtime.database.transaction() as session:
        assert await uploads.is_complete(session, owner="lan", sha256=sha256)
        assert not await uploads.is_complete(session, owner="an", sha256=sha256)


async def test_an_upload_goes_on_where_it_stopped(http: httpx.AsyncClient, runtime: Runtime) -> None:
    where = await begin(http, len(PHOTO))
    place = 0
    for size in (10, 1000, 30_000, len(PHOTO)):
        answer = await append(http, where, place, PHOTO[place : place + size])
        assert answer.status_code == 204, answer.text
        place = int(answer.headers["upload-offset"])
        assert await offset_of(http, where) == place
    assert await runtime.files.exists(hashlib.sha256(PHOTO).hexdigest())


async def test_no_pieces_are_left_when_the_file_is_made(http: httpx.AsyncClient, tmp_path: Path) -> None:
    where = await begin(http, len(PHOTO))
    await append(http, where, 0, PHOTO[:5000])
    await append(http, where, 5000, PHOTO[5000:])
    assert len(files_in(tmp_path)) == 1


async def test_a_wrong_offset_is_a_conflict_that_tells_the_right_one(http: httpx.AsyncClient) -> None:
    where = await begin(http, len(PHOTO))
    await append(http, where, 0, PHOTO[:100])
    answer = await append(http, where, 50, PHOTO[50:])
    assert answer.status_code == 409
    assert answer.headers["upload-offset"] == "100"
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_checksum_changes_nothing(http: httpx.AsyncClient, tmp_path: Path) -> None:
    where = await begin(http, len(PHOTO))
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    answer = await append(http, where, 0, PHOTO, Upload_Checksum=f"sha256 {wrong}")
    assert answer.status_code == 460
    assert await offset_of(http, where) == 0
    assert files_in(tmp_path) == []


async def test_a_right_checksum_is_accepted(http: httpx.AsyncClient) -> None:
    where = await begin(http, len(PHOTO))
    right = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    assert (await append(http, where, 0, PHOTO, Upload_Checksum=f"sha256 {right}")).status_code == 204


@pytest.mark.parametrize("value", ["md5 abc", "sha256", "sha256 ***", "sha256 YWJj", "ệ"])
async def test_a_senseless_checksum_is_a_bad_request(http: httpx.AsyncClient, value: str) -> None:
    where = await begin(http, len(PHOTO))
    headers = {**BODY, "Upload-Offset": "0"}
    raw = [(name.encode(), text_.encode()) for name, text_ in headers.items()] + [(b"upload-checksum", value.encode())]
    assert (await http.patch(where, content=PHOTO, headers=raw)).status_code == 400


async def test_a_file_that_is_not_the_announced_one_is_refused(http: httpx.AsyncClient) -> None:
    where = await begin(http, len(PHOTO), sha256="0" * 64)
    assert (await append(http, where, 0, PHOTO)).status_code == 460
    assert (await http.head(where)).status_code == 404


async def test_a_disguised_file_is_refused_at_its_first_piece(http: httpx.AsyncClient, tmp_path: Path) -> None:
    where = await begin(http, 100_000, filename="anh.jpg", filetype="image/jpeg")
    answer = await append(http, where, 0, b"MZ\x90\x00" + b"\0" * 50_000)
    assert answer.status_code == 415
    assert "accepted kinds" in (await append(http, where, 0, b"MZ" * 40)).text or answer.json()["detail"]
    assert files_in(tmp_path) == []


async def test_a_disguised_file_in_tiny_pieces_is_refused_at_the_end(http: httpx.AsyncClient, tmp_path: Path) -> None:
    where = await begin(http, 100)
    for place in range(0, 90, 10):
        assert (await append(http, where, place, b"<script>al")).status_code == 204
    assert (await append(http, where, 90, b"<script>al")).status_code == 415
    assert (await http.head(where)).status_code == 404
    assert files_in(tmp_path) == []


async def test_more_than_announced_is_too_large(http: httpx.AsyncClient) -> None:
    where = await begin(http, 1000)
    assert (await append(http, where, 0, PHOTO)).status_code == 413

    async def unannounced() -> AsyncIterator[bytes]:
        yield PHOTO

    answer = await http.patch(where, content=unannounced(), headers=BODY | {"Upload-Offset": "0"})
    assert answer.status_code == 413
    assert await offset_of(http, where) == 0


async def test_a_photo_over_the_limit_of_photos_is_too_large_though_a_video_may_be(http: httpx.AsyncClient) -> None:
    where = await begin(http, 500_000)
    assert (await append(http, where, 0, PHOTO)).status_code == 413
    for length, filetype in ((500_000, "image/png"), (3_000_000, "video/mp4")):
        kind = base64.b64encode(filetype.encode()).decode()
        headers = {"Upload-Length": str(length), "Upload-Metadata": f"filetype {kind}"}
        assert (await http.post("/v1/uploads", headers=headers)).status_code == 413


async def test_somebody_elses_upload_is_not_found(http: httpx.AsyncClient, token: Callable[..., str]) -> None:
    where = await begin(http, len(PHOTO))
    http.headers["Authorization"] = f"Bearer {token(Role.CITIZEN, subject='an')}"
    assert (await http.head(where)).status_code == 404
    assert (await append(http, where, 0, PHOTO)).status_code == 404
    assert (await http.delete(where)).status_code == 404


async def test_without_a_token_nothing_is_begun(http: httpx.AsyncClient) -> None:
    del http.headers["Authorization"]
    assert (await http.post("/v1/uploads", headers={"Upload-Length": "5"})).status_code == 401


async def test_an_upload_can_be_given_up(http: httpx.AsyncClient, tmp_path: Path) -> None:
    where = await begin(http, len(PHOTO))
    await append(http, where, 0, PHOTO[:5000])
    assert (await http.delete(where)).status_code == 204
    assert (await http.head(where)).status_code == 404
    assert files_in(tmp_path) == []


async def test_another_version_of_tus_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/uploads", headers={"Upload-Length": "5", "Tus-Resumable": "0.2.2"})
    assert answer.status_code == 412
    assert answer.headers["tus-version"] == "1.0.0"


async def test_the_server_says_what_it_can(http: httpx.AsyncClient) -> None:
    answer = await http.options("/v1/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-extension"] == "creation,checksum,termination,expiration"
    assert answer.headers["tus-max-size"] == "2000000"


@pytest.mark.parametrize("length", ["", "-1", "0", "abc", "9" * 30, "1e3", "٣"])
async def test_a_senseless_length_is_refused(http: httpx.AsyncClient, length: str) -> None:
    raw = [(b"upload-length", length.encode())]
    assert (await http.post("/v1/uploads", headers=raw)).status_code in {400, 413}
