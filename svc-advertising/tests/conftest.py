"""The tests of the advertising service: posters, cameras, and a screen that is set up."""

from datetime import UTC, datetime, timedelta

import pytest
from huedemo import posters as drawn

from advertising.jobs import judge_snapshots
from hueioc.auth.principal import Role
from hueioc.clock import now

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
"""Twelve o'clock in Hue."""
SCREEN = {
    "code": "LED-01",
    "name_vi": "Màn hình cầu Trường Tiền",
    "name_en": "Trường Tiền bridge screen",
    "owner_name": "Công ty Quảng cáo Sông Hương",
    "owner_tax_code": "3300123456",
    "licence_no": "12/GP-SVHTT",
    "licence_from": "2026-01-01",
    "licence_until": "2026-12-31",
    "permit_no": "45/GPXD",
    "lat": 16.4677,
    "lon": 107.5909,
    "address": "Lê Lợi",
    "width_m": 8,
    "height_m": 4.5,
    "width_px": 1024,
    "height_px": 576,
}


@pytest.fixture(scope="session")
def service_name() -> str:
    return "advertising"


@pytest.fixture(scope="session")
def posters():
    return drawn


@pytest.fixture
def at_noon(clock):
    clock.set(NOON)
    return clock


class Site:
    """A registered screen with a camera, a player, and what may be shown on it."""

    def __init__(self, make_client, runtime, posters, clock):
        self.staff, self.other = make_client(Role.MODERATOR), make_client(Role.SUPERVISOR)
        self.runtime, self.posters, self.clock, self.make_client = runtime, posters, clock, make_client
        self.number = 0

    async def set_up(self, **more):
        self.screen = await self.post("/screens", SCREEN | more)
        _, quad = posters_scene(self.posters, self.posters.poster(1))
        self.viewpoint = await self.post(
            f"/screens/{self.screen['id']}/viewpoints", {"camera": "CAM-07", "quad": [list(each) for each in quad]}
        )
        self.camera, self.player = await self.device("camera"), await self.device("player")
        return self

    async def post(self, path, body, code=201, client=None):
        answer = await (client or self.staff).post(f"/v1/ops/advertising{path}", json=body)
        assert answer.status_code == code, answer.text
        return answer.json()

    async def device(self, kind):
        body = {"name": kind, "kind": kind} | ({"viewpoint_id": self.viewpoint["id"]} if kind == "camera" else {})
        made = await self.post(f"/screens/{self.screen['id']}/device-keys", body)
        client = self.make_client()
        client.headers["Device-Key"] = made["key"]
        return client

    async def creative(self, picture, *, approve=True):
        body = {"title": "Festival", "advertiser": "Sở Du lịch", "category": "culture"}
        made = await self.post("/creatives", body)
        put = await self.staff.put(f"/v1/ops/advertising/creatives/{made['id']}/picture", content=picture)
        assert put.status_code == 200, put.text
        if approve:
            decision = {"state": "approved", "approval_ref": "88/SVHTT", "valid_from": "2026-01-01"}
            return await self.post(f"/creatives/{made['id']}/decision", decision, 200, self.other)
        return put.json()

    async def schedule(self, *creatives, **more):
        slots = [{"creative_id": each["id"], "seconds": 15} for each in creatives]
        body = {"slots": slots, "begins": "06:00", "ends": "22:00", "valid_from": "2026-01-01", "is_anchored": False}
        return await self.post(f"/screens/{self.screen['id']}/schedules", body | more)

    async def see(self, shown, seconds=0):
        """The camera takes a picture of the screen, which is judged; answers with the newest snapshot."""
        self.clock.move(timedelta(seconds=seconds))
        self.number += 1
        raw, _ = posters_scene(self.posters, shown, self.number)
        sent = await self.camera.post("/v1/advertising/snapshots", content=raw, params={"at": now().isoformat()})
        assert sent.status_code == 202, sent.text
        await judge_snapshots(self.runtime)
        return await self.newest()

    async def newest(self):
        path = f"/v1/ops/advertising/screens/{self.screen['id']}/snapshots"
        return (await self.staff.get(path)).json()["items"][0]

    async def cases(self):
        return (await self.staff.get("/v1/ops/advertising/cases")).json()["items"]

    async def verdict(self):
        items = (await self.staff.get("/v1/ops/advertising/screens")).json()["items"]
        return next(each["verdict"] for each in items if each["id"] == self.screen["id"])


def posters_scene(posters, shown, number=0):
    """The camera does not move; its noise does."""
    raw, quad = posters.scene(shown, posters.Camera(error=0), 7)
    if number:
        import cv2
        import numpy as np

        pixels = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR).astype(np.int16)
        noise = np.random.default_rng(number).integers(-3, 4, pixels.shape)
        raw = posters.jpeg(np.clip(pixels + noise, 0, 255).astype(np.uint8))
    return raw, quad


@pytest.fixture
def new_site(make_client, runtime, posters, at_noon):
    return Site(make_client, runtime, posters, at_noon).set_up


@pytest.fixture
async def site(new_site):
    return await new_site()
