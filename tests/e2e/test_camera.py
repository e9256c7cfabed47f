"""Cameras in the whole city: a clip at the gateway becomes counts, cases, a tile and a sealed package."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from huedemo import clips as street

from tests.city import City
from tests.people import Person, new_report, until

SEEN_WITHIN_S = 40.0
CAMERAS = "/v1/ops/camera/cameras"
CASES = "/v1/ops/camera/violations"


@pytest.fixture(scope="module")
def clips() -> Any:
    return street


def speaking(city: City, role: str, name: str) -> httpx.AsyncClient:
    client = city.client()
    client.headers["Authorization"] = f"Bearer {city.token(role, name=name)}"
    return client


async def write(client: httpx.AsyncClient, path: str, key: str, **more: Any) -> dict[str, Any]:
    answer = await client.post(path, headers={"Idempotency-Key": key}, **more)
    assert answer.is_success, answer.text
    return answer.json()


async def camera_with_clip(client: httpx.AsyncClient, clips: Any, folder: Path, **over: Any) -> dict[str, Any]:
    """A camera whose clip, of five minutes ago, shows a car that stops where it must not and one on the wrong side."""
    scene = clips.SCENE | {"zones": [clips.NO_STOPPING, clips.ONE_WAY]}
    given = {
        "code": "LE-LOI",
        "name_vi": "Đường Lê Lợi",
        "name_en": "Lê Lợi street",
        "lat": 16.4637,
        "lon": 107.5909,
        "purpose": "Giám sát giao thông",
        "is_public": True,
        "source": {"kind": "recordings"},
        "scene": scene,
    } | over
    camera = await write(client, CAMERAS, given["code"], json=given)
    movers = [clips.Mover(2, clips.RIGHT, 160, stops=(2, 9)), clips.Mover(6, clips.LEFT, 160)]
    clip = clips.street(folder / "clip.mp4", movers, 18).read_bytes()
    began = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    await write(
        client,
        f"{CAMERAS}/{camera['id']}/recordings",
        f"clip-{given['code']}",
        content=clip,
        params={"started_at": began},
    )
    return camera


async def subjects(city: City) -> set[str]:
    async with city.database("camera") as database:
        rows = await database.fetch("select distinct subject from outbox where published_at is not null")
    return {row["subject"] for row in rows}


async def test_a_clip_becomes_counts_cases_and_a_sealed_package(city: City, clips: Any, tmp_path: Path):
    async with speaking(city, "moderator", "an") as an, speaking(city, "supervisor", "binh") as binh:
        camera = await camera_with_clip(an, clips, tmp_path)

        async def two_wait() -> bool:
            listed = (await an.get(CAMERAS)).json()["items"]
            return [each["cases_waiting"] for each in listed if each["id"] == camera["id"]] == [2]

        await until(two_wait, SEEN_WITHIN_S)
        tile = (await an.get("/v1/city/camera")).json()
        figures = {each["code"]: each["value"] for each in tile["figures"]}
        assert figures["waiting"] >= 2
        assert (await city_without_token(city)).status_code in {401, 403, 404}
        public = await an.get(f"/v1/camera/cameras/{camera['id']}/picture")
        assert public.headers["content-type"] == "image/jpeg"

        case = await write(an, f"{CASES}/next", "next")
        for person, key in ((an, "an"), (binh, "binh")):
            await write(person, f"{CASES}/{case['id']}/reviews", key, json={"decision": "confirm"})

        async def is_sealed() -> bool:
            return (await binh.get(f"{CASES}/{case['id']}")).json()["state"] == "sealed"

        await until(is_sealed, SEEN_WITHIN_S)
        package = await binh.get(f"{CASES}/{case['id']}/package")
        assert package.content.startswith(b"PK")

    async def are_told() -> bool:
        told = await subjects(city)
        return {f"evt.camera.violation.{verb}" for verb in ("detected", "confirmed", "sealed")} <= told

    await until(are_told, SEEN_WITHIN_S)


async def city_without_token(city: City) -> httpx.Response:
    async with city.client() as client:
        return await client.get("/v1/city/camera")


async def test_a_killed_service_leaves_no_worker_and_the_list_stands(city: City, clips: Any, tmp_path: Path):
    async with speaking(city, "moderator", "an") as an:
        pid = city.pid("camera")
        workers = psutil.Process(pid).children(recursive=True)
        os.kill(pid, signal.SIGKILL)
        assert (await an.get(CAMERAS)).status_code == 200  # from the gateway's memory
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert alive == []
    city.until_whole()


async def test_what_a_citizen_reports_and_a_camera_sees_becomes_one_situation(city: City, clips: Any, tmp_path: Path):
    """Flow 5."""
    place = {"lat": 16.4712, "lon": 107.5841}
    async with speaking(city, "moderator", "an") as an, city.client() as client:
        await camera_with_clip(an, clips, tmp_path, code="DONG-BA", **place)
        report = new_report(category="illegal-parking", place=place | {"address": "Chợ Đông Ba"})
        assert (await Person(client, city.token("citizen", name="blocked")).submit(report)).is_success

        async def kinds() -> set[str]:
            listed = (await an.get("/v1/ops/warning/situations", params={"state": "open"})).json()["items"]
            found = [each["members"] for each in listed]
            mine = [each for each in found if report["id"] in {member["subject_id"] for member in each}]
            return {member["kind"] for each in mine for member in each}

        wanted = {"reflection.report.received", "camera.violation.detected"}
        await until(kinds, SEEN_WITHIN_S, is_it=lambda found: wanted <= found)
