"""What a command needs to know of the city that is up."""

from collections.abc import Mapping
from typing import NoReturn

import typer

from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import NatsPorts
from hueioc.embedded.postgres import PostgresServer
from huelocal.environment import Options, Surroundings
from huelocal.home import Home, find_home
from huelocal.keyring import Keyring
from huelocal.lock import is_held
from huelocal.state import CityState, read_state

DOOR = "."
"""Between a service and the setting of its door in the names of ports."""
SERVERS = ("postgres", "nats", "mqtt", "nats-monitor")
NOT_UP = 3
FAILED = 1


def fail(sentence: str, code: int = FAILED) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def find_state(home: Home) -> CityState | None:
    """The state of the city, if it is up or on its way."""
    return read_state(home.state) if is_held(home.lock) else None


class RunningCity:
    """The addresses and the secrets of the city that is up; without one the command ends with a sentence."""

    def __init__(self) -> None:
        self.home = find_home()
        state = find_state(self.home)
        if state is None:
            fail("The city is not up. Start it with `make up` (or `hue up`).", NOT_UP)
        if not state.is_ready:
            fail("The city is still coming up; try again in a moment.", NOT_UP)
        self.state = state
        self.surroundings = _surroundings(self.home, state.ports)

    def services(self) -> list[str]:
        return sorted(self.surroundings.ports)

    def demand_service(self, name: str) -> str:
        if name not in self.services():
            fail(f"No service is called {name!r}. There are: {', '.join(self.services())}.")
        return name


def _surroundings(home: Home, ports: Mapping[str, int]) -> Surroundings:
    keyring = Keyring(home.secrets)
    nats_ports = NatsPorts(ports["nats"], ports["mqtt"], ports["nats-monitor"])
    return Surroundings(
        home,
        keyring,
        PostgresServer(home.postgres, ports["postgres"], password=keyring.secret("postgres")),
        NatsServer(home.nats, "", nats_ports),
        {name: port for name, port in ports.items() if name not in SERVERS and DOOR not in name},
        Options(),
    )
