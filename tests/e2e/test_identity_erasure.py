"""A person signs in at the real city, reports, is answered to, and is forgotten by every store within a minute."""

import base64
import re
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx

from hueioc.bus.connection import Bus, JetStreamError
from hueioc.bus.read import Stored, messages_of
from hueioc.service import installed_services
from tests.city import City
from tests.people import Person, new_report, until
from tests.phones import signed_in

PHONE = "0934567891"
FORMS = (b"934567891", b"0934 567 891", b"934.567.891")
NAME = "Trương Thị Bí Mật"
WITHIN_S = 60.0
NO_MESSAGE = 10037
"""The error of nats-server for a sequence that holds nothing."""
NAMES = [service.name for service in installed_services()]


async def everything(city: City) -> dict[str, bytes]:
    """Every row of every database, every message of every stream, every file, every log."""
    stores: dict[str, bytes] = {}
    for service in NAMES:
        async with city.database(service) as database:
            names = await database.fetch("select tablename from pg_tables where schemaname = 'public'")
            for (name,) in names:
                rows = await database.fetch(f'select t::text from "{name}" t')  # noqa: S608 - names of the catalogue
                text = "\n".join(row[0] for row in rows)
                stores[f"{service}.{name}"] = text.encode() + b"".join(
                    bytes.fromhex(each) for each in re.findall(r"\\\\x([0-9a-f]+)", text) if len(each) % 2 == 0
                )
    async with city.bus() as bus:
        for stream in (await bus.api("STREAM.NAMES"))["streams"]:
            config = (await bus.api(f"STREAM.INFO.{stream}"))["config"]
            read = messages_of(bus, stream, subject=">") if config.get("allow_direct") else slowly(bus, stream)
            stores[stream] = b"\n".join([str(each.headers).encode() + each.payload async for each in read])
    for path in files_of(city):
        stores[str(path)] = path.name.encode() + path.read_bytes()
    return stores


async def slowly(bus: Bus, stream: str) -> AsyncIterator[Stored]:
    """The messages of a stream that allows no direct get, as those of MQTT."""
    state = (await bus.api(f"STREAM.INFO.{stream}"))["state"]
    for sequence in range(max(1, state["first_seq"]), state["last_seq"] + 1):
        try:
            found = (await bus.api(f"STREAM.MSG.GET.{stream}", {"seq": sequence}))["message"]
        except JetStreamError as error:
            if error.code != NO_MESSAGE:
                raise
            continue
        headers = {"raw": base64.b64decode(found.get("hdrs", "")).decode()}
        payload = base64.b64decode(found.get("data", ""))
        yield Stored(sequence, found["subject"], datetime.fromisoformat(found["time"]), headers, payload)


def files_of(city: City) -> list[Path]:
    folders = [*(city.home.files(service) for service in NAMES), city.home.logs]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


async def test_a_person_is_forgotten_everywhere_within_a_minute(city: City, client: httpx.AsyncClient):
    person = await signed_in(city, client, PHONE)
    report = new_report(contact={"name": NAME, "phone": PHONE})
    assert (await person.submit(report)).is_success
    began = time.monotonic()
    answer = await person.client.post("/v1/me/erasure", json={"confirm": "XOÁ"}, headers=person.headers)
    assert answer.status_code == 202, answer.text
    subject = answer.json()["person_id"]
    supervisor = Person(client, city.token("supervisor"))

    async def done() -> bool:
        found = (await supervisor.read("/v1/ops/erasures"))["items"]
        return any(each["person_id"] == subject and each["done_at"] for each in found)

    await until(done, WITHIN_S)
    assert time.monotonic() - began < WITHIN_S
    stores = await everything(city)
    assert len(stores) > 40
    held = [name for name, content in stores.items() if any(form in content for form in (*FORMS, NAME.encode()))]
    assert held == []
    async with city.database("reflection") as database:
        key = await database.fetchrow("select wrapped, erased_at from person_keys where person_id = $1", subject)
        assert (key["wrapped"], key["erased_at"] is not None) == (None, True)
    async with city.database("gateway") as database:
        row = await database.fetchrow("select phone_token, sealed_phone from people where id = $1", subject)
        assert (row["phone_token"], row["sealed_phone"]) == (None, None)
    until_refused = lambda: person.get("/v1/me")  # noqa: E731
    await until(until_refused, 5.0, is_it=lambda answer: answer.status_code == 401)
