"""Dossiers in the whole city: a portal sends them, a delay is told with its apology, and the citizen reads it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from hueioc.clock import VIETNAM
from tests.city import City
from tests.people import until

SEEN_WITHIN_S = 20.0
APOLOGY_WITHIN_S = 60.0
AGENCY, UNIT = "000.00.03.H57", "6775ccac-2ebf-5af0-ad16-9133043ff89d"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def stamp(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def row(number: int, accepted: datetime, **more: str) -> dict[str, Any]:
    return {
        "MaHoSo": f"{AGENCY}-{accepted:%y%m%d}-{number:04d}",
        "MaTTHC": "1.001612",
        "KenhThucHien": "2",
        "ChuHoSo": "Nguyễn Văn Bình",
        "SoDienThoai": "0912345678",
        "TrangThaiHoSo": "4",
        "NgayTiepNhan": stamp(accepted),
    } | more


async def sync(client: httpx.AsyncClient, city: City, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    token = city.token("partner", name="portal", scope="dossiers:write")
    body = {"service": "DongBoHoSoMC", "data": list(rows)}
    answer = await client.post("/v1/procedures/sync", json=body, headers=bearer(token))
    assert answer.is_success, answer.text
    return answer.json()["rows"]


async def test_a_late_dossier_is_told_apologised_for_and_read_by_the_citizen(city: City):
    began = datetime.now(VIETNAM) - timedelta(days=30)
    async with city.client() as client:
        late, good = row(1, began), row(2, began, TrangThaiHoSo="9", NgayKetThucXuLy=stamp(began + timedelta(hours=1)))
        answers = await sync(client, city, late, {"MaHoSo": "x"}, good)
        assert [each["outcome"] for each in answers] == ["created", "refused", "created"]
        moderator = bearer(city.token("moderator"))

        async def drafts() -> list[dict[str, Any]]:
            asked = await client.get("/v1/ops/procedures/apologies", params={"state": "draft"}, headers=moderator)
            return asked.json()["items"]

        (letter,) = await until(drafts, APOLOGY_WITHIN_S, is_it=lambda found: len(found) == 1)
        assert late["MaHoSo"] in letter["text_vi"]

        async def counts() -> dict[str, int]:
            rows = (await client.get("/v1/procedures/figures")).json()["rows"]
            return next((each["counts"] for each in rows if each["agency"]["code"] == AGENCY), {})

        await until(counts, SEEN_WITHIN_S, is_it=lambda found: found.get("overdue") == 1)
        officer = bearer(city.token("officer", unit_id=UNIT)) | {"Idempotency-Key": str(uuid4())}
        url = f"/v1/ops/procedures/apologies/{letter['id']}/approval"
        assert (await client.post(url, json={}, headers=officer)).is_success

        looked = await client.post("/v1/procedures/lookups", json={"code": late["MaHoSo"], "digits": "5678"})
        assert (looked.json()["clock"], len(looked.json()["apologies"])) == ("overdue", 1)
        assert "Bình" not in looked.text
        wrong = await client.post("/v1/procedures/lookups", json={"code": late["MaHoSo"], "digits": "1111"})
        assert wrong.status_code == httpx.codes.NOT_FOUND

        async def tile() -> dict[str, float]:
            answer = await client.get("/v1/city/procedures", headers=moderator)
            return {each["code"]: each["value"] for each in answer.json().get("figures", [])}

        await until(tile, SEEN_WITHIN_S, is_it=lambda found: found.get("overdue") == 1 and found.get("apologies") == 0)
        sentence = (await client.get("/v1/city/procedures", headers=moderator)).json()["sentence"]["en"]
        assert "apology" not in sentence  # it is written, and nobody waits for it
    async with city.database("procedures") as database:
        rows = await database.fetch(
            "select subject from outbox where subject ~ '^evt.procedures.dossier'"
            " and convert_from(payload, 'utf8') like $1 order by id",
            f"%{AGENCY}-{began:%y%m%d}-%",
        )
    told = [each["subject"].rsplit(".", 1)[1] for each in rows]
    assert told[:4] == ["received", "progressed", "received", "finished"]
    assert told[4:] == ["overdue", "apologised"]


async def test_a_supplement_stops_the_clock_of_a_dossier_at_the_counter(city: City):
    async with city.client() as client:
        headers = bearer(city.token("officer", unit_id=UNIT))

        async def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
            answer = await client.post(path, json=body, headers=headers | {"Idempotency-Key": str(uuid4())})
            assert answer.is_success, answer.text
            return answer.json()

        owner = {"name": "Trần Thị Hạnh", "phone": "0905123456"}
        wanted = {"agency": AGENCY, "procedure": "1.004222", "owner": owner}
        made = await post("/v1/ops/procedures/dossiers", wanted)
        assert made["due_at"]
        url = f"/v1/ops/procedures/dossiers/{made['id']}/moves"
        shown = await post(url, {"status": "supplement", "note": "Thiếu giấy khai sinh"})
        assert shown["summary"]["clock"]["state"] == "paused"
        assert (await post(url, {"status": "processing"}))["summary"]["clock"]["state"] == "running"
