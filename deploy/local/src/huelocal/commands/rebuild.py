"""`hue outbox replay`, `hue views rebuild`: make again from the database what the bus has lost."""

import asyncio
from typing import Annotated, NamedTuple

import typer

from hueioc.embedded.nats_config import ADMIN
from huelocal.commands.running_city import RunningCity

outbox = typer.Typer(help="The outbox of a service.", no_args_is_help=True)
views = typer.Typer(help="The views of a service.", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="The service.")]


class _Place(NamedTuple):
    """A service's database with its own rights, and the bus with the administrator's, who alone makes streams."""

    database_url: str
    admin_nats_url: str


@outbox.callback()
@views.callback()
def _group() -> None:
    """Keep `replay` and `rebuild` as words of their own: typer drops the word of a lonely command."""


@outbox.command()
def replay(service: Service) -> None:
    """Publish the kept events of a lost event stream again."""
    place = _place(service)
    from hueioc.repair import replay_events
    from hueioc.service import find_service

    count = asyncio.run(replay_events(place.database_url, place.admin_nats_url, find_service(service)))
    print(f"{service}: {count} messages published again")


@views.command()
def rebuild(service: Service) -> None:
    """Render every view of a service from its database and publish it again."""
    place = _place(service)
    from hueioc.repair import rebuild_views
    from hueioc.service import find_service

    count = asyncio.run(rebuild_views(place.database_url, find_service(service)))
    print(f"{service}: {count} views rendered again")


def _place(service: str) -> _Place:
    city = RunningCity()
    name = city.demand_service(service)
    return _Place(city.surroundings.database_url(name), city.surroundings.nats_url(ADMIN))
