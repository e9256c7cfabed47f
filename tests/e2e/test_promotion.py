"""Investors and venues in the whole city: a project is published, asked about and answered; a check-in is erased."""

from typing import Any
from uuid import uuid4

import httpx

from hueioc.bus.read import messages_of
from tests.city import City
from tests.people import until

SEEN_WITHIN_S = 20.0
ERASED_WITHIN_S = 40.0
PROJECT = {
    "code": "E2E-1",
    "name_vi": "Bến du thuyền Lăng Cô",
    "name_en": "Lăng Cô marina",
    "sector": "I",
    "zone": "chan-may-lang-co",
    "lat": 16.25,
    "lon": 108.05,
    "capital_min_vnd": 1_525_000_000_000,
}
ENQUIRY = {"name": "Nguyễn Thị Mai", "email": "mai@example.vn", "question": "Thời hạn thuê đất là bao lâu?"}
GUEST = {"name": "Phạm Văn Đức", "phone": "0987 654 321"}
SECRETS = ("Phạm Văn Đức", "0987 654 321", "0987654321", "84987654321")


class Caller:
    """Somebody at the gateway."""

    def __init__(self, client: httpx.AsyncClient, token: str = "") -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def post(self, path: str, body: Any = None, **headers: str) -> Any:
        sent = self._headers | {"Idempotency-Key": str(uuid4())} | headers
        answer = await self._client.post(path, json=body, headers=sent)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self._client.get(path, headers=self._headers | headers)

    async def read(self, path: str, **headers: str) -> Any:
        answer = await self.get(path, **headers)
        return answer.json() if answer.is_success else None


async def test_a_published_project_is_seen_asked_about_and_answered(city: City):
    async with city.client() as client:
        officer, anybody = Caller(client, city.token("officer")), Caller(client)
        made = await officer.post("/v1/ops/investment/projects", PROJECT)
        project_id = made["project"]["id"]
        assert await anybody.read(f"/v1/investment/projects/{project_id}") is None
        await officer.post(f"/v1/ops/investment/projects/{project_id}/publication")

        async def held() -> bool:
            """The gateway answers from its own memory."""
            paths = (f"/v1/investment/projects/{project_id}", "/v1/investment/projects")
            answers = [await anybody.get(path) for path in paths]
            shown = "E2E-1" in answers[1].text
            return all(each.is_success and "hue-sources" in each.headers for each in answers) and shown

        await until(held, SEEN_WITHIN_S)
        (feature,) = (await anybody.read("/v1/investment/projects.geojson?q=E2E-1"))["features"]
        assert feature["geometry"]["coordinates"] == [108.05, 16.25]

        asked = await anybody.post(f"/v1/investment/projects/{project_id}/enquiries", ENQUIRY)
        follow = f"/v1/investment/enquiries/{asked['id']}"
        assert (await anybody.read(follow, **{"Hue-Link": asked["link"]}))["state"] == "received"
        assert await anybody.read(follow, **{"Hue-Link": "x" * 43}) is None
        contact = await officer.read(f"/v1/ops/investment/enquiries/{asked['id']}/contact")
        assert contact["email"] == ENQUIRY["email"]
        await officer.post(f"/v1/ops/investment/enquiries/{asked['id']}/answer", {"text": "Tối đa 70 năm."})
        assert (await anybody.read(follow, **{"Hue-Link": asked["link"]}))["answer"] == "Tối đa 70 năm."
    async with city.database("procedures") as database:
        rows = await database.fetch(
            "select subject from outbox where subject ~ '^evt.procedures.(proj|enq)' order by id"
        )
        looks = await database.fetchval("select count(*) from audit where action = 'enquiry.contact_read'")
    assert [row["subject"].removeprefix("evt.procedures.") for row in rows] == [
        "project.published",
        "enquiry.received",
        "enquiry.answered",
    ]
    assert looks == 1
    assert not [word for word in ("mai@example.vn", "Nguyễn Thị Mai") if word in city.logs()]


async def test_a_check_in_is_found_counted_and_erased(city: City):
    async with city.client() as client:
        centre = Caller(client, city.token("moderator"))
        citizen, anybody = Caller(client, city.token("citizen", name="epidemic")), Caller(client)
        venue = await centre.post("/v1/ops/epidemic/venues", {"name": "Chợ Đông Ba", "address": "Trần Hưng Đạo"})
        door = f"/v1/epidemic/venues/{venue['code']}"
        assert (await anybody.get(f"{door}/qr.svg")).text.startswith("<svg")
        refused = await client.post(f"{door}/visits", json=GUEST, headers={"Idempotency-Key": "1"})
        assert refused.status_code == httpx.codes.UNAUTHORIZED
        order = {"name_vi": "Dịch thử", "name_en": "A trial", "source": "Quyết định thử"}
        await centre.post("/v1/ops/epidemic/campaigns", order)

        async def is_open() -> bool:
            return (await anybody.read("/v1/epidemic/campaign") or {}).get("is_open", False)

        await until(is_open, SEEN_WITHIN_S)
        visit = await citizen.post(f"{door}/visits", GUEST)
        await citizen.post("/v1/epidemic/declarations", GUEST | {"symptoms": ["fever"]})
        key = (await centre.post(f"/v1/ops/epidemic/venues/{venue['id']}/desk-keys"))["key"]
        await anybody.post(f"{door}/desk-visits", {"phone": GUEST["phone"]}, **{"Hue-Desk-Key": key})
        found = await centre.post("/v1/ops/epidemic/searches", {"phone": "+84987654321"})
        assert [each["venue"]["name"] for each in found["items"]] == ["Chợ Đông Ba"] * 2
        kept = await citizen.read("/v1/epidemic/mine")
        assert [each["erase_at"] for each in kept["visits"]] == [visit["erase_at"]]

        async with city.database("procedures") as database:
            assert await _where(database, *SECRETS) == []
            await database.execute("update guests set erase_at = now() - interval '1 second'")

            async def left() -> bool:
                tables = ("guests", "visits", "declarations")
                counts = [await database.fetchval(f"select count(*) from {name}") for name in tables]  # noqa: S608
                return any(counts)

            await until(left, ERASED_WITHIN_S, is_it=lambda is_left: not is_left)
        assert await citizen.read("/v1/epidemic/mine") == {"visits": [], "declarations": []}
    assert not [word for word in SECRETS if word in city.logs()]
    async with city.bus() as bus:
        held = [each.payload async for each in messages_of(bus, "EVT_PROCEDURES", subject="evt.procedures.>")]
        held += [each.payload async for each in messages_of(bus, "VIEWS", subject="view.procedures.>")]
    assert held
    assert not [word for word in SECRETS if word.encode() in b"".join(held)]


async def _where(database: Any, *secrets: str) -> list[str]:
    """Tables in which one of the secrets stands in clear, in whatever column."""
    names = await database.fetch("select tablename from pg_tables where schemaname = 'public'")
    found: list[str] = []
    for (name,) in names:
        for secret in secrets:
            asked = f'select count(*) from "{name}" each where each::text ilike $1 or each::text ilike $2'  # noqa: S608
            if await database.fetchval(asked, f"%{secret}%", f"%{secret.encode().hex()}%"):
                found.append(name)
    return found
