"""`hue migrate`, `seed`, `token`."""

import os
from typing import Annotated

import typer

from huelocal.commands.running_city import RunningCity, fail

TIMEOUT_S = 10.0
OPEN311 = "open311"
MQTT = "mqtt"


def migrate(
    service: Annotated[str, typer.Argument(help="One service; all without it.")] = "",
    revision: Annotated[str, typer.Option(help="An Alembic revision.")] = "head",
    new: Annotated[str, typer.Option(help="Write a migration from the models instead; says what changes.")] = "",
) -> None:
    """Bring databases to a revision (`hue up` brings them to the newest one)."""
    city = RunningCity()
    from hueioc.migrate import revise, upgrade
    from hueioc.service import find_service

    if new:
        if not service:
            fail("Name the service that the new migration is for: hue migrate reflection --new 'what changes'")
        revise(find_service(service), city.surroundings.migrator_url(city.demand_service(service)), new)
        return

    for name in [city.demand_service(service)] if service else city.services():
        upgrade(find_service(name), city.surroundings.migrator_url(name), revision)
        print(f"{name}: {revision}")


def seed(service: Annotated[str, typer.Argument(help="One service; all that have a seed without it.")] = "") -> None:
    """Fill in the demonstration data (`hue up` does it once for a new database)."""
    city = RunningCity()
    import hueioc.run
    from hueioc.service import find_service

    for name in [city.demand_service(service)] if service else city.services():
        if find_service(name).seed is None:
            print(f"{name}: has no seed")
            continue
        os.environ.update(city.surroundings.of(name))
        hueioc.run.seed(name)
        print(f"{name}: seeded")


def token(
    role: Annotated[str, typer.Argument(help="citizen, officer, moderator, …; open311, mqtt: see below.")],
    agency: Annotated[str, typer.Option(help="Id of the agency the person works for.")] = "",
    unit: Annotated[str, typer.Option(help="Id of the unit an officer answers for; GET /v1/units lists them.")] = "",
    name: Annotated[str, typer.Option(help="The same name (a-z, 0-9, -) gives the same person.")] = "",
) -> None:
    """Print an access token of the city that is up. Development only: production has no such route.

    `open311` prints an Open311 api_key; `mqtt` the address by which devices publish `devices/<service>/…`.
    """
    city = RunningCity()
    if role == MQTT:
        print(city.surroundings.mqtt_url())
        return
    if role == OPEN311:
        print(_asked(city, "/v1/dev/open311-key", {"name": name} if name else {})["api_key"])
        return
    given = {"role": role, "agency_id": agency, "unit_id": unit, "name": name}
    body = {key: value for key, value in given.items() if value}
    print(_asked(city, "/v1/dev/token", body)["access_token"])


def _asked(city: RunningCity, path: str, body: dict[str, str]) -> dict[str, str]:
    import httpx

    try:
        answer = httpx.post(f"{city.state.url}{path}", json=body, timeout=TIMEOUT_S)
    except httpx.HTTPError as error:
        fail(f"The gateway does not answer at {city.state.url}: {error}")
    if not answer.is_success:
        fail(f"The gateway refused ({answer.status_code}): {answer.text}")
    return answer.json()
