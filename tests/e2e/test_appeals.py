"""A rejected reporter appeals, somebody else decides, the reporter is told; and a changed list of categories shows."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.city import City
from tests.people import Person, new_report, until
from tests.phones import signed_in

SOON_S = 10.0


async def test_a_rejected_report_is_looked_at_again_and_its_reporter_is_told(city: City, client: httpx.AsyncClient):
    reporter, report = await signed_in(city, client, "0987000333"), new_report()
    moderator, supervisor = (Person(client, city.token(role)) for role in ("moderator", "supervisor"))
    assert (await reporter.submit(report)).is_success
    await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
    await moderator.act(report["id"], "moderation", {"decision": "reject", "reason": "unclear", "note": "Ảnh mờ"})

    own = await reporter.read(f"/v1/reports/mine/{report['id']}")
    assert (own["state"], own["note"], own["can_appeal"]) == ("rejected", "Ảnh mờ", True)
    asked = await reporter.post(f"/v1/reports/mine/{report['id']}/appeal", {"text": "Ảnh rõ, gọi 0905123456"})
    assert asked.is_success, asked.text

    async def waiting() -> dict[str, Any] | None:
        items = (await supervisor.read("/v1/ops/appeals"))["items"]
        return next((each for each in items if each["report_id"] == report["id"]), None)

    item = await until(waiting, SOON_S)
    assert item is not None
    assert item["can_decide"]
    assert "0905" not in item["text"]
    path, data = f"/v1/ops/reports/{report['id']}/appeal/decision", {"decision": "overturn", "note": "Đã xem lại ảnh"}
    refused = await moderator.post(path, data, version=item["version"])
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:hue:problem:own-rejection")
    await supervisor.act(report["id"], "appeal/decision", data)

    async def told() -> dict[str, Any] | None:
        items = (await reporter.read("/v1/me/notices"))["items"]
        return next((each for each in items if each["kind"] == "appeal_overturned"), None)

    notice = await until(told, 15.0)
    assert notice is not None
    assert notice["link"] == f"/reports/{report['id']}"
    own = await reporter.read(f"/v1/reports/mine/{report['id']}")
    assert (own["state"], own["appeal"]["note"]) == ("received", "Đã xem lại ảnh")


async def test_a_new_category_shows_at_the_gateway_when_its_moment_comes(city: City, client: httpx.AsyncClient):
    supervisor, code = Person(client, city.token("supervisor")), f"e2e-{uuid4().hex[:8]}"
    rule = {"code": code, "name": {"vi": "Rác trên sông", "en": "Waste on rivers"}, "group": "environment"}
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    answer = await supervisor.post("/v1/ops/rules/categories", rule | {"valid_from": day, "source": "Thử nghiệm"})
    assert answer.status_code == 201, answer.text

    async def shown() -> bool:
        return code in {each["code"] for each in (await supervisor.read("/v1/report-categories"))["items"]}

    assert not await shown()
    async with city.database("reflection") as database:  # two days later
        await database.execute("update categories set valid_from = now() where code = $1", code)
        await database.execute("update rule_lines set counts_from = now() where key = $1", code)
    await until(shown, SOON_S)
    ended = await client.delete(
        f"/v1/ops/rules/categories/{code}?from={day}",
        headers=supervisor.headers | {"If-Match": '"1"', "Idempotency-Key": str(uuid4())},
    )
    assert ended.status_code == 200, ended.text
