"""Citizens with an account of their own: signed in by the code that their telephone is sent."""

import re

import httpx

from tests.city import City
from tests.people import Person, until


async def signed_in(city: City, client: httpx.AsyncClient, phone: str) -> Person:
    """A phone gets no second code at once: each journey has its own."""
    before = await printed_code(city)
    asked = await client.post("/v1/session/code", json={"phone": phone})
    assert asked.is_success, asked.text
    code = await until(lambda: printed_code(city), is_it=lambda found: found != before)
    answer = await client.post("/v1/session", json={"phone": phone, "code": code})
    assert answer.is_success, answer.text
    return Person(client, answer.json()["access_token"])


async def printed_code(city: City) -> str:
    """The newest code that the stand-in for the SMS gateway has printed."""
    found = re.findall(r"(\d{6}) la ma dang nhap|(\d{6}) is your Hue-S code", city.home.log("gateway").read_text())
    return "".join(found[-1]) if found else ""
