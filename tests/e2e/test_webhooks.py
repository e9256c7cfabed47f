"""A partner hears of reports by signed webhooks, also of what happens while its own server is away."""

from typing import Any

import httpx

from tests.city import City
from tests.e2e.journey import two_units
from tests.e2e.test_alerts import published, resolve
from tests.partner import new_partner, partner_server, subscribe
from tests.people import Person, until

HEARD_WITHIN_S = 20.0


async def test_a_partner_hears_of_the_public_steps_of_a_report_in_their_order(city: City, client: httpx.AsyncClient):
    partner = await new_partner(city, client, "tour-guide")
    async with partner_server() as server:
        await subscribe(partner, server, "vn.hue.reflection.report.*", is_ordered=True)
        report = await published(city, client)
        await resolve(city, client, report["id"])
        heard = await until(
            lambda: server.about(report["id"]), HEARD_WITHIN_S, is_it=lambda found: found[-1:] == ["resolved"]
        )
    assert heard == ["accepted", "assigned", "resolved"]


async def test_an_agencys_own_system_hears_of_the_agencys_events(city: City, client: httpx.AsyncClient):
    unit, _ = await two_units(city)
    partner = await new_partner(city, client, "unit-system", agency_id=unit.agency_id)
    async with partner_server() as server:
        await subscribe(partner, server, "vn.hue.reflection.report.*", is_ordered=True)
        report = await published(city, client)
        await resolve(city, client, report["id"])
        heard = await until(
            lambda: server.about(report["id"]), HEARD_WITHIN_S, is_it=lambda found: found[-1:] == ["resolved"]
        )
    assert heard == ["accepted", "assigned", "answered", "resolved"]


async def test_what_happens_while_the_partner_is_away_is_told_when_it_is_back(city: City, client: httpx.AsyncClient):
    partner = await new_partner(city, client, "sleeper")
    async with partner_server() as server:
        server.status = 503
        webhook = await subscribe(partner, server, "vn.hue.reflection.report.accepted.v1")
        report = await published(city, client)
        tried = await until(
            lambda: _deliveries(partner, webhook["id"]), HEARD_WITHIN_S, is_it=lambda found: bool(found[0]["attempts"])
        )
        server.status = 204
        heard = await until(lambda: server.about(report["id"]), HEARD_WITHIN_S, is_it=bool)
    assert (tried[0]["attempts"][0]["status"], heard) == (503, ["accepted"])


async def test_nothing_of_a_message_names_the_reporter(city: City, client: httpx.AsyncClient):
    partner = await new_partner(city, client, "curious")
    async with partner_server() as server:
        await subscribe(partner, server, "vn.hue.*")
        words = "Ổ gà lớn, gọi Trần Thị Hoài Thương 0912 345 678"
        report = await published(city, client, description=words)
        await until(lambda: server.about(report["id"]), HEARD_WITHIN_S, is_it=bool)
    assert not any(secret in str(server.messages) for secret in ("Hoài Thương", "0912", "345 678"))


async def _deliveries(partner: Person, webhook_id: str) -> list[dict[str, Any]]:
    items = (await partner.read(f"/v1/webhooks/{webhook_id}/deliveries"))["items"]
    return items or [{"attempts": []}]
