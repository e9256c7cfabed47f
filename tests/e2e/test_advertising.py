"""Advertising in the whole city: a camera's pictures at the gateway become a verdict, a case, a tile and events."""

from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from uuid import uuid4

import httpx
import pytest
from huedemo import posters as drawn

from tests.city import City
from tests.people import until

SEEN_WITHIN_S = 30.0
SCREEN = {
    "code": "LED-01",
    "name_vi": "Màn hình Trường Tiền",
    "name_en": "Trường Tiền screen",
    "owner_name": "Công ty Sông Hương",
    "owner_tax_code": "3300123456",
    "licence_no": "12/GP-SVHTT",
    "licence_from": "2026-01-01",
    "licence_until": "2099-12-31",
    "permit_no": "45/GPXD",
    "lat": 16.4677,
    "lon": 107.5909,
    "address": "Lê Lợi",
    "width_m": 8,
    "height_m": 4.5,
    "width_px": 1024,
    "height_px": 576,
    "opens": "00:00",
    "closes": "00:00",
}


@pytest.fixture(scope="module")
def posters() -> ModuleType:
    return drawn


class Staff:
    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    async def send(self, method: str, path: str, **body: Any) -> Any:
        headers = self.headers | {"Idempotency-Key": str(uuid4())}
        answer = await self.client.request(method, f"/v1/ops/advertising{path}", headers=headers, **body)
        assert answer.is_success, answer.text
        return answer.json()


async def test_unknown_content_is_seen_told_and_becomes_a_case(city: City, posters: ModuleType):
    async with city.client() as client:
        staff = Staff(client, city.token("moderator"))
        second = Staff(client, city.token("supervisor"))
        raw, quad = posters.scene(posters.poster(99), posters.EASY, 7)
        screen = await staff.send("POST", "/screens", json=SCREEN)
        place = f"/screens/{screen['id']}"
        seen_from = await staff.send("POST", f"{place}/viewpoints", json={"camera": "CAM-7", "quad": quad})
        made = {"name": "camera", "kind": "camera", "viewpoint_id": seen_from["id"]}
        key = (await staff.send("POST", f"{place}/device-keys", json=made))["key"]
        creative = {"title": "Festival", "advertiser": "Sở Du lịch", "category": "culture"}
        creative = await staff.send("POST", "/creatives", json=creative)
        picture = posters.jpeg(posters.poster(1))
        await staff.send("PUT", f"/creatives/{creative['id']}/picture", content=picture)
        approval = {"state": "approved", "approval_ref": "88/SVHTT", "valid_from": "2026-01-01"}
        await second.send("POST", f"/creatives/{creative['id']}/decision", json=approval)
        slots = [{"creative_id": creative["id"], "seconds": 15}]
        loop = {"slots": slots, "begins": "00:00", "ends": "00:00", "valid_from": "2026-01-01"}
        await staff.send("POST", f"{place}/schedules", json=loop)

        async def is_in_the_register() -> bool:
            items = (await client.get("/v1/advertising/screens")).json()["items"]
            return [each["code"] for each in items] == ["LED-01"]

        await until(is_in_the_register, SEEN_WITHIN_S)
        moment = datetime.now(UTC).timestamp()
        for back in (12, 8, 4):
            at = datetime.fromtimestamp(moment - back, UTC).isoformat()
            answer = await client.post(
                "/v1/advertising/snapshots", params={"at": at}, content=raw, headers={"Device-Key": key}
            )
            assert answer.status_code == 202, answer.text

        async def is_on_the_tile() -> bool:
            tile = await client.get("/v1/city/advertising", headers=staff.headers)
            figures = {each["code"]: each["value"] for each in tile.json().get("figures", ())}
            return figures.get("unknown") == 1 and figures.get("cases") == 1

        await until(is_on_the_tile, SEEN_WITHIN_S)
        (case,) = (await staff.send("GET", "/cases"))["items"]
        closing = {"outcome": "sanction-proposed", "text": "Đã lập biên bản"}
        await staff.send("POST", f"/cases/{case['id']}/closing", json=closing)
        assert (await client.get("/v1/city/advertising")).status_code in {401, 403, 404}
    async with city.database("advertising") as database:
        rows = await database.fetch(
            "select subject from outbox where kind = 0 and subject not like '%seal%' order by id"
        )
    told = [row["subject"].removeprefix("evt.advertising.") for row in rows]
    assert told == ["screen.registered", "screen.unknown_content", "case.opened", "case.closed"]
