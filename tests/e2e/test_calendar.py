"""A government notice swaps days, and every open deadline moves by it, each change in its history (flow 12)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from hueioc.workdays.calendar import published_calendar
from tests.city import City
from tests.e2e.journey import two_units
from tests.e2e.test_press import assigned_to_construction, done, story_of
from tests.e2e.test_procedures import AGENCY, UNIT
from tests.newspaper import printing
from tests.people import Person, new_report, until

MOVED_WITHIN_S = 20.0
NOTICES = "/v1/ops/procedures/calendar/notices"
TITLE = "Tàu hàng chờ bốc dỡ nhiều ngày ở cảng Chân Mây, thành phố Huế"
"""Like no other title of these journeys, so that it opens a story of its own."""


async def assigned_report(city: City, desk: Person, citizen: Person) -> str:
    report, (unit, _) = new_report(), await two_units(city)
    assert (await citizen.submit(report)).is_success
    await until(lambda: desk.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
    await desk.act(report["id"], "moderation", {"decision": "accept"})
    await desk.act(report["id"], "assignment", {"unit_id": unit.id})
    return report["id"]


def notice(day: date, becomes: str) -> dict[str, Any]:
    return {
        "document": f"{uuid4().hex[:8]}/TB-VPCP",
        "issued_on": (datetime.now(UTC) - timedelta(days=1)).date().isoformat(),
        "subject": "Hoán đổi ngày làm việc",
        "changes": [{"date": day.isoformat(), "becomes": becomes}],
    }


async def accepted_dossier(city: City, client: httpx.AsyncClient) -> dict[str, Any]:
    officer = Person(client, city.token("officer", unit_id=UNIT))
    owner = {"name": "Trần Thị Hạnh", "phone": "0905123456"}
    wanted = {"agency": AGENCY, "procedure": "1.004222", "owner": owner}
    return await done(officer, "/v1/ops/procedures/dossiers", wanted)


async def test_a_notice_moves_the_deadlines_of_reports_dossiers_and_press_answers(city: City):
    async with (
        city.client() as client,
        printing("tin-3", TITLE, "Chủ hàng lo phát sinh chi phí.") as paper,
    ):
        desk, supervisor = Person(client, city.token("moderator")), Person(client, city.token("supervisor"))
        report_id = await assigned_report(city, desk, Person(client, city.token("citizen", name="ann")))
        asked = await assigned_to_construction(desk, await story_of(desk, paper, TITLE))
        taken = await accepted_dossier(city, client)

        async def report() -> dict[str, Any]:
            return await desk.read(f"/v1/ops/reports/{report_id}")

        async def response() -> dict[str, Any]:
            return await desk.read(f"/v1/ops/press/responses/{asked['id']}")

        async def dossier() -> dict[str, Any]:
            return await desk.read(f"/v1/ops/procedures/dossiers/{taken['id']}")

        was = (await until(report, is_it=lambda found: found["clock"] is not None))["clock"]["due_at"]
        day_off = published_calendar().add_working_days(datetime.now(UTC).date(), 3)
        await done(supervisor, NOTICES, notice(day_off, "holiday"))
        await until(report, MOVED_WITHIN_S, is_it=lambda found: found["clock"]["due_at"] > was)
        history = (await desk.read(f"/v1/ops/reports/{report_id}/history"))["items"]
        assert [line["action"] for line in history].count("reschedule") == 1
        moved = await until(response, MOVED_WITHIN_S, is_it=lambda found: found["due_at"] > asked["due_at"])
        assert [line["action"] for line in moved["history"]] == ["assign", "reschedule"]
        moved = await until(
            dossier, MOVED_WITHIN_S, is_it=lambda found: found["summary"]["clock"]["due_at"] > taken["due_at"]
        )
        assert "recompute" in {line["action"] for line in moved["history"]}

        await done(supervisor, NOTICES, notice(day_off, "usual"))
        await until(report, MOVED_WITHIN_S, is_it=lambda found: found["clock"]["due_at"] == was)
        await until(response, MOVED_WITHIN_S, is_it=lambda found: found["due_at"] == asked["due_at"])
        await until(dossier, MOVED_WITHIN_S, is_it=lambda found: found["summary"]["clock"]["due_at"] == taken["due_at"])
