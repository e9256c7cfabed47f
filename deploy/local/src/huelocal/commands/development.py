"""`hue migrate`, `seed`, `token`."""

import os
from typing import Annotated

import typer

from huelocal.commands.running_city import RunningCity, fail

TIMEOUT_S = 10.0


def migrate(
    service: Annotated[str, typer.Argument(help="One service; all without it.")] = "",
    revision: Annotated[str, typer.Option(help="An Alembic revision.")] = "head",
) -> None:
    """Bring databases to a revision (`hue up` brings them to the newest one)."""
    city = RunningCity()
    from hueioc.migrate import upgrade
    from hueioc.service import find_service

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
    role: Annotated[str, typer.Argument(help="citizen, officer, moderator, …")],
    agency: Annotated[str, typer.Option(help="The agency the person works for.")] = "",
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
) -> None:
    """Print an access token of the city that is up. Development only: production has no such route."""
    city = RunningCity()
    import httpx

    body = {"role": role} | ({"agency": agency} if agency else {}) | ({"name": name} if name else {})
    try:
        answer = httpx.post(f"{city.state.url}/v1/dev/token", json=body, timeout=TIMEOUT_S)
    except httpx.HTTPError as error:
        fail(f"The gateway does not answer at {city.state.url}: {error}")
    if not answer.is_success:
        fail(f"The gateway refused ({answer.status_code}): {answer.text}")
    print(answer.json()["access_token"])
