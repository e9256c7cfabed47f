"""How often a report is read is counted at the gateway, and the feed says it."""

from tests.city import City
from tests.people import Person, new_report, until

READ_WITHIN_S = 30.0
READERS = 3


async def test_who_reads_a_report_is_counted_and_a_robot_is_not(city: City):
    report = new_report()
    page = f"/v1/reports/{report['id']}"
    async with city.client() as client:
        await Person(client, city.token("citizen")).submit(report)
        moderator = Person(client, city.token("moderator"))
        await moderator.act(report["id"], "moderation", {"decision": "accept"})

        async def is_there() -> bool:
            answer = await client.get(page, headers={"User-Agent": "a-bot"})
            return answer.is_success and "hue-sources" in answer.headers  # answered from the read models

        await until(is_there)
        for _ in range(READERS):
            await client.get(page, headers={"User-Agent": "Mozilla/5.0"})

        async def views() -> int:
            cards = (await client.get("/v1/reports?limit=50")).json()["items"]
            return next((card["views"] for card in cards if card["id"] == report["id"]), 0)

        await until(views, READ_WITHIN_S, is_it=lambda found: found == READERS)  # sums come in parts
