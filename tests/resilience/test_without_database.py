"""PostgreSQL does not answer: valid tokens and public reads still work, signing in says to come back."""

import os
import signal
from collections.abc import Iterator

import psutil
import pytest

from gateway.seed.accounts import ACCOUNTS
from tests.city import City
from tests.people import Person, new_report, until

OFFICER = {"login": ACCOUNTS[0].login, "password": "whatever", "code": "123456"}


@pytest.fixture
async def city_with_report(tough_city: City) -> City:
    async with tough_city.client() as client:
        moderator, report = Person(client, tough_city.token("moderator")), new_report()
        await Person(client, tough_city.token("citizen")).submit(report)
        await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
        await moderator.act(report["id"], "moderation", {"decision": "accept"})
        await until(lambda: client.get("/v1/reports"), is_it=lambda answer: report["id"] in answer.text)
    return tough_city


@pytest.fixture
def moderator_token(city_with_report: City) -> str:
    return city_with_report.token("moderator")


@pytest.fixture
def silent_database(city_with_report: City, moderator_token: str) -> Iterator[City]:
    """Every process of PostgreSQL is held still: connections stay open, and nothing comes back."""
    postmaster = psutil.Process(city_with_report.pid("postgres"))
    held = [postmaster, *postmaster.children(recursive=True)]
    for process in held:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        yield city_with_report
    finally:
        for process in held:
            os.kill(process.pid, signal.SIGCONT)


async def test_without_the_database_public_pages_and_valid_tokens_work_and_signing_in_says_503(
    silent_database: City, moderator_token: str
):
    async with silent_database.client() as client:
        feed = await client.get("/v1/reports")
        queue = await Person(client, moderator_token).get("/v1/ops/queue")
        code = await client.post("/v1/session/code", json={"phone": "0912345999"})
        officer = await client.post("/v1/session/officer", json=OFFICER)
    assert (feed.status_code, queue.status_code) == (200, 200)
    assert (code.status_code, officer.status_code) == (503, 503)
    assert all("retry-after" in each.headers for each in (code, officer))
    assert code.headers["content-type"] == "application/problem+json"
