"""Signing in at the real city: phone, officer with authenticator, a session that ends while a stream is open."""

import asyncio
import time

import httpx
from pyotp import TOTP

from gateway.seed.accounts import ACCOUNTS
from hueioc.personal.vault import Vault
from hueioc.service import find_service
from tests.city import City
from tests.people import Person, new_report, until
from tests.phones import signed_in

ENDS_WITHIN_S = 5.0


def vault_of(city: City) -> Vault:
    environment = city.surroundings().of("gateway")
    given = {name.removeprefix("HUE_").lower(): value for name, value in environment.items() if name.startswith("HUE_")}
    given.pop("upstreams")
    return Vault.of(find_service("gateway").settings(**given))


async def officer(city: City, client: httpx.AsyncClient, login: str) -> httpx.Response:
    account = next(each for each in ACCOUNTS if each.login == login)
    vault = vault_of(city)
    data = {"login": login, "password": account.password(vault), "code": TOTP(account.totp_secret(vault)).now()}
    return await client.post("/v1/session/officer", json=data)


async def test_the_seeded_moderator_signs_in_with_password_and_authenticator(city: City, client: httpx.AsyncClient):
    answer = await officer(city, client, "moderator")
    assert answer.status_code == 200, answer.text
    queue = await Person(client, answer.json()["access_token"]).get("/v1/ops/queue")
    assert queue.status_code == 200


async def test_a_session_that_is_ended_ends_its_open_stream_within_five_seconds(city: City, client: httpx.AsyncClient):
    token = (await officer(city, client, "auditor")).json()
    person = Person(client, token["access_token"])
    opened = asyncio.Event()

    async def listen() -> float:
        async with city.client() as other, other.stream("GET", "/v1/stream", headers=person.headers) as stream:
            opened.set()
            async for _ in stream.aiter_bytes():
                pass
        return time.monotonic()

    listening = asyncio.create_task(listen())
    await asyncio.wait_for(opened.wait(), 10)
    await asyncio.sleep(0.5)
    began = time.monotonic()
    ended = await client.delete(f"/v1/me/sessions/{token['session_id']}", headers=person.headers)
    assert ended.status_code == 204
    assert await asyncio.wait_for(listening, ENDS_WITHIN_S + 2) - began < ENDS_WITHIN_S
    assert (await person.get("/v1/ops/queue")).status_code == 401


async def test_a_reporter_hears_that_the_report_was_decided(city: City, client: httpx.AsyncClient):
    person, report = await signed_in(city, client, "0987000111"), new_report()
    assert (await person.submit(report)).is_success
    moderator = Person(client, city.token("moderator"))
    await until(lambda: moderator.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
    await moderator.act(report["id"], "moderation", {"decision": "reject", "reason": "out_of_scope"})

    async def notices() -> list[dict]:
        return (await person.read("/v1/me/notices"))["items"]

    found = await until(notices, 15.0)
    assert (found[0]["kind"], found[0]["link"]) == ("report_rejected", f"/reports/{report['id']}")


async def test_a_unit_that_is_renamed_in_the_registry_is_renamed_in_the_services(city: City, client: httpx.AsyncClient):
    supervisor = Person(client, city.token("supervisor"))
    unit = (await supervisor.read("/v1/organisations/units?q=Ph%C3%BA%20Xu%C3%A2n"))["items"][0]
    names = ("agency_id", "code", "name_vi", "hotline", "successor_id", "valid_from", "valid_to")
    changed = {name: unit[name] for name in names} | {"name_en": "Renamed Committee"}
    headers = supervisor.headers | {"If-Match": f'"{unit["version"]}"', "Idempotency-Key": unit["id"]}
    answer = await client.put(f"/v1/organisations/units/{unit['id']}", json=changed, headers=headers)
    assert answer.status_code == 200, answer.text

    async def kept() -> str:
        async with city.database("reflection") as database:
            return await database.fetchval("select name_en from units where id = $1", unit["id"])

    await until(kept, 15.0, is_it=lambda name: name == "Renamed Committee")
